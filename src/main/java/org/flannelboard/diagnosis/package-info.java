/**
 * Evidence to findings: why a cell is red, falsely green or falsely red. Pure: facts of the nodes,
 * the leases, the network configuration and the matrix go in; findings with their evidence, the
 * packet's path hop by hop, and what to do come out.
 *
 * <p>A finding names a cause and explains every pair it claims. What depends on another finding is
 * a consequence and is hidden behind it. Where nothing known explains what is seen, the hop and the
 * direction are named, and the cause is called unknown: a wrong name is worse.
 */
@NullMarked
package org.flannelboard.diagnosis;

import org.jspecify.annotations.NullMarked;

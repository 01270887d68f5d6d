/** The mesh as it was measured: one immutable cell for each ordered pair of nodes. Pure. */
@NullMarked
package org.flannelboard.probe.matrix;

import org.jspecify.annotations.NullMarked;

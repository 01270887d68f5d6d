/** Who pings whom, and from which address. Pure. */
@NullMarked
package org.flannelboard.probe.plan;

import org.jspecify.annotations.NullMarked;

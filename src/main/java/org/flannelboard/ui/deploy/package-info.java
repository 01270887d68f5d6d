/** A push at work: steps by nodes, its log, its proof. */
@NullMarked
package org.flannelboard.ui.deploy;

import org.jspecify.annotations.NullMarked;

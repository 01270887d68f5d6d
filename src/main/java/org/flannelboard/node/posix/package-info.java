/**
 * {@code NodeOps} over a POSIX shell: the only room with command lines and with parsers of what
 * they print. It reaches the node through the raw port {@link
 * org.flannelboard.node.posix.NodeShell}.
 */
@NullMarked
package org.flannelboard.node.posix;

import org.jspecify.annotations.NullMarked;

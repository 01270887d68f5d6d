/**
 * The port to a node: typed operations and what they give back. No command text lives here; the
 * adapters are {@code node.posix} over a shell and {@code practice} in memory, and one contract
 * test holds both to the same behaviour.
 */
@NullMarked
package org.flannelboard.node;

import org.jspecify.annotations.NullMarked;

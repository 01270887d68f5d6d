/**
 * What a node's kernel and daemons say of themselves, as data: each fact with the line it was read
 * from, each kind of fact known, unknown or not asked for. Reading decides nothing; {@code
 * diagnosis} does.
 */
@NullMarked
package org.flannelboard.node.facts;

import org.jspecify.annotations.NullMarked;

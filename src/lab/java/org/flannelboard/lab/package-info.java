/** The product as its users have it, against four real nodes. */
@NullMarked
package org.flannelboard.lab;

import org.jspecify.annotations.NullMarked;

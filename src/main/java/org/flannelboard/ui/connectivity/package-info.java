/** The live matrix of who reaches whom. */
@NullMarked
package org.flannelboard.ui.connectivity;

import org.jspecify.annotations.NullMarked;

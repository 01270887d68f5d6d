/** Tests of the room of the same name. */
@NullMarked
package org.flannelboard.ui.connectivity;

import org.jspecify.annotations.NullMarked;

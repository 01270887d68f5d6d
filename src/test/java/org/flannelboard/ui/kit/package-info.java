/** Tests of the room of the same name. */
@NullMarked
package org.flannelboard.ui.kit;

import org.jspecify.annotations.NullMarked;

/** Tests of the room of the same name. */
@NullMarked
package org.flannelboard.ui.network;

import org.jspecify.annotations.NullMarked;

/** Tests of the room of the same name. */
@NullMarked
package org.flannelboard.ui.firstrun;

import org.jspecify.annotations.NullMarked;

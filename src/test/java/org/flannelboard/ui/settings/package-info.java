/** Tests of the room of the same name. */
@NullMarked
package org.flannelboard.ui.settings;

import org.jspecify.annotations.NullMarked;

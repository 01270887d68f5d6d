/** Tests of the room of the same name. */
@NullMarked
package org.flannelboard.ui.deploy;

import org.jspecify.annotations.NullMarked;

/** Tests of the room of the same name. */
@NullMarked
package org.flannelboard.ui.topology;

import org.jspecify.annotations.NullMarked;

/** What the person chose for the window: the sheet to choose on, and keeping it between runs. */
@NullMarked
package org.flannelboard.ui.settings;

import org.jspecify.annotations.NullMarked;

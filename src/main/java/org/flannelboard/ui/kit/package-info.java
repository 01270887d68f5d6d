/** What all views share: the session with its live state, words, theme, and controls. */
@NullMarked
package org.flannelboard.ui.kit;

import org.jspecify.annotations.NullMarked;

/** The window, headless, on practice clusters. */
@NullMarked
package org.flannelboard.ui;

import org.jspecify.annotations.NullMarked;

/** The switches of the practice cluster: its faults and its clock, on a sheet over the frame. */
@NullMarked
package org.flannelboard.ui.practice;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.flannelboard.ui.practice;

import org.jspecify.annotations.NullMarked;

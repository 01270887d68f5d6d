@NullMarked
package org.flannelboard.practice;

import org.jspecify.annotations.NullMarked;

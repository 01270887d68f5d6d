@NullMarked
package org.flannelboard.boot;

import org.jspecify.annotations.NullMarked;

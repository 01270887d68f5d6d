@NullMarked
package org.flannelboard.base;

import org.jspecify.annotations.NullMarked;

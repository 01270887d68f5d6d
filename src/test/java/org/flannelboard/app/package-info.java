@NullMarked
package org.flannelboard.app;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.flannelboard.ui.certificates;

import org.jspecify.annotations.NullMarked;

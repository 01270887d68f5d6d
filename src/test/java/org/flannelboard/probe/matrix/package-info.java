@NullMarked
package org.flannelboard.probe.matrix;

import org.jspecify.annotations.NullMarked;

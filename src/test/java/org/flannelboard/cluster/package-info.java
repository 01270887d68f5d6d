@NullMarked
package org.flannelboard.cluster;

import org.jspecify.annotations.NullMarked;

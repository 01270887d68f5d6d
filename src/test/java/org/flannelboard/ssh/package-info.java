@NullMarked
package org.flannelboard.ssh;

import org.jspecify.annotations.NullMarked;

@NullMarked
package org.flannelboard.probe.run;

import org.jspecify.annotations.NullMarked;

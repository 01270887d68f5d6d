@NullMarked
package org.flannelboard.probe.plan;

import org.jspecify.annotations.NullMarked;

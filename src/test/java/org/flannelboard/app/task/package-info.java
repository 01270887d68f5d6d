@NullMarked
package org.flannelboard.app.task;

import org.jspecify.annotations.NullMarked;

/** The one place where background work is started. */
@NullMarked
package org.flannelboard.app.task;

import org.jspecify.annotations.NullMarked;

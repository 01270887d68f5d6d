@NullMarked
package org.flannelboard.app.history;

import org.jspecify.annotations.NullMarked;

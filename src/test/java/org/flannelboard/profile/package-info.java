@NullMarked
package org.flannelboard.profile;

import org.jspecify.annotations.NullMarked;

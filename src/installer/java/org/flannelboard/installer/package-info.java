/** Makes what people install, and tests it. Runs at build time; nothing of it is shipped. */
@NullMarked
package org.flannelboard.installer;

import org.jspecify.annotations.NullMarked;

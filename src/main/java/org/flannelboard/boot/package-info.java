/**
 * Start-up: the one place where services are built by hand and real or practice adapters are
 * chosen.
 */
@NullMarked
package org.flannelboard.boot;

import org.jspecify.annotations.NullMarked;

/** What happened to a cluster, remembered on this machine: bounded, and worth no backup. */
@NullMarked
package org.flannelboard.app.history;

import org.jspecify.annotations.NullMarked;

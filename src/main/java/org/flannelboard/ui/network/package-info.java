/** Flannel's network configuration and leases: edited, weighed, saved with care. */
@NullMarked
package org.flannelboard.ui.network;

import org.jspecify.annotations.NullMarked;

/**
 * What is administered, as immutable values: a cluster's profile, its nodes, flannel's network
 * configuration and leases. Pure; knows {@code base} alone.
 */
@NullMarked
package org.flannelboard.cluster;

import org.jspecify.annotations.NullMarked;

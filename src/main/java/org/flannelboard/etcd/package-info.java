/**
 * The port to etcd: neutral entries, revisions and write outcomes, and on top of it flannel's
 * configuration and leases. Protocol text and quirks end in the adapters {@code etcd.v2} and {@code
 * etcd.v3}.
 */
@NullMarked
package org.flannelboard.etcd;

import org.jspecify.annotations.NullMarked;

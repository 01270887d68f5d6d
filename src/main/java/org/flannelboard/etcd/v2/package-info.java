/**
 * Etcd's v2 API: JSON over HTTP under {@code /v2/keys} (etcd, Documentation/v2/api.md). What is
 * particular to it ends here.
 */
@NullMarked
package org.flannelboard.etcd.v2;

import org.jspecify.annotations.NullMarked;

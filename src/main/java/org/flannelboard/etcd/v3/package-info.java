/**
 * Etcd's v3 API: gRPC with the stubs jetcd generates from etcd's own definitions. The only room
 * that sees jetcd, gRPC and netty; opened by the first v3 connection and not before.
 */
@NullMarked
package org.flannelboard.etcd.v3;

import org.jspecify.annotations.NullMarked;

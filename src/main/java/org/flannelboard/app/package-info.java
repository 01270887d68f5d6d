/**
 * The use cases, without a toolkit: open a cluster, survey it, plan, push, roll back, watch the
 * mesh, look after certificates and the network. The window and the command line both stand on it.
 */
@NullMarked
package org.flannelboard.app;

import org.jspecify.annotations.NullMarked;

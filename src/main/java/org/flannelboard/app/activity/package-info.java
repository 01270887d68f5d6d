/**
 * What was done on nodes and etcd: every operation, recorded between the use cases and the ports.
 */
@NullMarked
package org.flannelboard.app.activity;

import org.jspecify.annotations.NullMarked;

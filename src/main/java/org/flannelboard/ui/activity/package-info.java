/** What was done on nodes and in etcd: a log to filter, read and export. */
@NullMarked
package org.flannelboard.ui.activity;

import org.jspecify.annotations.NullMarked;

/**
 * The embedded practice cluster: nodes, files, systemd units, etcd and kernel network state in
 * memory, behind the same ports as the real ones. Nothing here is shown green because somebody said
 * so: a ping is computed from routes, neighbours, forwarding entries, devices and addresses, and
 * those come from what the practice {@code flanneld} and {@code docker} did with their files.
 */
@NullMarked
package org.flannelboard.practice;

import org.jspecify.annotations.NullMarked;

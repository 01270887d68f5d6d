/**
 * Nodes over SSH: host keys, authentication, jump hosts, sudo, keep-alive. The only room that sees
 * sshj; what leaves it are the ports {@code NodeShell}, {@code NodeConnector} and {@code
 * StreamDialer}.
 *
 * <p>sshj's calls block without a limit that we choose, so each of them runs on a virtual thread of
 * its own while the caller waits for it with a deadline ({@link org.flannelboard.ssh.Bounded}).
 * People are asked on the connecting thread only, never on sshj's reader, which would stand still
 * meanwhile; and the time they take is not held against the deadline.
 */
@NullMarked
package org.flannelboard.ssh;

import org.jspecify.annotations.NullMarked;

package org.flannelboard.cluster;

import java.nio.file.Path;
import java.util.List;

/**
 * How a node is reached over SSH.
 *
 * @param address name or address of the SSH server
 * @param port its TCP port
 * @param user the login user
 * @param identities private key files tried in this order, before the agent's; may be empty
 * @param jumps hosts to pass through, the first one nearest to this machine; may be empty
 * @param sudo whether commands go through sudo
 */
public record SshAccess(
    String address, int port, String user, List<Path> identities, List<Jump> jumps, SudoMode sudo) {

  /** The port assigned to SSH (RFC 4253 section 4.2). */
  public static final int DEFAULT_PORT = 22;

  public SshAccess {
    identities = List.copyOf(identities);
    jumps = List.copyOf(jumps);
  }

  /** A host on the way, as OpenSSH's {@code ProxyJump} names it. */
  public record Jump(String address, int port, String user, List<Path> identities) {
    public Jump {
      identities = List.copyOf(identities);
    }
  }
}

package org.flannelboard.ssh;

import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.transport.verification.HostKeyVerifier;
import org.flannelboard.base.HostPort;
import org.jspecify.annotations.Nullable;

/**
 * sshj's question whether a host key is good, answered from the files alone: a key that is not
 * there ends the handshake. Whoever opens the connection then reads here why, asks the person, and
 * starts anew.
 */
final class HostKeyCheck implements HostKeyVerifier {

  private final HostPort host;
  private final KnownHosts known;

  private volatile @Nullable Presented presented;

  /** A key that the host presented, and what was said of it. */
  record Presented(HostKey key, KnownHosts.Verdict verdict) {}

  HostKeyCheck(HostPort host, KnownHosts known) {
    this.host = host;
    this.known = known;
  }

  /** Null as long as the host presented none. */
  @Nullable Presented presented() {
    return presented;
  }

  @Override
  public boolean verify(String hostname, int port, PublicKey key) {
    byte[] blob = new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    HostKey found = HostKey.of(blob).orElseThrow();
    KnownHosts.Verdict verdict = known.check(host, found);
    presented = new Presented(found, verdict);
    return switch (verdict) {
      case KnownHosts.Verdict.Trusted _ -> true;
      case KnownHosts.Verdict.Unknown _,
          KnownHosts.Verdict.Changed _,
          KnownHosts.Verdict.Revoked _ ->
          false;
    };
  }

  /**
   * The algorithms to put first, so that a server with keys of several types shows the one on file.
   * One RSA key serves both SHA-2 signatures (RFC 8332).
   */
  @Override
  public List<String> findExistingAlgorithms(String hostname, int port) {
    List<String> algorithms = new ArrayList<>();
    for (String type : known.types(host)) {
      algorithms.addAll(KeyTypes.algorithms(type));
    }
    return algorithms;
  }
}

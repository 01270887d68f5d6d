package org.flannelboard.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Optional;
import net.schmizz.keepalive.KeepAlive;
import net.schmizz.keepalive.KeepAliveRunner;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionImpl;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.node.HostKeys;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions;
import org.jspecify.annotations.Nullable;

/** How a connection comes about: reach the server, know it by its key, log in. */
final class SshHandshake {

  /** sshj's own limits are set out of the way: deadlines decide, and keep-alive for dead links. */
  private static final int NO_LIMIT_MS = 24 * 60 * 60 * 1000;

  private final SshSettings settings;
  private final KnownHostsFiles knownHosts;
  private final Credentials credentials;

  SshHandshake(SshSettings settings, Credentials credentials) {
    this.settings = settings;
    this.knownHosts = new KnownHostsFiles(settings.knownHosts());
    this.credentials = credentials;
  }

  /** The host keys on file. */
  HostKeys hostKeys() {
    return new HostKeysOnFile(knownHosts);
  }

  /**
   * Connects to a hop.
   *
   * @param through the connection to the hop before it; null to go from this machine
   * @param onClose run when the connection is closed
   */
  SshConnection connect(
      Attempt attempt, Route.Hop hop, @Nullable SshConnection through, Runnable onClose)
      throws NodeFailed, Bounded.GaveUp {
    try {
      Optional<SshConnection> first = tryOnce(attempt, hop, through, onClose);
      if (first.isPresent()) {
        return first.get();
      }
      // The host was unknown and is now trusted: its key must be the very one that was shown.
      return tryOnce(attempt, hop, through, onClose)
          .orElseThrow(
              () -> unreachable(attempt, hop, "its host key changed between two attempts"));
    } catch (IOException e) {
      throw unreachable(attempt, hop, Reason.of(e));
    }
  }

  /** Empty if the host was unknown and the person has just vouched for it. */
  private Optional<SshConnection> tryOnce(
      Attempt attempt, Route.Hop hop, @Nullable SshConnection through, Runnable onClose)
      throws IOException, NodeFailed, Bounded.GaveUp {
    HostKeyCheck check = new HostKeyCheck(hop.address(), knownHosts.read());
    LinkSocket link = dial(attempt, hop.address(), through);
    SSHClient client = client(link, check);
    boolean handedOver = false;
    try {
      Bounded.call(
          "ssh " + attempt.node() + " handshake",
          attempt.deadline(),
          link::abort,
          () -> {
            client.connect(hop.address().host(), hop.address().port());
            return client;
          });
      new Authentication(attempt, hop, client, link, credentials).run();
      link.watch("ssh " + attempt.node() + " watch", settings);
      handedOver = true;
      return Optional.of(new SshConnection(client, link, onClose));
    } catch (IOException e) {
      HostKeyCheck.Presented presented = check.presented();
      if (presented != null && judge(attempt, hop, presented)) {
        return Optional.empty();
      }
      throw e;
    } finally {
      if (!handedOver) {
        link.abort();
      }
    }
  }

  /** Whether a host that was refused for its key may now be believed. */
  private boolean judge(Attempt attempt, Route.Hop hop, HostKeyCheck.Presented presented)
      throws IOException, NodeFailed {
    HostKey key = presented.key();
    String address = hop.address().toString();
    return switch (presented.verdict()) {
      case KnownHosts.Verdict.Trusted _ -> false; // then the trouble is another one
      case KnownHosts.Verdict.Unknown _ -> {
        NodeQuestions.UnknownHost host =
            new NodeQuestions.UnknownHost(
                attempt.node(),
                hop.address().host(),
                hop.address().port(),
                key.type(),
                key.fingerprint());
        if (!attempt.ask(questions -> questions.trust(host))) {
          throw new NodeFailed(
              new NodeFailure.HostKeyUnknown(
                  attempt.node(),
                  address,
                  key.type(),
                  key.fingerprint(),
                  knownHosts.written().toString()));
        }
        knownHosts.append(hop.address(), key);
        yield true;
      }
      case KnownHosts.Verdict.Changed(HostKey expected, String where) ->
          throw new NodeFailed(
              new NodeFailure.HostKeyChanged(
                  attempt.node(), address, expected.fingerprint(), key.fingerprint(), where));
      case KnownHosts.Verdict.Revoked(String where) ->
          throw new NodeFailed(
              new NodeFailure.HostKeyRevoked(attempt.node(), address, key.fingerprint(), where));
    };
  }

  private SSHClient client(LinkSocket link, HostKeyCheck check) {
    SSHClient client = new SSHClient(SshjConfig.shared());
    client.setSocketFactory(link.asFactory());
    client.addHostKeyVerifier(check);
    client.getTransport().setTimeoutMs(NO_LIMIT_MS);
    ((ConnectionImpl) client.getConnection()).setTimeoutMs(NO_LIMIT_MS);
    client.getConnection().setWindowSize(SshjConfig.WINDOW);
    KeepAlive keepAlive = client.getConnection().getKeepAlive();
    keepAlive.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
    if (keepAlive instanceof KeepAliveRunner runner) {
      runner.setMaxAliveCount(settings.unanswered());
    }
    return client;
  }

  private static LinkSocket dial(Attempt attempt, HostPort address, @Nullable SshConnection through)
      throws IOException, Bounded.GaveUp {
    if (through != null) {
      StreamDialer.ByteStream stream = through.dial(attempt.node(), address, attempt.deadline());
      return new LinkSocket(address, stream.input(), stream.output(), stream);
    }
    Socket socket = connected(attempt, address);
    return new LinkSocket(address, socket.getInputStream(), socket.getOutputStream(), socket);
  }

  /**
   * A host that lets the deadline pass is one that cannot be reached, as one that refuses is. Which
   * of the two ends first, the system's own timeout or ours, must not decide what is said.
   */
  private static Socket connected(Attempt attempt, HostPort address)
      throws IOException, Bounded.GaveUp {
    Deadline deadline = attempt.deadline();
    try {
      return Bounded.call(
          "ssh " + attempt.node() + " connect",
          deadline,
          () -> {}, // the attempt itself ends with the deadline
          () -> connected(address, deadline));
    } catch (Bounded.GaveUp e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      throw new IOException("no answer in time", e);
    }
  }

  /** Tries each address of a name in turn, as ssh(1) does. */
  private static Socket connected(HostPort address, Deadline deadline) throws IOException {
    IOException trouble = null;
    for (InetAddress each : InetAddress.getAllByName(address.host())) {
      Socket socket = new Socket();
      try {
        socket.setTcpNoDelay(true);
        int left = (int) Math.min(Integer.MAX_VALUE, Math.max(1, deadline.remainingMillis()));
        socket.connect(new InetSocketAddress(each, address.port()), left);
        return socket;
      } catch (IOException e) {
        socket.close();
        trouble = e;
      }
    }
    throw trouble == null ? new IOException("the name has no address") : trouble;
  }

  private static NodeFailed unreachable(Attempt attempt, Route.Hop hop, String why) {
    return new NodeFailed(
        new NodeFailure.Unreachable(attempt.node(), hop.address().toString(), why));
  }
}

package org.flannelboard.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NodeId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An authenticated connection, on which commands run and tunnels start side by side. */
final class SshConnection {

  private static final Logger LOG = LoggerFactory.getLogger(SshConnection.class);

  /** OpenSSH refuses an eleventh session (sshd_config(5), MaxSessions); two are kept in reserve. */
  private static final int SESSIONS = 8;

  /** What a server that is alive needs at most to take leave of us. */
  private static final Duration FAREWELL = Duration.ofSeconds(1);

  private final SSHClient client;
  private final LinkSocket link;
  private final Runnable onClose;
  private final Semaphore sessions = new Semaphore(SESSIONS, true);
  private final AtomicInteger places = new AtomicInteger(SESSIONS);

  SshConnection(SSHClient client, LinkSocket link, Runnable onClose) {
    this.client = client;
    this.link = link;
    this.onClose = onClose;
  }

  boolean alive() {
    return client.isConnected() && !link.isClosed();
  }

  /**
   * An open channel for a command, once fewer than the most are in use; {@link #done} gives it
   * back. Each refusal by a server that allows fewer than we thought takes a place away for good,
   * but the last, and who was refused waits for another.
   */
  ExecChannel session(Deadline deadline) throws IOException, Bounded.GaveUp {
    while (true) {
      acquire(deadline);
      boolean keep = false;
      try {
        ExecChannel channel = open(deadline);
        keep = true;
        return channel;
      } catch (OpenFailException e) {
        keep = places.getAndUpdate(n -> Math.max(1, n - 1)) > 1;
        if (!keep) {
          throw e;
        }
      } finally {
        if (!keep) {
          done();
        }
      }
    }
  }

  private void acquire(Deadline deadline) throws Bounded.GaveUp {
    try {
      if (!sessions.tryAcquire(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
        throw new Bounded.GaveUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Bounded.GaveUp();
    }
  }

  private ExecChannel open(Deadline deadline) throws IOException, Bounded.GaveUp {
    ExecChannel channel = new ExecChannel(client.getConnection());
    return Bounded.call(
        "ssh open",
        deadline,
        channel::abandon,
        () -> {
          channel.open();
          return channel;
        });
  }

  /** A command is over, or nobody waits for it any more. */
  void done() {
    sessions.release();
  }

  /** A byte stream from the server to the target. */
  StreamDialer.ByteStream dial(NodeId node, HostPort target, Deadline deadline)
      throws IOException, Bounded.GaveUp {
    TunnelChannel tunnel = new TunnelChannel(client.getConnection(), target);
    Bounded.call(
        "ssh " + node + " tunnel",
        deadline,
        tunnel::abandon,
        () -> {
          tunnel.open();
          return tunnel;
        });
    return tunnel.stream();
  }

  /** Takes leave of the server and ends the connection, quickly even if nobody listens. */
  void close() {
    try {
      Bounded.call(
          "ssh farewell",
          Deadline.after(FAREWELL),
          link::abort,
          () -> {
            client.disconnect();
            return client;
          });
    } catch (IOException | Bounded.GaveUp e) {
      LOG.debug("closing a connection", e); // it ends either way
    } finally {
      link.abort();
      onClose.run();
    }
  }

  /** Whether the trouble is the server's refusal of one command, not the end of the connection. */
  static boolean refusedOnly(IOException trouble) {
    return trouble instanceof OpenFailException
        || trouble instanceof ConnectionException && "Request failed".equals(trouble.getMessage());
  }
}

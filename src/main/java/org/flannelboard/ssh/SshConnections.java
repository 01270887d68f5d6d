package org.flannelboard.ssh;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a profile, one for each route, shared by all who use it at the same time and
 * closed after the last of them. One that broke is replaced when next asked for.
 */
final class SshConnections implements AutoCloseable {

  private final Credentials credentials;
  private final SshHandshake handshake;
  private final NodeQuestions questions;
  private final Map<Route, Slot> slots = new ConcurrentHashMap<>();

  SshConnections(SshSettings settings, NodeQuestions questions) {
    this.credentials = new Credentials(settings);
    this.handshake = new SshHandshake(settings, credentials);
    this.questions = questions;
  }

  /** A connection in use. Giving it back closes it unless somebody else uses it too. */
  final class Lease implements AutoCloseable {
    private final Route route;
    private final SshConnection connection;
    private final Sudo sudo;
    private boolean returned;

    private Lease(Route route, SshConnection connection, Sudo sudo) {
      this.route = route;
      this.connection = connection;
      this.sudo = sudo;
    }

    SshConnection connection() {
      return connection;
    }

    Sudo sudo() {
      return sudo;
    }

    @Override
    public void close() {
      Slot slot = slots.computeIfAbsent(route, _ -> new Slot());
      slot.lock.lock();
      try {
        if (!returned) {
          returned = true;
          slot.release(connection);
        }
      } finally {
        slot.lock.unlock();
      }
    }
  }

  /** A route's connection, if there is one; only one at a time is being opened. */
  private static final class Slot {
    final ReentrantLock lock = new ReentrantLock();
    @Nullable SshConnection connection;
    @Nullable Sudo sudo;
    int users;

    void release(SshConnection used) {
      if (used != connection) {
        return; // it broke and was replaced
      }
      users--;
      if (users == 0) {
        connection = null;
        used.close();
      }
    }
  }

  /** The route's connection, opened if need be. */
  Lease lease(NodeId node, Route route, Deadline deadline) throws NodeFailed {
    Attempt attempt = new Attempt(node, questions, deadline);
    try {
      return lease(attempt, route);
    } catch (Bounded.GaveUp e) {
      throw new NodeFailed(new NodeFailure.TimedOut(node, "connect"));
    }
  }

  private Lease lease(Attempt attempt, Route route) throws NodeFailed, Bounded.GaveUp {
    Slot slot = slots.computeIfAbsent(route, _ -> new Slot());
    lock(slot, attempt.deadline());
    try {
      SshConnection connection = slot.connection;
      Sudo sudo = slot.sudo;
      if (connection == null || sudo == null || !connection.alive()) {
        if (connection != null) {
          connection.close();
        }
        connection = open(attempt, route);
        sudo = new Sudo(route.end().user(), connection, questions, credentials.secrets());
        slot.connection = connection;
        slot.sudo = sudo;
        slot.users = 0;
      }
      slot.users++;
      return new Lease(route, connection, sudo);
    } finally {
      slot.lock.unlock();
    }
  }

  private SshConnection open(Attempt attempt, Route route) throws NodeFailed, Bounded.GaveUp {
    Optional<Route> before = route.before();
    if (before.isEmpty()) {
      return handshake.connect(attempt, route.end(), null, () -> {});
    }
    Lease jump = lease(attempt, before.get());
    boolean opened = false;
    try {
      SshConnection connection =
          handshake.connect(attempt, route.end(), jump.connection(), jump::close);
      opened = true;
      return connection;
    } finally {
      if (!opened) {
        jump.close();
      }
    }
  }

  private static void lock(Slot slot, Deadline deadline) throws Bounded.GaveUp {
    try {
      if (!slot.lock.tryLock(deadline.remainingMillis(), TimeUnit.MILLISECONDS)) {
        throw new Bounded.GaveUp();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Bounded.GaveUp();
    }
  }

  /** Closes them all, the far ends of routes before the jump hosts, and wipes what was asked. */
  @Override
  public void close() {
    slots.entrySet().stream()
        .sorted((a, b) -> b.getKey().hops().size() - a.getKey().hops().size())
        .map(Map.Entry::getValue)
        .forEach(SshConnections::close);
    credentials.close();
  }

  private static void close(Slot slot) {
    slot.lock.lock();
    try {
      SshConnection connection = slot.connection;
      slot.connection = null;
      if (connection != null) {
        connection.close();
      }
    } finally {
      slot.lock.unlock();
    }
  }
}

package org.flannelboard.ssh;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.HostKeys;
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

  /** The host keys on file. */
  HostKeys hostKeys() {
    return handshake.hostKeys();
  }

  /** A connection in use. Giving it back closes it unless somebody else uses it too. */
  final class Lease implements AutoCloseable {
    private final Slot slot;
    private final SshConnection connection;
    private final Sudo sudo;
    private final AtomicBoolean returned = new AtomicBoolean();

    private Lease(Slot slot, SshConnection connection, Sudo sudo) {
      this.slot = slot;
      this.connection = connection;
      this.sudo = sudo;
    }

    SshConnection connection() {
      return connection;
    }

    Sudo sudo() {
      return sudo;
    }

    /** Somebody's use of it, who may be asked about sudo. */
    Attempt attempt(NodeId node, Deadline deadline) {
      return new Attempt(node, questions, deadline);
    }

    @Override
    public void close() {
      if (returned.compareAndSet(false, true)) {
        slot.release(connection);
      }
    }
  }

  /** A route's connection, if there is one. */
  private final class Slot {
    /** Had by who opens it. */
    final Turn opening = new Turn();

    private @Nullable SshConnection connection;
    private @Nullable Sudo sudo;
    private int users;
    private boolean closed;

    /** Another user of the connection, if there is a live one. */
    synchronized Optional<Lease> share() {
      SshConnection shared = connection;
      Sudo known = sudo;
      if (shared == null || known == null || !shared.alive()) {
        return Optional.empty();
      }
      users++;
      return Optional.of(new Lease(this, shared, known));
    }

    /** The first user of a new connection, in the place of one that broke. */
    synchronized Lease put(SshConnection opened, Sudo itsSudo) throws Bounded.GaveUp {
      if (closed) {
        opened.close();
        throw new Bounded.GaveUp();
      }
      if (connection != null) {
        connection.close();
      }
      connection = opened;
      sudo = itsSudo;
      users = 1;
      return new Lease(this, opened, itsSudo);
    }

    synchronized void release(SshConnection used) {
      if (used != connection) {
        return; // it broke and was replaced
      }
      users--;
      if (users == 0) {
        connection = null;
        used.close();
      }
    }

    synchronized void close() {
      closed = true;
      SshConnection left = connection;
      connection = null;
      if (left != null) {
        left.close();
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
    try (Turn.Held _ = slot.opening.take(attempt)) {
      Optional<Lease> shared = slot.share();
      if (shared.isPresent()) {
        return shared.get();
      }
      SshConnection opened = open(attempt, route);
      return slot.put(opened, new Sudo(route.end().user(), opened, credentials.secrets()));
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

  /** Closes them all, the far ends of routes before the jump hosts, and wipes what was asked. */
  @Override
  public void close() {
    slots.entrySet().stream()
        .sorted((a, b) -> b.getKey().hops().size() - a.getKey().hops().size())
        .map(Map.Entry::getValue)
        .forEach(Slot::close);
    credentials.close();
  }
}

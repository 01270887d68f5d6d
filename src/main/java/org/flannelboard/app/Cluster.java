package org.flannelboard.app;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.flannelboard.app.activity.ActivityLog;
import org.flannelboard.app.activity.RecordedNodes;
import org.flannelboard.app.activity.RecordedStores;
import org.flannelboard.app.history.History;
import org.flannelboard.app.task.Change;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Result;
import org.flannelboard.base.Ticker;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.etcd.ReadOnlyStores;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.node.HostKeys;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.ReadOnlyNodes;

/** A cluster that is open: its profile and its connections, each made when it is first needed. */
public final class Cluster implements AutoCloseable {

  /** How long making a connection may take, authentication and questions apart. */
  private static final Duration CONNECT = Duration.ofSeconds(20);

  private final ClusterProfile profile;
  private final Adapters adapters;
  private final Surroundings surroundings;
  private final ActivityLog activity;
  private final History history;
  private final Map<NodeId, NodeOps> open = new ConcurrentHashMap<>();
  private final Map<NodeId, Object> locks = new ConcurrentHashMap<>();
  private final AtomicInteger changes = new AtomicInteger();
  private volatile boolean readOnly;

  /**
   * What the cluster is reached with: real connections, or the practice cluster's.
   *
   * @param hostKeys whom {@code nodes} believes
   * @param closing runs last, when the cluster is closed
   */
  public record Adapters(
      NodeConnector nodes, StoreConnector stores, HostKeys hostKeys, Runnable closing) {
    public Adapters(NodeConnector nodes, StoreConnector stores, Runnable closing) {
      this(nodes, stores, HostKeys.none(), closing);
    }

    public Adapters(NodeConnector nodes, StoreConnector stores) {
      this(nodes, stores, () -> {});
    }
  }

  /** Time, chance and background work, injected. */
  public record Surroundings(
      TaskRunner tasks, InstantSource clock, Pause pause, SecureRandom random) {}

  public Cluster(ClusterProfile profile, Adapters adapters, Surroundings surroundings) {
    this(profile, adapters, surroundings, new ActivityLog(surroundings.clock(), Ticker.system()));
  }

  /**
   * A cluster whose adapters tell a log of the commands they run.
   *
   * @param activity where every operation is noted
   */
  public Cluster(
      ClusterProfile profile, Adapters adapters, Surroundings surroundings, ActivityLog activity) {
    this(profile, adapters, surroundings, activity, History.inMemory());
  }

  /**
   * A cluster that is remembered.
   *
   * @param history where it is written down what is done to it; closed with the cluster
   */
  public Cluster(
      ClusterProfile profile,
      Adapters adapters,
      Surroundings surroundings,
      ActivityLog activity,
      History history) {
    this.profile = profile;
    this.surroundings = surroundings;
    this.activity = activity;
    this.history = history;
    activity.follow(new ChangeNotes(history));
    // Noted outside of the guard: what was refused is noted too.
    this.adapters =
        new Adapters(
            new RecordedNodes(new ReadOnlyNodes(adapters.nodes(), () -> readOnly), activity),
            new RecordedStores(new ReadOnlyStores(adapters.stores(), () -> readOnly), activity),
            adapters.hostKeys(),
            adapters.closing());
  }

  public ClusterProfile profile() {
    return profile;
  }

  Adapters adapters() {
    return adapters;
  }

  Surroundings surroundings() {
    return surroundings;
  }

  /** The present, by the clock that all of this cluster goes by. */
  public Instant now() {
    return surroundings.clock().instant();
  }

  /** Background work on this cluster. */
  public TaskRunner tasks() {
    return surroundings.tasks();
  }

  /** What was done on the nodes and in etcd. */
  public ActivityLog activity() {
    return activity;
  }

  /** What happened to this cluster; whoever asks may wait, so only background work does. */
  public History history() {
    return history;
  }

  /** From now on nothing is changed through this cluster; there is no way back. */
  public void restrict() {
    readOnly = true;
  }

  /** Whether nothing can be changed through this cluster. */
  public boolean readOnly() {
    return readOnly;
  }

  /**
   * The reason not to begin a change; empty if there is none.
   *
   * @param change what is about to begin, as its command is called
   */
  public Optional<Failure> refusal(String change) {
    return readOnly
        ? Optional.of(new AppFailure.ReadOnly(profile.name(), change))
        : Optional.empty();
  }

  /** Does work that belongs to a change: a new one, or the one it is part of already. */
  public <T> T changing(Change.Kind kind, Supplier<T> work) {
    if (Change.current().isPresent()) {
      return work.get();
    }
    changes.incrementAndGet();
    try {
      return activity.change(kind).during(work);
    } finally {
      changes.decrementAndGet();
    }
  }

  /** Whether a change is under way. */
  boolean changing() {
    return changes.get() > 0;
  }

  /** The host keys on file; what they are kept in may be slow, so only background work asks. */
  public HostKeys hostKeys() {
    return adapters.hostKeys();
  }

  /**
   * Does something on a node over its one connection. A connection that turns out broken is
   * dropped, so that the next call makes a new one.
   */
  public <T, F extends Failure> Result<T, Failure> on(
      NodeSpec spec, Function<NodeOps, Result<T, F>> work) {
    Result<T, Failure> result =
        node(spec)
            .<Failure>mapFailure(failure -> failure)
            .flatMap(node -> work.apply(node).mapFailure(failure -> failure));
    result.toFailure().ifPresent(failure -> noticed(spec, failure));
    return result;
  }

  /** A node's operations. */
  public Result<NodeOps, NodeFailure> node(NodeSpec spec) {
    synchronized (locks.computeIfAbsent(spec.id(), _ -> new Object())) {
      NodeOps existing = open.get(spec.id());
      if (existing != null) {
        return Result.ok(existing);
      }
      return adapters
          .nodes()
          .connect(spec, Deadline.after(CONNECT))
          .ifOk(node -> open.put(spec.id(), node));
    }
  }

  /** The nodes of those names, in the profile's order; all of them if no name is given. */
  public Result<List<NodeSpec>, Failure> select(List<String> names) {
    List<String> known = profile.nodes().stream().map(node -> node.id().name()).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        return Result.err(new AppFailure.NodeNotInProfile(name, known));
      }
    }
    List<NodeSpec> selected = new ArrayList<>(profile.nodes());
    selected.removeIf(node -> !names.isEmpty() && !names.contains(node.id().name()));
    return Result.ok(List.copyOf(selected));
  }

  /** Forgets a node's connection; what runs over it ends. */
  public void drop(NodeId id) {
    NodeOps node = open.remove(id);
    if (node != null) {
      node.close();
    }
  }

  @Override
  public void close() {
    List.copyOf(open.keySet()).forEach(this::drop);
    adapters.nodes().close();
    surroundings.tasks().close();
    history.close();
    adapters.closing().run();
  }

  /** Drops the node's connection if that failure says that it is broken. */
  void noticed(NodeSpec spec, Failure failure) {
    if (failure instanceof NodeFailure.ConnectionLost || failure instanceof NodeFailure.TimedOut) {
      drop(spec.id());
    }
  }
}

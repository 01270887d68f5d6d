package org.flannelboard.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.flannelboard.app.task.Task;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.Done;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.plan.MeshPlan;
import org.flannelboard.probe.run.MeshBoard;
import org.jspecify.annotations.Nullable;

/**
 * The mesh, measured until it is closed: one stream a source, looked after.
 *
 * <p>Every few seconds the nodes' addresses and the leases are read again. A source whose part in
 * the plan changed, or whose stream broke, gets a new stream; one that cannot be reached shows as
 * such, with its age, and comes back by itself. Snapshots are handed on conflated: at most ten a
 * second, and only when something changed.
 */
public final class MeshWatch implements AutoCloseable {

  private static final Duration REVIEW = Duration.ofSeconds(5);
  private static final Duration SHORTEST_BETWEEN_SNAPSHOTS = Duration.ofMillis(100);

  private final Cluster cluster;
  private final Mesh mesh;
  private final MeshBoard board;
  private final Mesh.Pace pace;
  private final Consumer<MatrixSnapshot> listener;
  private final Map<NodeId, Source> sources = new HashMap<>();
  private final Task<Done> review;
  private final Task<Done> publisher;
  private volatile boolean closed;

  /**
   * A source's part in the plan, and the stream that plays it.
   *
   * @param given said to be over before the stream is cut off: a prober that is cut off in the
   *     middle of a round may still tell of it, with every answer that it did not wait for as lost
   */
  private record Source(MeshPlan.Source part, CancelToken given, Task<Done> task) {

    void end() {
      given.cancel();
      task.cancel();
    }
  }

  /**
   * Starts watching.
   *
   * @param listener is handed snapshots on a background thread
   */
  public MeshWatch(
      Cluster cluster, EtcdDoor door, Mesh.Pace pace, Consumer<MatrixSnapshot> listener) {
    this(cluster, door, pace, new Mesh(cluster, door).board(), listener);
  }

  /**
   * Starts watching, or goes on after a pause.
   *
   * @param board what was measured so far; the next watch may take it over
   * @param listener is handed snapshots on a background thread
   */
  public MeshWatch(
      Cluster cluster,
      EtcdDoor door,
      Mesh.Pace pace,
      MeshBoard board,
      Consumer<MatrixSnapshot> listener) {
    this.cluster = cluster;
    this.mesh = new Mesh(cluster, door);
    this.board = board;
    this.pace = pace;
    this.listener = listener;
    this.review = cluster.tasks().start("mesh review", this::review);
    this.publisher = cluster.tasks().start("mesh snapshots", this::publish);
  }

  @Override
  public void close() {
    closed = true;
    review.cancel();
    publisher.cancel();
    synchronized (sources) {
      sources.values().forEach(Source::end);
      sources.clear();
    }
  }

  private Done review() throws InterruptedException {
    while (!closed) {
      Mesh.Ground ground = mesh.ground();
      Mesh.lay(ground, board);
      synchronized (sources) {
        for (NodeSpec node : cluster.profile().nodes()) {
          tend(node, ground.plan().sources().get(node.id()));
        }
      }
      cluster.surroundings().pause().pause(REVIEW);
    }
    return Done.DONE;
  }

  /** Gives a node the stream its part asks for; called with the sources locked. */
  private void tend(NodeSpec node, MeshPlan.@Nullable Source part) {
    Source current = sources.get(node.id());
    if (current != null && current.part().equals(part)) {
      return;
    }
    if (current != null) {
      current.end();
      sources.remove(node.id());
    }
    if (part != null && !closed) {
      CancelToken given = new CancelToken();
      Task<Done> task = cluster.tasks().start("mesh " + node.id(), () -> stream(node, part, given));
      sources.put(node.id(), new Source(part, given, task));
    }
  }

  private Done stream(NodeSpec node, MeshPlan.Source part, CancelToken given) {
    Consumer<PingRound> count =
        round -> {
          if (!given.isCancelled()) {
            board.record(node.id(), round);
          }
        };
    Result<PingStream, Failure> stream = mesh.start(node, part, pace, count);
    if (!given.isCancelled()) {
      // What a start that was cancelled says is no news of the node.
      stream.toFailure().ifPresent(failure -> board.sourceFailed(node.id(), failure));
    }
    stream.ifOk(running -> Mesh.awaitEnd(node, running, board));
    synchronized (sources) {
      // The next review finds no stream here and starts one.
      Source current = sources.get(node.id());
      if (current != null && current.part().equals(part)) {
        sources.remove(node.id());
      }
    }
    return Done.DONE;
  }

  private Done publish() throws InterruptedException {
    long published = -1;
    while (!closed) {
      long version = board.version();
      if (version != published) {
        listener.accept(board.snapshot());
        published = version;
      }
      cluster.surroundings().pause().pause(SHORTEST_BETWEEN_SNAPSHOTS);
    }
    return Done.DONE;
  }
}

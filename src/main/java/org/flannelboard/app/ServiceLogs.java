package org.flannelboard.app;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.JournalStream;
import org.flannelboard.node.NodeFailure;

/** The journals of flanneld and docker on the nodes. Changes nothing. */
public final class ServiceLogs {

  /** How long reading, or beginning to follow, may take. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Cluster cluster;

  public ServiceLogs(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The last lines, oldest first. */
  public Result<List<String>, Failure> last(NodeSpec node, Service service, int lines) {
    String unit = service.unit(cluster.profile());
    return cluster
        .on(node, ops -> ops.journal(unit, lines, Deadline.after(PATIENCE)))
        .map(text -> text.lines().toList());
  }

  /**
   * Follows until cancelled, and waits meanwhile: the last lines, oldest first, then each new one.
   *
   * @param began called once the journal is followed
   * @param lines called with each line, on a background thread
   * @return why it ended; empty if it was cancelled
   */
  public Optional<Failure> follow(
      NodeSpec node,
      Service service,
      int last,
      Runnable began,
      Consumer<String> lines,
      CancelToken cancel) {
    String unit = service.unit(cluster.profile());
    Result<JournalStream, Failure> started =
        cluster.on(node, ops -> ops.follow(unit, last, lines, Deadline.after(PATIENCE)));
    return switch (started) {
      case Result.Err<JournalStream, Failure>(Failure failure) -> Optional.of(failure);
      case Result.Ok<JournalStream, Failure>(JournalStream stream) -> {
        cancel.onCancel(stream::close);
        began.run();
        yield end(node, unit, stream, cancel);
      }
    };
  }

  private Optional<Failure> end(
      NodeSpec node, String unit, JournalStream stream, CancelToken cancel) {
    try (stream) {
      Optional<NodeFailure> broken = stream.awaitEnd();
      broken.ifPresent(failure -> cluster.noticed(node, failure));
      if (cancel.isCancelled()) {
        return Optional.empty();
      }
      // Somebody else let go of the node's connection, and the stream went with it.
      return Optional.of(
          broken.orElseGet(
              () -> new NodeFailure.ConnectionLost(node.id(), "journal of " + unit, "closed")));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}

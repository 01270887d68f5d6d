package org.flannelboard.ui.kit;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;

/**
 * What each node said last, for the time when it no longer answers. Used on the window's thread.
 */
public final class NodeMemory {

  private final Map<NodeId, Seen> seen = new HashMap<>();
  private final Map<NodeId, Instant> silent = new HashMap<>();

  NodeMemory() {}

  /** What was seen of a node, and when. */
  public record Seen(NodeStatus.View view, Instant at) {}

  /** What was seen of a node last; empty if it never answered. */
  public Optional<Seen> seen(NodeId node) {
    return Optional.ofNullable(seen.get(node));
  }

  /** When it was first found that a node no longer answers; empty if it does. */
  public Optional<Instant> silentSince(NodeId node) {
    return Optional.ofNullable(silent.get(node));
  }

  void take(ClusterStatus status) {
    for (NodeStatus node : status.nodes()) {
      NodeId id = node.spec().id();
      switch (node.view()) {
        case Result.Ok<NodeStatus.View, Failure>(NodeStatus.View view) -> {
          seen.put(id, new Seen(view, status.at()));
          silent.remove(id);
        }
        case Result.Err<NodeStatus.View, Failure> _ -> silent.putIfAbsent(id, status.at());
      }
    }
  }
}

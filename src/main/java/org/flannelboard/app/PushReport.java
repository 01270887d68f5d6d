package org.flannelboard.app;

import java.util.List;
import java.util.Map;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;

/**
 * What a push came to.
 *
 * @param etcd what became of the network configuration
 * @param nodes what became of each node that was worked on
 * @param blocked nodes on which nothing was begun, because of these problems
 * @param unreachable nodes that did not answer, and why
 */
public record PushReport(
    StepOutcome etcd,
    List<NodeOutcome> nodes,
    Map<NodeId, List<Problem>> blocked,
    Map<NodeId, Failure> unreachable) {

  public PushReport {
    nodes = List.copyOf(nodes);
    blocked = Map.copyOf(blocked);
    unreachable = Map.copyOf(unreachable);
  }

  /** Whether every node asked for is as it should be, by measurement. */
  public boolean succeeded() {
    return !(etcd instanceof StepOutcome.Failed)
        && blocked.isEmpty()
        && unreachable.isEmpty()
        && nodes.stream().allMatch(NodeOutcome::succeeded);
  }

  /** How many steps changed something, etcd's included. */
  public long changes() {
    return (etcd.changed() ? 1 : 0) + nodes.stream().mapToLong(NodeOutcome::changes).sum();
  }
}

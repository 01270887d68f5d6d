package org.flannelboard.deploy.plan;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.cluster.NodeId;

/**
 * What a push would do.
 *
 * @param etcd the step for the network configuration
 * @param nodes the nodes to push to, in the profile's order
 */
public record Plan(Step etcd, List<NodePlan> nodes) {

  public Plan {
    nodes = List.copyOf(nodes);
  }

  /** The plan of that node. */
  public Optional<NodePlan> node(NodeId id) {
    return nodes.stream().filter(plan -> plan.node().equals(id)).findFirst();
  }

  /** All steps that change something, etcd's first. */
  public List<Step> changes() {
    return Stream.concat(Stream.of(etcd), nodes.stream().flatMap(n -> n.steps().stream()))
        .filter(Step::changes)
        .toList();
  }

  /** Whether everything is as it should be. */
  public boolean isEmpty() {
    return changes().isEmpty();
  }
}

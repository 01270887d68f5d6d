package org.flannelboard.app;

import java.time.Instant;
import java.util.List;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.deploy.plan.Verification;

/**
 * How the cluster stands at one moment.
 *
 * @param at when it was asked
 * @param nodes in the profile's order
 * @param etcd how etcd stands, or why that could not be found out
 */
public record ClusterStatus(Instant at, List<NodeStatus> nodes, Result<EtcdStatus, Failure> etcd) {

  public ClusterStatus {
    nodes = List.copyOf(nodes);
  }

  /** Whether everything could be found out. */
  public boolean known() {
    return etcd.toFailure().isEmpty()
        && nodes.stream().allMatch(node -> node.view().toFailure().isEmpty());
  }

  /** Whether everything was found out and is as it should be. */
  public boolean healthy() {
    return known()
        && etcd.toOptional().filter(e -> e.config() != null).isPresent()
        && nodes.stream()
            .flatMap(node -> node.view().toOptional().stream())
            .allMatch(
                view -> view.verification().toOptional().filter(Verification::holds).isPresent());
  }
}

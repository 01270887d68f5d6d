package org.flannelboard.app;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;

/**
 * What several nodes answered to one query, asked side by side.
 *
 * @param seen the answers
 * @param failures of the nodes that gave none
 */
record Sightings(Map<NodeId, Observation> seen, Map<NodeId, Failure> failures) {

  Sightings {
    seen = Map.copyOf(seen);
    failures = Map.copyOf(failures);
  }

  static Sightings of(Cluster cluster, List<NodeSpec> nodes, ObservationQuery query) {
    List<Result<Observation, Failure>> answers =
        cluster
            .tasks()
            .forEach(
                "observe",
                nodes,
                node ->
                    cluster.on(node, ops -> ops.observe(query, Deadline.after(Deployment.LOOK))));
    Map<NodeId, Observation> seen = new HashMap<>();
    Map<NodeId, Failure> failures = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeId id = nodes.get(i).id();
      answers.get(i).ifOk(observation -> seen.put(id, observation));
      answers.get(i).toFailure().ifPresent(failure -> failures.put(id, failure));
    }
    return new Sightings(seen, failures);
  }

  /** The files with which a node reaches etcd, and nothing else. */
  static ObservationQuery certificates(ClusterProfile profile) {
    return new ObservationQuery(
        List.of(
            ObservationQuery.text(profile.paths().etcdCa()),
            ObservationQuery.text(profile.paths().certificate()),
            ObservationQuery.text(profile.paths().key())),
        List.of(),
        false,
        false);
  }

  /** The answers in the order of the nodes. */
  List<Observation> inOrder(List<NodeSpec> nodes) {
    return nodes.stream().map(node -> seen.get(node.id())).filter(Objects::nonNull).toList();
  }
}

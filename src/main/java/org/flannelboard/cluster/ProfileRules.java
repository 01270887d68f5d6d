package org.flannelboard.cluster;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The rules a profile must keep, whatever file or wizard it came from. */
final class ProfileRules {

  private ProfileRules() {}

  static List<Problem> check(ClusterProfile profile) {
    List<Problem> problems = new ArrayList<>();
    distinctNodes(profile.nodes(), problems);
    return List.copyOf(problems);
  }

  private static void distinctNodes(List<NodeSpec> nodes, List<Problem> problems) {
    Set<Object> seen = new HashSet<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeSpec node = nodes.get(i);
      if (!seen.add(node.id())) {
        problems.add(
            Problem.error(
                "nodes[" + i + "].name", "node-name-twice", Map.of("name", node.id().name())));
      }
      if (!seen.add(node.ip())) {
        problems.add(
            Problem.error(
                "nodes[" + i + "].ip", "node-ip-twice", Map.of("ip", node.ip().toString())));
      }
    }
  }
}

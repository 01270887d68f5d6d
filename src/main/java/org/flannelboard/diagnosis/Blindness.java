package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.Source;

/** What could not be seen where something is red and nothing explains it. */
final class Blindness {

  private Blindness() {}

  static List<Finding> look(Case cluster, Set<Subject.OnPair> unexplained) {
    List<Finding> findings = new ArrayList<>();
    Set<NodeId> ends = new HashSet<>();
    unexplained.forEach(it -> ends.addAll(List.of(it.from(), it.to())));
    for (SeenNode node : cluster.seen()) {
      if (ends.contains(node.id())) {
        of(node).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private static Optional<Finding> of(SeenNode node) {
    NetworkFacts network = node.network();
    Map<Source, Known<?>> asked = new LinkedHashMap<>();
    asked.put(Source.LINKS, network.links());
    asked.put(Source.ADDRESSES, network.addresses());
    asked.put(Source.ROUTES, network.routes());
    asked.put(Source.NEIGHBOURS, network.neighbours());
    asked.put(Source.FORWARDS, network.forwards());
    asked.put(Source.SOCKETS, network.sockets());
    asked.put(Source.FIREWALL, node.facts().firewall());
    List<Evidence> evidence = new ArrayList<>();
    asked.forEach(
        (source, fact) -> {
          if (fact instanceof Known.Unknown<?>(String why)) {
            evidence.add(node.evidence(source, "[" + why + "]"));
          }
        });
    return evidence.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.NOT_ENOUGH_SEEN,
                Severity.WARNING,
                node.subject(),
                Direction.NONE,
                Map.of(
                    "node",
                    node.id().name(),
                    "unseen",
                    String.join(", ", evidence.stream().map(Evidence::command).toList())),
                evidence,
                List.of(new Remedy.Instruct("show-more", Map.of("node", node.id().name())))));
  }
}

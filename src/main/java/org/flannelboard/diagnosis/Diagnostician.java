package org.flannelboard.diagnosis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.flannelboard.cluster.NodeId;

/**
 * Facts to findings: all rules look, causes hide their consequences, and what they explain is held
 * against what is red. What is left is somebody else's doing, and is not talked away.
 */
public final class Diagnostician {

  /** What cannot be where every packet it concerns arrives: a wrong entry that nobody asks. */
  private static final Set<FindingCode> REFUTED_BY_ANSWERS =
      EnumSet.of(
          FindingCode.ROUTE_MISSING,
          FindingCode.ROUTE_SHADOWED,
          FindingCode.NEIGHBOUR_MISSING,
          FindingCode.NEIGHBOUR_STALE,
          FindingCode.FORWARD_MISSING,
          FindingCode.FORWARD_WRONG,
          FindingCode.VTEP_MAC_CHANGED,
          FindingCode.VXLAN_LOCAL_FOREIGN);

  private static final Comparator<Finding> ORDER =
      Comparator.comparing((Finding it) -> !it.root())
          .thenComparing(Finding::severity, Comparator.reverseOrder())
          .thenComparing(it -> Procedure.place(it.code()))
          .thenComparing(it -> it.subject().text());

  private Diagnostician() {}

  /** What facts alone tell. */
  public static Diagnosis examine(ClusterFacts facts) {
    return examine(facts, List.of());
  }

  /**
   * What facts tell together with what was found by probing.
   *
   * @param probed findings of the counter ladder and other probes
   */
  public static Diagnosis examine(ClusterFacts facts, List<Finding> probed) {
    Case cluster = new Case(facts);
    Map<String, Finding> found = new LinkedHashMap<>();
    Stream.concat(
            Rules.ALL.stream().flatMap(it -> it.apply(cluster).stream()),
            Accord.among(probed, cluster).stream())
        .map(it -> weigh(it, cluster))
        .forEach(it -> found.putIfAbsent(it.id(), it));
    List<Finding> findings = explain(Consequences.among(List.copyOf(found.values())), cluster);
    Set<Subject.OnPair> unexplained = unexplained(findings, cluster);
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(Blindness.look(cluster, unexplained));
    return new Diagnosis(
        all.stream().sorted(ORDER).toList(), MatrixShapes.of(facts.matrix()), unexplained);
  }

  /** An entry can look wrong and yet not matter: answered pings are the stronger witness. */
  private static Finding weigh(Finding finding, Case cluster) {
    return finding.severity() == Severity.ERROR
            && REFUTED_BY_ANSWERS.contains(finding.code())
            && Reach.contradicted(finding, cluster)
        ? finding.weighing(Severity.WARNING)
        : finding;
  }

  private static List<Finding> explain(List<Finding> findings, Case cluster) {
    Map<String, Finding> byId = new HashMap<>();
    findings.forEach(it -> byId.put(it.id(), it));
    Map<String, List<Finding>> consequences = new HashMap<>();
    for (Finding finding : findings) {
      if (!finding.root()) {
        roots(finding, byId)
            .forEach(it -> consequences.computeIfAbsent(it, _ -> new ArrayList<>()).add(finding));
      }
    }
    return findings.stream()
        .map(it -> explain(it, consequences.getOrDefault(it.id(), List.of()), cluster))
        .toList();
  }

  /** A root explains what its consequences do, and matters as much as they. */
  private static Finding explain(Finding finding, List<Finding> consequences, Case cluster) {
    Severity gravest =
        Stream.concat(Stream.of(finding), consequences.stream())
            .map(Finding::severity)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return finding.weighing(gravest).explaining(Reach.explained(finding, consequences, cluster));
  }

  /** The findings at the ends of the chains of causes. */
  private static Set<String> roots(Finding finding, Map<String, Finding> byId) {
    Set<String> causes = new LinkedHashSet<>(finding.dependsOn());
    Deque<String> open = new ArrayDeque<>(causes);
    while (!open.isEmpty()) {
      for (String id : Objects.requireNonNull(byId.get(open.pop())).dependsOn()) {
        if (causes.add(id)) {
          open.add(id);
        }
      }
    }
    causes.removeIf(id -> !Objects.requireNonNull(byId.get(id)).root());
    return causes;
  }

  /** Red cells that nothing explains, between nodes that could be asked. */
  private static Set<Subject.OnPair> unexplained(List<Finding> findings, Case cluster) {
    Set<Subject.OnPair> left = new HashSet<>(cluster.lost());
    findings.forEach(it -> left.removeAll(it.pairs()));
    left.removeIf(it -> unseen(it.from(), cluster) || unseen(it.to(), cluster));
    return left;
  }

  private static boolean unseen(NodeId node, Case cluster) {
    return cluster.seen(node).isEmpty();
  }
}

package org.flannelboard.diagnosis;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;

/** How far a finding reaches: whom it is about, and which cells it can redden. */
final class Reach {

  /**
   * What stops packets between containers, or large ones: a small ping to docker0 passes. A node
   * that gets no subnet has no cell at all.
   */
  private static final Set<FindingCode> NOT_OF_PINGS =
      EnumSet.of(
          FindingCode.IP_FORWARD_OFF,
          FindingCode.FORWARD_DROP,
          FindingCode.DIRECT_ROUTING_DROP,
          FindingCode.MASQUERADED,
          FindingCode.DOCKER0_DOWN,
          FindingCode.DOCKER0_ROUTE_LOST,
          FindingCode.MTU_BLACKHOLE,
          FindingCode.MTU_TOO_LARGE,
          FindingCode.SUBNETS_EXHAUSTED);

  /** What reddens cells although nothing is wrong with packets. */
  private static final Set<FindingCode> OF_PINGS_ALONE =
      EnumSet.of(FindingCode.ICMP_IGNORED, FindingCode.ICMP_FILTERED);

  private Reach() {}

  /** The nodes whose own doing or suffering it is; none where it is the whole cluster's. */
  static Set<NodeId> nodes(Finding finding) {
    return switch (finding.subject()) {
      case Subject.OnNode(NodeId node) -> {
        Set<NodeId> nodes = new LinkedHashSet<>();
        nodes.add(node);
        if (finding.code() == FindingCode.SUBNET_DUPLICATE
            || finding.code() == FindingCode.VTEP_MAC_DUPLICATE) {
          nodes.add(new NodeId(Objects.requireNonNull(finding.arguments().get("other"))));
        }
        yield nodes;
      }
      case Subject.OnPair(NodeId from, NodeId _) -> Set.of(from);
      case Subject.OnCluster _ -> Set.of();
    };
  }

  /**
   * The red cells it explains: of a ping, which is a round trip, those of both directions. What may
   * come true one day explains nothing that is red today.
   */
  static Set<Subject.OnPair> explained(Finding finding, Case cluster) {
    if (!reddens(finding)) {
      return Set.of();
    }
    return switch (finding.subject()) {
      case Subject.OnCluster _ -> cluster.lost();
      case Subject.OnPair(NodeId from, NodeId to) ->
          Stream.of(new Subject.OnPair(from, to), new Subject.OnPair(to, from))
              .filter(cluster.lost()::contains)
              .collect(Collectors.toSet());
      case Subject.OnNode(NodeId node) ->
          nodes(finding).stream()
              .flatMap(it -> cluster.lostTouching(it).stream())
              .filter(it -> it.to().equals(node) || !columnAlone(finding, node, cluster))
              .collect(Collectors.toSet());
    };
  }

  private static boolean reddens(Finding finding) {
    return finding.direction() != Direction.NONE
        && !NOT_OF_PINGS.contains(finding.code())
        && (finding.severity() == Severity.ERROR || OF_PINGS_ALONE.contains(finding.code()));
  }

  /**
   * Whether only pings to the node suffer: it answers none, or has another address than they go to
   * and docker's masquerading hides that from what it sends itself.
   */
  private static boolean columnAlone(Finding finding, NodeId node, Case cluster) {
    if (finding.code() == FindingCode.ICMP_IGNORED) {
      return true;
    }
    boolean elsewhere =
        finding.code() == FindingCode.DOCKER0_WRONG_SUBNET
            || finding.code() == FindingCode.SUBNET_ENV_STALE;
    return elsewhere
        && cluster.profile().nodes().stream().anyMatch(it -> cluster.reached(node, it.id()));
  }

  /** All that a root explains, itself and by what follows from it. */
  static Set<Subject.OnPair> explained(Finding root, List<Finding> consequences, Case cluster) {
    return Stream.concat(Stream.of(root), consequences.stream())
        .flatMap(it -> explained(it, cluster).stream())
        .collect(Collectors.toSet());
  }

  /** Whether each cell it can redden was measured, and answered. */
  static boolean contradicted(Finding finding, Case cluster) {
    return switch (finding.subject()) {
      case Subject.OnCluster _ -> cluster.facts().matrix().allReached();
      case Subject.OnPair(NodeId from, NodeId to) ->
          cluster.reached(from, to) && cluster.reached(to, from);
      case Subject.OnNode(NodeId node) ->
          cluster.profile().nodes().stream()
              .map(NodeSpec::id)
              .filter(it -> !it.equals(node))
              .allMatch(it -> cluster.reached(node, it) && cluster.reached(it, node));
    };
  }
}

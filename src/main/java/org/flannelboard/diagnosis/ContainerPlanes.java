package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flannelboard.cluster.NodeId;

/** The verdicts on containers for all pairs of nodes, from one diagnosis. */
public final class ContainerPlanes {

  /** What cuts off the containers of the node it is at, whoever asks. */
  private static final Set<FindingCode> AT_EITHER_END =
      EnumSet.of(
          FindingCode.IP_FORWARD_OFF,
          FindingCode.DOCKER0_DOWN,
          FindingCode.DOCKER0_MISSING,
          FindingCode.DOCKER0_WRONG_SUBNET,
          FindingCode.DOCKER0_ROUTE_LOST);

  /** What drops new connections in the direction it names. */
  private static final Set<FindingCode> DIRECTED =
      EnumSet.of(FindingCode.FORWARD_DROP, FindingCode.DIRECT_ROUTING_DROP);

  /** What loses pings alone. */
  private static final Set<FindingCode> PINGS_ALONE =
      EnumSet.of(FindingCode.ICMP_FILTERED, FindingCode.ICMP_IGNORED);

  private final Case cluster;
  private final Map<NodeId, List<Finding>> atNode = new HashMap<>();
  private final Map<Subject.OnPair, List<Finding>> ofPair = new HashMap<>();
  private final Map<NodeId, Forwarding> forwarding = new HashMap<>();

  /** What is known of a node's filters, beside findings. */
  private record Forwarding(boolean in, boolean out) {}

  /** Verdicts that rest on a diagnosis of these facts. */
  public ContainerPlanes(ClusterFacts facts, Diagnosis diagnosis) {
    this.cluster = new Case(facts);
    for (Finding finding : diagnosis.findings()) {
      if (finding.subject() instanceof Subject.OnNode(NodeId node)) {
        atNode.computeIfAbsent(node, _ -> new ArrayList<>()).add(finding);
      }
      finding
          .pairs()
          .forEach(pair -> ofPair.computeIfAbsent(pair, _ -> new ArrayList<>()).add(finding));
    }
    for (SeenNode node : cluster.seen()) {
      Filters filters = new Filters(cluster, node);
      boolean known =
          node.network().sysctl("ipv4/ip_forward").isPresent() && node.hiddenFilters().isEmpty();
      forwarding.put(
          node.id(),
          new Forwarding(known && free(filters.forwardIn()), known && free(filters.forwardOut())));
    }
  }

  private static boolean free(Optional<FilterWalk.Verdict> verdict) {
    return verdict.map(it -> it.suspects().isEmpty()).orElse(false);
  }

  /** Whether containers of one node can begin to talk with those of the other. */
  public ContainerPlane of(NodeId from, NodeId to) {
    List<String> broken =
        Stream.of(
                at(from, Direction.OUTBOUND),
                at(to, Direction.INBOUND),
                ofPair.getOrDefault(new Subject.OnPair(from, to), List.of()).stream()
                    .filter(it -> it.severity() == Severity.ERROR)
                    .filter(it -> !PINGS_ALONE.contains(it.code()))
                    .toList())
            .flatMap(List::stream)
            .map(Finding::id)
            .distinct()
            .sorted(Comparator.naturalOrder())
            .toList();
    if (!broken.isEmpty()) {
      return new ContainerPlane(ContainerPlane.State.BROKEN, broken);
    }
    boolean seen =
        carried(from, to)
            && Optional.ofNullable(forwarding.get(from)).map(Forwarding::out).orElse(false)
            && Optional.ofNullable(forwarding.get(to)).map(Forwarding::in).orElse(false);
    return new ContainerPlane(
        seen ? ContainerPlane.State.OK : ContainerPlane.State.NOT_CHECKED, List.of());
  }

  private List<Finding> at(NodeId node, Direction way) {
    return atNode.getOrDefault(node, List.of()).stream()
        .filter(
            it ->
                AT_EITHER_END.contains(it.code())
                    || DIRECTED.contains(it.code())
                        && (it.direction() == way || it.direction() == Direction.BOTH))
        .toList();
  }

  /** Whether the tunnel carries packets: a ping came back, or is lost for a reason of its own. */
  private boolean carried(NodeId from, NodeId to) {
    List<Finding> causes = ofPair.getOrDefault(new Subject.OnPair(from, to), List.of());
    return cluster.reached(from, to)
        || !causes.isEmpty() && causes.stream().allMatch(it -> PINGS_ALONE.contains(it.code()));
  }
}

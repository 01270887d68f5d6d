package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.jspecify.annotations.Nullable;

/**
 * Filters that certainly drop VXLAN, or the pings inside it. A ping that was answered refutes what
 * the rules seem to say; a drop that hangs on words nobody reads is left to the counters.
 */
final class FilterRules {

  private FilterRules() {}

  /** A kind of packet, and what its loss at a node is called. */
  private record Kind(
      FindingCode code,
      Severity severity,
      Direction direction,
      Function<@Nullable NodeId, Optional<FilterWalk.Verdict>> walk,
      BiPredicate<NodeId, NodeId> refuted,
      Function<FilterWalk.Stop, List<Remedy>> remedies) {}

  static List<Finding> look(Case it) {
    Map<String, Finding> findings = new LinkedHashMap<>();
    for (SeenNode node : it.seen()) {
      Filters filters = new Filters(it, node);
      if (filters.known()) {
        for (Kind kind : kinds(it, node, filters)) {
          find(it, node, kind).forEach(found -> findings.putIfAbsent(found.id(), found));
        }
      }
    }
    return List.copyOf(findings.values());
  }

  private static List<Kind> kinds(Case it, SeenNode node, Filters filters) {
    BiPredicate<NodeId, NodeId> answered =
        (one, other) -> it.reached(one, other) || it.reached(other, one);
    BiPredicate<NodeId, NodeId> asked = (own, peer) -> it.reached(peer, own);
    int port = Filters.port(it, node).orElse(0);
    String device = filters.device().orElse("");
    return List.of(
        new Kind(
            FindingCode.INPUT_FIREWALL,
            Severity.ERROR,
            Direction.INBOUND,
            filters::vxlanIn,
            answered,
            stop -> FilterRemedies.vxlanIn(it, node, stop, port)),
        new Kind(
            FindingCode.OUTPUT_FIREWALL,
            Severity.ERROR,
            Direction.OUTBOUND,
            filters::vxlanOut,
            answered,
            stop -> FilterRemedies.vxlanOut(it, node, stop, port)),
        new Kind(
            FindingCode.ICMP_FILTERED,
            Severity.WARNING,
            Direction.INBOUND,
            filters::requestIn,
            asked,
            stop -> FilterRemedies.echoes(node, stop, device, true)),
        new Kind(
            FindingCode.ICMP_FILTERED,
            Severity.WARNING,
            Direction.OUTBOUND,
            filters::replyOut,
            asked,
            stop -> FilterRemedies.echoes(node, stop, device, false)));
  }

  private static List<Finding> find(Case it, SeenNode node, Kind kind) {
    Optional<FilterWalk.Verdict> general = kind.walk.apply(null);
    if (general.isEmpty() || general.get().suspects().isEmpty()) {
      return List.of();
    }
    List<NodeId> peers =
        it.profile().nodes().stream()
            .map(NodeSpec::id)
            .filter(peer -> !peer.equals(node.id()))
            .toList();
    List<NodeId> dropped = new ArrayList<>();
    FilterWalk.@Nullable Stop first = null;
    for (NodeId peer : peers) {
      Optional<FilterWalk.Stop> stop = kind.walk.apply(peer).flatMap(FilterWalk.Verdict::culprit);
      if (stop.isPresent() && !kind.refuted.test(node.id(), peer)) {
        first = first == null ? stop.get() : first;
        dropped.add(peer);
      }
    }
    if (first == null) {
      return List.of();
    }
    FilterWalk.Stop stop = first;
    return dropped.size() == peers.size()
        ? List.of(finding(it, node, kind, node.subject(), stop))
        : dropped.stream().map(peer -> pair(it, node, kind, peer, stop)).toList();
  }

  private static Finding pair(
      Case it, SeenNode node, Kind kind, NodeId peer, FilterWalk.Stop stop) {
    Subject subject =
        kind.direction == Direction.INBOUND
            ? new Subject.OnPair(peer, node.id())
            : node.towards(peer);
    return finding(it, node, kind, subject, stop);
  }

  private static Finding finding(
      Case it, SeenNode node, Kind kind, Subject subject, FilterWalk.Stop stop) {
    return Finding.of(
        kind.code,
        kind.severity,
        subject,
        subject instanceof Subject.OnPair ? Direction.OUTBOUND : kind.direction,
        Map.of(
            "node", node.id().name(),
            "port", Filters.port(it, node).map(String::valueOf).orElse("?"),
            "rule", stop.line()),
        List.of(node.evidence(stop.source(), stop.line())),
        kind.remedies.apply(stop));
  }
}

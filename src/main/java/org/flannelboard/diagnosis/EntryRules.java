package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.Source;

/**
 * What can be wrong with a node's entries for its peers. An entry that is wrong towards all of them
 * is the node's, not theirs.
 */
final class EntryRules {

  private EntryRules() {}

  static List<Finding> look(Case cluster) {
    List<Finding> findings = new ArrayList<>();
    for (SeenNode node : cluster.seen()) {
      node.entries().ifPresent(at -> findings.addAll(of(node, at)));
    }
    return findings;
  }

  /** A peer and the entry for it that is not right. */
  private record Wrong(Peer peer, Entry entry) {}

  private static List<Finding> of(SeenNode node, Entries at) {
    Map<FindingCode, List<Wrong>> wrong = new EnumMap<>(FindingCode.class);
    List<Finding> findings = new ArrayList<>();
    for (Peer peer : node.peers()) {
      Entry route = at.route(peer);
      sort(wrong, peer, route, FindingCode.ROUTE_MISSING, FindingCode.ROUTE_SHADOWED);
      if (route.right()) {
        partly(node, at, peer).ifPresent(findings::add);
      }
      if (!at.routes().direct(peer)) {
        sort(
            wrong,
            peer,
            at.neighbour(peer),
            FindingCode.NEIGHBOUR_MISSING,
            FindingCode.NEIGHBOUR_STALE);
        sort(wrong, peer, at.forward(peer), FindingCode.FORWARD_MISSING, FindingCode.FORWARD_WRONG);
      }
    }
    wrong.forEach(
        (code, peers) -> {
          if (peers.size() > 1 && peers.size() == node.peers().size()) {
            findings.add(towardsAll(node, code, peers));
          } else {
            peers.forEach(it -> findings.add(towards(node, code, it)));
          }
        });
    return findings;
  }

  private static void sort(
      Map<FindingCode, List<Wrong>> wrong,
      Peer peer,
      Entry entry,
      FindingCode missing,
      FindingCode other) {
    Optional<FindingCode> code =
        switch (entry.state()) {
          case MISSING -> Optional.of(missing);
          case WRONG -> Optional.of(other);
          case RIGHT, UNSEEN -> Optional.empty();
        };
    code.ifPresent(
        it -> wrong.computeIfAbsent(it, _ -> new ArrayList<>()).add(new Wrong(peer, entry)));
  }

  private static Finding towards(SeenNode node, FindingCode code, Wrong wrong) {
    return Finding.of(
        code,
        Severity.ERROR,
        node.towards(wrong.peer().node()),
        Direction.OUTBOUND,
        Map.of(
            "node", node.id().name(),
            "peer", wrong.peer().node().name(),
            "subnet", wrong.peer().lease().subnet().toString(),
            "line", wrong.entry().lines().getFirst()),
        evidence(node, wrong),
        remedies(node, code, List.of(wrong)));
  }

  private static Finding towardsAll(SeenNode node, FindingCode code, List<Wrong> peers) {
    Wrong first = peers.getFirst();
    return Finding.of(
        code,
        Severity.ERROR,
        node.subject(),
        Direction.OUTBOUND,
        Map.of(
            "node", node.id().name(),
            "peer", Names.brief(peers.stream().map(it -> it.peer().node()).toList()),
            "subnet", node.within().config().map(it -> it.network().toString()).orElse(""),
            "line", first.entry().lines().getFirst()),
        evidence(node, first),
        remedies(node, code, peers));
  }

  private static List<Evidence> evidence(SeenNode node, Wrong wrong) {
    List<Evidence> evidence = new ArrayList<>(wrong.entry().evidence(node));
    evidence.add(LeaseRules.inEtcd(node.within(), wrong.peer().lease()));
    return evidence;
  }

  private static List<Remedy> remedies(SeenNode node, FindingCode code, List<Wrong> wrong) {
    if (code == FindingCode.ROUTE_SHADOWED) {
      return List.of(shadow(node, wrong.getFirst()));
    }
    return List.of(
        new Remedy.ChangeKernel(node.id(), changes(node, wrong)), Repairs.restartFlanneld(node));
  }

  /** Everything that is not right towards those peers, by what their leases say. */
  private static List<KernelChange> changes(SeenNode node, List<Wrong> wrong) {
    Entries at = node.entries().orElseThrow();
    String device = node.device().orElseThrow().name();
    List<KernelChange> changes = new ArrayList<>();
    for (Wrong it : wrong) {
      Peer peer = it.peer();
      if (isWrong(at.route(peer))) {
        changes.add(Repairs.putRoute(device, peer));
      }
      if (isWrong(at.neighbour(peer))) {
        changes.add(Repairs.putNeighbour(device, peer));
      }
      if (isWrong(at.forward(peer))) {
        changes.add(Repairs.putForward(device, peer));
      }
    }
    return changes;
  }

  private static boolean isWrong(Entry entry) {
    return entry.missing() || entry.wrong();
  }

  /** Whoever put it there knows why it is there: it is shown, and removed by hand. */
  private static Remedy shadow(SeenNode node, Wrong wrong) {
    return new Remedy.Instruct(
        "remove-shadow",
        Map.of(
            "node", node.id().name(),
            "line", wrong.entry().lines().getFirst(),
            "subnet", wrong.peer().lease().subnet().toString()));
  }

  /**
   * Containers in a part of the peer's subnet are cut off; its docker0, which is pinged, is not.
   */
  private static Optional<Finding> partly(SeenNode node, Entries at, Peer peer) {
    List<Route> parts = at.routes().parts(peer);
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Finding.of(
                FindingCode.ROUTE_SHADOWED,
                Severity.WARNING,
                node.towards(peer.node()),
                Direction.NONE,
                Map.of(
                    "node", node.id().name(),
                    "peer", peer.node().name(),
                    "subnet", parts.getFirst().destination().toString(),
                    "line", parts.getFirst().line()),
                parts.stream().map(it -> node.evidence(Source.ROUTES, it.line())).toList(),
                List.of(
                    new Remedy.Instruct(
                        "remove-shadow",
                        Map.of(
                            "node", node.id().name(),
                            "line", parts.getFirst().line(),
                            "subnet", parts.getFirst().destination().toString())))));
  }
}

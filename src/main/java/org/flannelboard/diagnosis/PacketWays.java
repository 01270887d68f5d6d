package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.cluster.NodeId;

/** A ping's way hop by hop, there and back, with what each end says of it. */
public final class PacketWays {

  private final Case cluster;
  private final Diagnosis diagnosis;

  private PacketWays(Case cluster, Diagnosis diagnosis) {
    this.cluster = cluster;
    this.diagnosis = diagnosis;
  }

  /** The way of a ping between two nodes. */
  public static PacketWay of(ClusterFacts facts, Diagnosis diagnosis, NodeId from, NodeId to) {
    PacketWays ways = new PacketWays(new Case(facts), diagnosis);
    return new PacketWay(from, to, ways.oneWay(from, to), ways.oneWay(to, from));
  }

  private List<Hop> oneWay(NodeId from, NodeId to) {
    StandingHops standing = new StandingHops(cluster, from, to);
    // A ping is answered only if both ways are open: either's answer speaks for this one.
    boolean open = cluster.reached(from, to) || cluster.reached(to, from);
    List<Hop> hops = new ArrayList<>();
    for (Hop.Kind kind : Hop.Kind.values()) {
      Hop hop = standing.hop(kind);
      Optional<Finding> broken = finding(kind, from, to);
      hops.add(open ? proven(hop, broken, from, to) : broken.map(it -> by(hop, it)).orElse(hop));
    }
    return hops;
  }

  /** What a finding did to a hop, its own evidence first. */
  private Hop by(Hop hop, Finding finding) {
    List<Evidence> evidence = new ArrayList<>(hop.evidence());
    finding.evidence().stream().filter(it -> !evidence.contains(it)).forEach(evidence::add);
    boolean stopsPings =
        finding.severity() == Severity.ERROR && finding.direction() != Direction.NONE;
    Hop.State state = stopsPings ? Hop.State.BROKEN : Hop.State.SUSPICIOUS;
    return new Hop(hop.kind(), hop.node(), state, evidence, root(finding).id());
  }

  /** Packets pass: what looks broken is odd, and what could not be looked at works. */
  private Hop proven(Hop hop, Optional<Finding> finding, NodeId from, NodeId to) {
    if (finding.isPresent()) {
      Hop odd = by(hop, finding.get());
      Subject.OnPair pair = new Subject.OnPair(from, to);
      if (finding.get().pairs().contains(pair) && cluster.lost().contains(pair)) {
        return odd; // the other end's pings pass, these do not: their addresses differ
      }
      return new Hop(odd.kind(), odd.node(), Hop.State.SUSPICIOUS, odd.evidence(), odd.finding());
    }
    return switch (hop.state()) {
      case OK, SUSPICIOUS -> hop;
      case BROKEN -> new Hop(hop.kind(), hop.node(), Hop.State.SUSPICIOUS, hop.evidence(), null);
      case NOT_CHECKED ->
          new Hop(hop.kind(), hop.node(), Hop.State.OK, List.of(answered(from, to)), null);
    };
  }

  private Evidence answered(NodeId from, NodeId to) {
    boolean there = cluster.reached(from, to);
    NodeId source = there ? from : to;
    NodeId target = there ? to : from;
    return new Evidence(
        source,
        "ping -I "
            + SeenNode.DOCKER0
            + cluster.peer(target).map(it -> " " + it.docker0()).orElse(""),
        "[answered by " + target + "]",
        cluster.facts().matrix().at());
  }

  private Finding root(Finding finding) {
    return finding.root()
        ? finding
        : finding.dependsOn().stream()
            .sorted()
            .findFirst()
            .flatMap(diagnosis::finding)
            .map(this::root)
            .orElse(finding);
  }

  /** The gravest finding that is about this hop on this way. */
  private Optional<Finding> finding(Hop.Kind kind, NodeId from, NodeId to) {
    return diagnosis.findings().stream()
        .filter(it -> HopCauses.concern(it, kind, from, to))
        .findFirst();
  }
}

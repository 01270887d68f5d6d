package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.facts.ProbeRequest;
import org.flannelboard.node.facts.UdpSocket;

/**
 * The few packets that are sent to find where those of a red pair get lost.
 *
 * @param sender who sends them
 * @param receiver whose counters are read before and after each of the requests
 * @param requests one after the other
 */
public record LadderPlan(NodeId sender, NodeId receiver, List<ProbeRequest> requests) {

  /** So many that a stray packet of others is not taken for ours. */
  public static final int COUNT = 10;

  /** A port of the range for short-lived connections, at which nodes seldom listen. */
  private static final int UNUSED = 39999;

  public LadderPlan {
    requests = List.copyOf(requests);
  }

  /** Pings from one docker0 to another; empty where a lease is missing, or the target is local. */
  public static Optional<LadderPlan> echoes(ClusterFacts facts, Subject.OnPair pair) {
    Optional<Ipv4Address> source = facts.lease(pair.from()).map(SubnetLease::docker0);
    Optional<Ipv4Address> target = facts.lease(pair.to()).map(SubnetLease::docker0);
    if (source.isEmpty()
        || target.isEmpty()
        || !pingable(facts, pair, source.get(), target.get())) {
      return Optional.empty();
    }
    return Optional.of(
        new LadderPlan(
            pair.from(),
            pair.to(),
            List.of(
                new ProbeRequest.Echoes(
                    source.get(), target.get(), COUNT, ProbeRequest.Echoes.USUAL, false))));
  }

  /** Whether the source has its address and the target's is not the source's as well. */
  static boolean pingable(
      ClusterFacts facts, Subject.OnPair pair, Ipv4Address source, Ipv4Address target) {
    return facts
        .sighting(pair.from())
        .map(it -> it.facts().network())
        .flatMap(
            it ->
                it.owns(source)
                    .toOptional()
                    .map(own -> own && !it.owns(target).toOptional().orElse(true)))
        .orElse(false);
  }

  /** Datagrams to the VXLAN port, then as many to one that nobody listens at. */
  public static Optional<LadderPlan> datagrams(ClusterFacts facts, Subject.OnPair pair) {
    Case it = new Case(facts);
    Optional<SeenNode> receiver = it.seen(pair.to());
    Ipv4Address target = facts.spec(pair.to()).ip();
    return receiver.flatMap(
        node ->
            Filters.port(it, node)
                .map(
                    port ->
                        new LadderPlan(
                            pair.from(),
                            pair.to(),
                            List.of(
                                new ProbeRequest.Datagrams(target, port, COUNT),
                                new ProbeRequest.Datagrams(target, unused(node, port), COUNT)))));
  }

  /** Pings past the tunnel, from one node's own address to the other's. */
  public static LadderPlan pings(ClusterFacts facts, Subject.OnPair pair) {
    return new LadderPlan(
        pair.from(),
        pair.to(),
        List.of(
            new ProbeRequest.Echoes(
                facts.spec(pair.from()).ip(),
                facts.spec(pair.to()).ip(),
                COUNT,
                ProbeRequest.Echoes.USUAL,
                false)));
  }

  private static int unused(SeenNode node, int port) {
    Set<Integer> used =
        node.network().sockets().toOptional().orElse(List.of()).stream()
            .map(UdpSocket::port)
            .collect(Collectors.toSet());
    int free = UNUSED;
    while (free == port || used.contains(free)) {
      free--;
    }
    return free;
  }

  /** How many packets are sent in all, for those who are told before. */
  public int packets() {
    return requests.stream().mapToInt(ProbeRequest::count).sum();
  }
}

package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.Source;
import org.flannelboard.node.facts.UdpSocket;

/** The points of a packet's way as the tables and devices of its two ends stand. */
final class StandingHops {

  private final Case cluster;
  private final NodeId from;
  private final NodeId to;

  StandingHops(Case cluster, NodeId from, NodeId to) {
    this.cluster = cluster;
    this.from = from;
    this.to = to;
  }

  Hop hop(Hop.Kind kind) {
    return switch (kind) {
      case SOURCE_DOCKER0 -> at(kind, from, this::docker0);
      case ROUTE -> entry(kind, Entries::route);
      case SOURCE_VTEP -> at(kind, from, this::vtep);
      case NEIGHBOUR -> entry(kind, Entries::neighbour);
      case FORWARD -> entry(kind, Entries::forward);
      case UNDERLAY_ROUTE -> at(kind, from, this::underlay);
      // What is between the nodes shows itself to probes alone.
      case UNDERLAY -> notChecked(kind, from);
      case PORT -> at(kind, to, this::port);
      case TARGET_VTEP -> at(kind, to, this::vtep);
      case TARGET_DOCKER0 -> at(kind, to, this::docker0);
    };
  }

  private Hop at(Hop.Kind kind, NodeId node, BiFunction<Hop.Kind, SeenNode, Hop> look) {
    return cluster
        .seen(node)
        .map(it -> look.apply(kind, it))
        .orElseGet(() -> notChecked(kind, node));
  }

  private static Hop notChecked(Hop.Kind kind, NodeId node) {
    return new Hop(kind, node, Hop.State.NOT_CHECKED, List.of(), null);
  }

  private static Hop hop(
      Hop.Kind kind, SeenNode node, Hop.State state, Source source, String line) {
    return new Hop(kind, node.id(), state, List.of(node.evidence(source, line)), null);
  }

  private Hop entry(Hop.Kind kind, BiFunction<Entries, Peer, Entry> compare) {
    Optional<Peer> peer = cluster.peer(to);
    Optional<SeenNode> node = cluster.seen(from);
    if (node.isPresent() && peer.isEmpty() && cluster.leases().isPresent()) {
      return new Hop(
          kind,
          from,
          Hop.State.BROKEN,
          List.of(cluster.inEtcd(Case.SUBNETS, "[no lease of " + to + "]")),
          null);
    }
    Optional<Entries> entries = node.flatMap(SeenNode::entries);
    if (peer.isEmpty() || entries.isEmpty()) {
      return notChecked(kind, from);
    }
    Entry entry = compare.apply(entries.get(), peer.get());
    Hop.State state =
        switch (entry.state()) {
          case RIGHT -> Hop.State.OK;
          case MISSING, WRONG -> Hop.State.BROKEN;
          case UNSEEN -> Hop.State.NOT_CHECKED;
        };
    return new Hop(kind, from, state, entry.evidence(node.orElseThrow()), null);
  }

  private Hop docker0(Hop.Kind kind, SeenNode node) {
    if (node.network().links().toOptional().isEmpty()) {
      return notChecked(kind, node.id());
    }
    Optional<Link> docker0 = node.docker0();
    if (docker0.isEmpty()) {
      return hop(
          kind, node, Hop.State.BROKEN, Source.LINKS, "[no device " + SeenNode.DOCKER0 + "]");
    }
    if (!docker0.get().up()) {
      return hop(kind, node, Hop.State.SUSPICIOUS, Source.LINKS, docker0.get().line());
    }
    Optional<InterfaceAddress> address = node.docker0Addresses().stream().findFirst();
    if (address.isEmpty()) {
      return hop(kind, node, Hop.State.SUSPICIOUS, Source.LINKS, docker0.get().line());
    }
    boolean leased =
        node.lease().map(it -> it.docker0().equals(address.get().address())).orElse(true);
    return hop(
        kind,
        node,
        leased ? Hop.State.OK : Hop.State.BROKEN,
        Source.ADDRESSES,
        address.get().line());
  }

  private Hop vtep(Hop.Kind kind, SeenNode node) {
    return switch (node.vtep()) {
      case Known.Value(Optional<Link> device) when device.isPresent() ->
          hop(
              kind,
              node,
              device.get().up() ? Hop.State.OK : Hop.State.BROKEN,
              Source.LINKS,
              device.get().line());
      case Known.Value<Optional<Link>> _ ->
          hop(kind, node, Hop.State.BROKEN, Source.LINKS, "[no vxlan device of flannel]");
      case Known.Unknown<?> _, Known.NotChecked<?> _ -> notChecked(kind, node.id());
    };
  }

  private Hop underlay(Hop.Kind kind, SeenNode node) {
    Optional<Lookup> lookup =
        cluster
            .peer(to)
            .map(Peer::publicIp)
            .flatMap(it -> Optional.ofNullable(node.network().lookups().get(it)));
    return lookup
        .map(
            it ->
                hop(
                    kind,
                    node,
                    it.error() == null && !it.local() ? Hop.State.OK : Hop.State.BROKEN,
                    Source.LOOKUPS,
                    it.line()))
        .orElseGet(() -> notChecked(kind, node.id()));
  }

  private Hop port(Hop.Kind kind, SeenNode node) {
    Optional<Integer> port = cluster.vxlan().map(Backend::port);
    Optional<List<UdpSocket>> sockets = node.network().sockets().toOptional();
    if (port.isEmpty() || sockets.isEmpty()) {
      return notChecked(kind, node.id());
    }
    Optional<UdpSocket> socket =
        sockets.get().stream().filter(it -> Objects.equals(it.port(), port.get())).findFirst();
    if (socket.isEmpty()) {
      return hop(kind, node, Hop.State.BROKEN, Source.SOCKETS, "[no socket at " + port.get() + "]");
    }
    boolean taken = socket.get().owner().toOptional().filter(Optional::isPresent).isPresent();
    return hop(
        kind, node, taken ? Hop.State.BROKEN : Hop.State.OK, Source.SOCKETS, socket.get().line());
  }
}

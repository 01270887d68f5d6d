package org.flannelboard.diagnosis;

import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.jspecify.annotations.Nullable;

/**
 * What the filters of one node do with the packets flannel needs. Each question is answered only
 * where the filters, flannel's device and its port are known.
 */
final class Filters {

  private final Case within;
  private final SeenNode node;

  Filters(Case within, SeenNode node) {
    this.within = within;
    this.node = node;
  }

  /** Whether filters could be read at all. */
  boolean known() {
    return firewall().isPresent();
  }

  /** flannel's device; empty if there is none or it is not known. */
  Optional<String> device() {
    return node.vtep().toOptional().flatMap(it -> it).map(Link::name);
  }

  /** The UDP port VXLAN comes in at: the device's own, otherwise the configured one. */
  static Optional<Integer> port(Case it, SeenNode node) {
    return node.vtep()
        .toOptional()
        .flatMap(link -> link)
        .flatMap(link -> Optional.ofNullable(link.vxlan()))
        .map(Link.Vxlan::port)
        .flatMap(Known::toOptional)
        .or(() -> it.vxlan().map(Backend::port));
  }

  /** VXLAN from a peer; from anybody where it is null. */
  Optional<FilterWalk.Verdict> vxlanIn(@Nullable NodeId peer) {
    return port(within, node)
        .flatMap(port -> drops(vxlan(peer, port, true), "PREROUTING", "INPUT"));
  }

  /** VXLAN to a peer; to anybody where it is null. */
  Optional<FilterWalk.Verdict> vxlanOut(@Nullable NodeId peer) {
    return port(within, node)
        .flatMap(port -> drops(vxlan(peer, port, false), "OUTPUT", "POSTROUTING"));
  }

  private Packet vxlan(@Nullable NodeId peer, int port, boolean in) {
    Ipv4Address own = node.spec().ip();
    Optional<Ipv4Address> other =
        Optional.ofNullable(peer).map(it -> within.facts().spec(it)).map(NodeSpec::ip);
    String device =
        other
            .map(node.network().lookups()::get)
            .map(Lookup::device)
            .filter(it -> !it.isEmpty())
            .orElse(Packet.UNSEEN);
    return new Packet(
        "udp",
        in ? device : "",
        in ? "" : device,
        in ? other.orElse(null) : own,
        in ? own : other.orElse(null),
        port,
        Packet.Echo.NONE,
        false);
  }

  /** A peer's ping as it comes out of the tunnel for docker0. */
  Optional<FilterWalk.Verdict> requestIn(@Nullable NodeId peer) {
    return echo(peer, true, Packet.Echo.REQUEST);
  }

  /** The reply to a peer's ping on its way into the tunnel. */
  Optional<FilterWalk.Verdict> replyOut(@Nullable NodeId peer) {
    return echo(peer, false, Packet.Echo.REPLY);
  }

  /** An own ping on its way into the tunnel. */
  Optional<FilterWalk.Verdict> requestOut(@Nullable NodeId peer) {
    return echo(peer, false, Packet.Echo.REQUEST);
  }

  /** A peer's reply as it comes out of the tunnel. */
  Optional<FilterWalk.Verdict> replyIn(@Nullable NodeId peer) {
    return echo(peer, true, Packet.Echo.REPLY);
  }

  private Optional<FilterWalk.Verdict> echo(@Nullable NodeId peer, boolean in, Packet.Echo echo) {
    Ipv4Address own = docker0(node.id());
    Ipv4Address other = docker0(peer);
    return device()
        .map(
            device ->
                new Packet(
                    "icmp",
                    in ? device : "",
                    in ? "" : device,
                    in ? other : own,
                    in ? own : other,
                    0,
                    echo,
                    echo == Packet.Echo.REPLY))
        .flatMap(
            packet ->
                in ? drops(packet, "PREROUTING", "INPUT") : drops(packet, "OUTPUT", "POSTROUTING"));
  }

  /** A new connection from a peer's container to one of this node's. */
  Optional<FilterWalk.Verdict> forwardIn() {
    return forwarded(true).flatMap(it -> drops(it, "PREROUTING", "FORWARD"));
  }

  /** A new connection from a container of this node to one of a peer's. */
  Optional<FilterWalk.Verdict> forwardOut() {
    return forwarded(false).flatMap(it -> drops(it, "PREROUTING", "FORWARD"));
  }

  /** What changes the source address of a container's packet to a peer's container. */
  Optional<FilterWalk.Verdict> translated() {
    return forwarded(false).flatMap(it -> firewall().map(all -> FilterWalk.translates(all, it)));
  }

  /** A packet between containers, as this node forwards it. */
  Optional<Packet> forwarded(boolean in) {
    Optional<Ipv4Address> own = node.lease().map(Filters::container);
    Optional<Ipv4Address> other =
        within.profile().nodes().stream()
            .filter(it -> !it.id().equals(node.id()))
            .flatMap(it -> within.peer(it.id()).stream())
            .map(Peer::lease)
            .map(Filters::container)
            .findFirst();
    if (device().isEmpty() || own.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    String tunnel = device().get();
    return Optional.of(
        in
            ? Packet.request(tunnel, SeenNode.DOCKER0, other.get(), own.get())
            : Packet.request(SeenNode.DOCKER0, tunnel, own.get(), other.get()));
  }

  /** An address of a subnet that docker gives to a container last. */
  private static Ipv4Address container(SubnetLease lease) {
    Cidr subnet = lease.subnet();
    return subnet.last().plus(-1);
  }

  private @Nullable Ipv4Address docker0(@Nullable NodeId of) {
    return of == null ? null : within.peer(of).map(Peer::docker0).orElse(null);
  }

  private Optional<FilterWalk.Verdict> drops(Packet packet, String... hooks) {
    return firewall().map(it -> FilterWalk.drops(it, packet, hooks));
  }

  private Optional<Firewall> firewall() {
    return node.facts().firewall().toOptional();
  }
}

package org.flannelboard.practice;

import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.NetworkState.Vxlan;
import org.jspecify.annotations.Nullable;

/**
 * The way of an echo request and of its reply, computed hop by hop from what the kernels of both
 * nodes know. Each hop can be the last; what the sender then sees is what it would see on Linux.
 */
final class PacketPath {

  /** What came of an echo request. */
  sealed interface Fate {

    /** The reply came back. */
    record Answered() implements Fate {}

    /** Nothing came back. */
    record Lost() implements Fate {}

    /**
     * The sender's own kernel knew no way.
     *
     * @param error as a prober reports it
     */
    record Refused(String error) implements Fate {}
  }

  /**
   * What is sent.
   *
   * @param payload bytes behind the ICMP header
   * @param whole whether it may not be fragmented ({@code ping -M do})
   */
  record Probe(int payload, boolean whole) {

    /** What ping(8) sends unless told otherwise. */
    static final Probe USUAL = new Probe(56, false);

    /** With the headers of ICMP (RFC 792) and IPv4 (RFC 791). */
    int size() {
      return payload + 28;
    }
  }

  /**
   * A packet under way.
   *
   * @param asked who sent the request, by the address it had before any translation
   */
  private record Packet(
      Ipv4Address source, Ipv4Address target, Ipv4Address asked, Probe probe, boolean reply) {

    Packet from(Ipv4Address other) {
      return other.equals(source) ? this : new Packet(other, target, asked, probe, reply);
    }

    /** What connection tracking makes of the target at the node that translated the source. */
    Packet restored() {
      return asked.equals(target) ? this : new Packet(source, asked, asked, probe, reply);
    }
  }

  /** Where a packet got to. */
  private sealed interface Trip {

    /** At its destination, with the source address it has there. */
    record Arrived(Machine at, Ipv4Address source) implements Trip {}

    /** At no destination. */
    record Ended(Fate fate) implements Trip {}
  }

  static final String HOST_UNREACHABLE = "host-unreachable";
  static final String NET_UNREACHABLE = "network-unreachable";
  static final String NO_SOURCE = "source-address-missing";
  static final String TOO_LONG = "message-too-long";

  private static final Fate ANSWERED = new Fate.Answered();
  private static final Fate LOST = new Fate.Lost();
  private static final Trip DROPPED = new Trip.Ended(LOST);

  private final World world;

  PacketPath(World world) {
    this.world = world;
  }

  /** Sends an echo request from one of a node's addresses and follows it there and back. */
  Fate echo(Machine sender, Ipv4Address source, Ipv4Address target) {
    return echo(sender, source, target, Probe.USUAL);
  }

  /** The same with a certain packet, and also from the address of a container. */
  Fate echo(Machine sender, Ipv4Address source, Ipv4Address target, Probe probe) {
    if (!sender.network().isLocal(source) && !sender.hasContainerAt(source)) {
      return new Fate.Refused(NO_SOURCE);
    }
    return switch (travel(sender, new Packet(source, target, target, probe, false))) {
      case Trip.Ended(Fate fate) -> fate;
      case Trip.Arrived(Machine receiver, Ipv4Address seen) ->
          receiver.network().isLocal(target)
                  && receiver.network().sysctl(Sysctl.ICMP_ECHO_IGNORE_ALL) != 0
              ? LOST
              : back(sender, receiver, new Packet(target, seen, source, probe, true));
    };
  }

  private Fate back(Machine sender, Machine receiver, Packet reply) {
    return switch (travel(receiver, reply)) {
      case Trip.Ended _ -> LOST;
      case Trip.Arrived(Machine at, Ipv4Address _) -> at == sender ? ANSWERED : LOST;
    };
  }

  private Trip travel(Machine from, Packet packet) {
    KernelNetwork network = from.network();
    if (network.isLocal(packet.target())) {
      return new Trip.Arrived(from, packet.source());
    }
    boolean fromContainer = !network.isLocal(packet.source());
    if (fromContainer && !(network.isUp(Dockerd.BRIDGE) && forwards(network))) {
      return DROPPED;
    }
    Route route = network.lookup(packet.target());
    if (route == null) {
      return refused(NET_UNREACHABLE, fromContainer);
    }
    Link link = network.link(route.device()).orElse(null);
    if (link != null && packet.probe().whole() && packet.probe().size() > link.mtu()) {
      return refused(TOO_LONG, fromContainer);
    }
    Packet seen = translated(network, route, packet);
    if (link == null || link.vxlan() == null) {
      return outside(from, route, seen);
    }
    Ipv4Address hop = route.gateway() == null ? packet.target() : route.gateway();
    Optional<MacAddress> mac = network.neighbour(route.device(), hop);
    if (mac.isEmpty()) {
      return refused(HOST_UNREACHABLE, fromContainer);
    }
    Optional<Ipv4Address> vtep = network.forward(route.device(), mac.get());
    return vtep.isEmpty() ? DROPPED : tunnel(from, link, link.vxlan(), vtep.get(), mac.get(), seen);
  }

  /** The inner packet leaves through the underlay to the VTEP at that address. */
  private Trip tunnel(
      Machine from, Link device, Vxlan vxlan, Ipv4Address vtep, MacAddress mac, Packet packet) {
    KernelNetwork own = from.network();
    boolean ownAddress = vxlan.local() == null || own.isLocal(vxlan.local());
    if (!ownAddress || own.drops(Firewall.VXLAN_OUT)) {
      return DROPPED;
    }
    Optional<Machine> peer = world.carried(from, vtep);
    if (peer.isEmpty() || from.isVxlanBlocked() || peer.get().isVxlanBlocked()) {
      return DROPPED;
    }
    // A packet larger than the device is in pieces already, each as large as the device allows.
    int outer = Math.min(packet.probe().size(), device.mtu()) + FlannelAgent.OVERHEAD;
    int interfaceMtu = own.link(Machine.UNDERLAY).map(Link::mtu).orElse(Machine.MTU);
    if (packet.probe().whole() && outer > interfaceMtu) {
      return refused(TOO_LONG, packet.reply());
    }
    int wire = Math.min(outer, interfaceMtu);
    boolean fits = wire <= from.pathMtu() && wire <= peer.get().pathMtu();
    return fits ? arrive(peer.get(), device.mac(), vxlan, mac, packet) : DROPPED;
  }

  /** The outer packet is at a node: its socket, its device, then the inner packet's own way. */
  private static Trip arrive(
      Machine at, @Nullable MacAddress sender, Vxlan vxlan, MacAddress mac, Packet outer) {
    KernelNetwork network = at.network();
    Packet packet = network.isLocal(outer.target()) ? outer.restored() : outer;
    Link device = network.vxlan(vxlan.vni(), vxlan.port()).filter(Link::up).orElse(null);
    if (device == null || network.drops(Firewall.VXLAN_IN)) {
      return DROPPED;
    }
    // The kernel drops a frame from its own hardware address, and gives none on that is for others.
    if (!mac.equals(device.mac()) || mac.equals(sender)) {
      return DROPPED;
    }
    if (network.sysctl(Sysctl.RP_FILTER) == 1) {
      Route back = network.lookup(packet.source());
      if (back == null || !back.device().equals(device.name())) {
        return DROPPED;
      }
    }
    if (network.isLocal(packet.target())) {
      return network.drops(Firewall.ICMP_FROM_TUNNEL)
          ? DROPPED
          : new Trip.Arrived(at, packet.source());
    }
    return delivered(at, packet) ? new Trip.Arrived(at, packet.source()) : DROPPED;
  }

  /** Whether a node hands a packet on to one of its containers; to others it leads away. */
  private static boolean delivered(Machine at, Packet packet) {
    KernelNetwork network = at.network();
    Route route = network.lookup(packet.target());
    return at.hasContainerAt(packet.target())
        && route != null
        && route.device().equals(Dockerd.BRIDGE)
        && forwards(network)
        && (packet.reply() || !network.drops(Firewall.FORWARD));
  }

  private static boolean forwards(KernelNetwork network) {
    return network.sysctl(Sysctl.IP_FORWARD) == 1;
  }

  /** A packet that leaves by an ordinary interface: only an underlay address is there to answer. */
  private Trip outside(Machine from, Route route, Packet packet) {
    if (route.gateway() != null || !route.device().equals(Machine.UNDERLAY)) {
      return DROPPED;
    }
    return world
        .carried(from, packet.target())
        .<Trip>map(peer -> new Trip.Arrived(peer, packet.source()))
        .orElse(DROPPED);
  }

  /**
   * Docker's source NAT: even a ping from docker0's own address leaves with the device's. Replies
   * belong to a connection that has its addresses already.
   */
  private static Packet translated(KernelNetwork network, Route route, Packet packet) {
    if (packet.reply() || !network.masquerades(packet.source())) {
      return packet;
    }
    return network
        .address(route.device())
        .map(address -> packet.from(address.address()))
        .orElse(packet);
  }

  /** What the sender's kernel says; a container hears it from the bridge, which is no answer. */
  private static Trip refused(String error, boolean silently) {
    return silently ? DROPPED : new Trip.Ended(new Fate.Refused(error));
  }
}

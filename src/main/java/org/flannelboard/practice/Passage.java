package org.flannelboard.practice;

import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.NetworkState.Vxlan;
import org.flannelboard.practice.PacketFilter.Hook;
import org.flannelboard.practice.PacketPath.Fate;
import org.jspecify.annotations.Nullable;

/**
 * One packet's passage through kernels and wires. What counts it on Linux is noted on the way
 * (kernel, net/ipv4/{ip_input,ip_forward,udp}.c, drivers/net/vxlan).
 */
final class Passage {

  /** Where a packet got to. */
  sealed interface Trip {

    /** At its destination, as it looks there. */
    record Arrived(Machine at, Packet packet) implements Trip {}

    /** At no destination. */
    record Ended(Fate fate) implements Trip {}
  }

  /**
   * A UDP datagram on the underlay.
   *
   * @param route the way out of the node it is from
   * @param frame what it carries; null for one of a VNI that nobody uses
   */
  private record Datagram(
      Machine from,
      Route route,
      Ipv4Address source,
      Ipv4Address target,
      int port,
      @Nullable Frame frame) {}

  /** An Ethernet frame in a tunnel (RFC 7348 section 5). */
  private record Frame(int vni, @Nullable MacAddress sender, MacAddress receiver, Packet packet) {}

  private static final String LOOPBACK = "lo";

  /** How often a packet is passed on before somebody throws it away (RFC 1122, 3.2.1.7). */
  private static final int TTL = 64;

  private static final Trip DROPPED = new Trip.Ended(new Fate.Lost());

  private final World world;
  private final Walk walk;
  private int hops;

  Passage(World world, Walk walk) {
    this.world = world;
    this.walk = walk;
  }

  /** Follows a packet from the node that makes it, or from a container of that node. */
  Trip travel(Machine from, Packet packet) {
    walk.by(from.network().epoch());
    hops = 0;
    KernelNetwork network = from.network();
    if (network.isLocal(packet.target())) {
      emitted(from, packet);
      walk.pass(from, Count.IP_RECEIVED);
      return received(from, LOOPBACK, packet.restored());
    }
    if (network.isLocal(packet.source())) {
      return sent(from, packet, "");
    }
    if (!network.isUp(Dockerd.BRIDGE)) {
      return DROPPED;
    }
    walk.pass(from, Dockerd.BRIDGE, DeviceCount.RX);
    walk.pass(from, Count.IP_RECEIVED);
    return forwarded(from, Dockerd.BRIDGE, packet);
  }

  /** A packet for somebody else, that came in by a device. */
  private Trip forwarded(Machine at, String in, Packet packet) {
    if (!at.network().settings().forwards(in)) {
      walk.pass(at, Count.IP_ADDRESS_ERRORS);
      return DROPPED;
    }
    if (++hops == TTL) {
      return DROPPED;
    }
    return sent(at, packet, in);
  }

  /**
   * A packet leaves a node, or does not.
   *
   * @param in the device it came in by; empty for the node's own
   */
  private Trip sent(Machine from, Packet packet, String in) {
    KernelNetwork network = from.network();
    boolean own = in.isEmpty();
    Route route = network.lookup(packet.target());
    Link link = route == null ? null : network.link(route.device()).orElse(null);
    if (route == null || link == null) {
      walk.pass(from, own ? Count.IP_NO_ROUTES_OUT : Count.IP_NO_ROUTES_IN);
      return refused(PacketPath.NET_UNREACHABLE, packet, own);
    }
    if (packet.probe().whole() && packet.probe().size() > link.mtu()) {
      return refused(PacketPath.TOO_LONG, packet, own);
    }
    if (own) {
      emitted(from, packet);
    }
    Hook hook = own ? Hook.OUTPUT : Hook.FORWARD;
    if (dropped(from, hook, packet, in, link.name())) {
      return DROPPED;
    }
    if (!own) {
      walk.pass(from, Count.IP_FORWARDED);
    }
    Packet seen = translated(from, link, packet, in);
    return link.vxlan() == null
        ? outside(from, route, seen)
        : tunnelled(from, link, link.vxlan(), route, seen, own);
  }

  /** What a node's own ICMP counts once it is routed. */
  private void emitted(Machine from, Packet packet) {
    if (packet.probe().isEcho() && from.network().isLocal(packet.source())) {
      walk.pass(from, packet.reply() ? Count.REPLIES_OUT : Count.ECHOS_OUT);
    }
  }

  private Trip tunnelled(
      Machine from, Link device, Vxlan vxlan, Route route, Packet packet, boolean own) {
    KernelNetwork network = from.network();
    Ipv4Address hop = route.gateway() == null ? packet.target() : route.gateway();
    Optional<MacAddress> mac = network.neighbour(device.name(), hop);
    if (mac.isEmpty()) {
      return refused(PacketPath.HOST_UNREACHABLE, packet, own);
    }
    Optional<Ipv4Address> vtep = network.forward(device.name(), mac.get());
    if (vtep.isEmpty()) {
      walk.pass(from, device.name(), DeviceCount.TX_DROPPED);
      return DROPPED;
    }
    Ipv4Address local = vxlan.local() == null ? from.spec().ip() : vxlan.local();
    Route out = network.lookup(vtep.get());
    if (!network.isLocal(local) || out == null) {
      walk.pass(from, device.name(), DeviceCount.TX_ERROR);
      walk.pass(from, device.name(), DeviceCount.TX_CARRIER);
      return DROPPED;
    }
    Frame frame = new Frame(vxlan.vni(), device.mac(), mac.get(), packet);
    Datagram outer = new Datagram(from, out, local, vtep.get(), vxlan.port(), frame);
    return wrapped(device, outer, frame.packet());
  }

  /** The outer packet goes to the underlay. */
  private Trip wrapped(Link device, Datagram outer, Packet packet) {
    Machine from = outer.from();
    KernelNetwork network = from.network();
    if (droppedOut(from, outer)) {
      walk.pass(from, device.name(), DeviceCount.TX_DROPPED);
      return DROPPED;
    }
    // A packet larger than the device is in pieces already, each as large as the device allows.
    int size = Math.min(packet.probe().size(), device.mtu()) + FlannelAgent.OVERHEAD;
    int interfaceMtu = network.link(Machine.UNDERLAY).map(Link::mtu).orElse(Machine.MTU);
    if (packet.probe().whole() && size > interfaceMtu) {
      return refused(PacketPath.TOO_LONG, packet, !packet.reply());
    }
    walk.pass(from, device.name(), DeviceCount.TX);
    return carried(outer, Math.min(size, interfaceMtu));
  }

  /** A datagram is on the wire. */
  private Trip carried(Datagram outer, int size) {
    Machine from = outer.from();
    walk.pass(from, Machine.UNDERLAY, DeviceCount.TX);
    Optional<Machine> peer = over(from, outer.route(), outer.target(), outer.port());
    boolean fits = size <= from.pathMtu() && peer.filter(it -> size <= it.pathMtu()).isPresent();
    return fits ? arrived(peer.get(), outer) : DROPPED;
  }

  /** A datagram is at a node: its filter, its socket, and of a tunnel its device. */
  private Trip arrived(Machine at, Datagram outer) {
    KernelNetwork network = at.network();
    walk.pass(at, Machine.UNDERLAY, DeviceCount.RX);
    walk.pass(at, Count.IP_RECEIVED);
    if (strayed(at, Machine.UNDERLAY, outer.source()) || refusedIn(at, outer)) {
      return DROPPED;
    }
    if (outer.from().damagesChecksums()) {
      walk.pass(at, Count.BAD_CHECKSUMS);
      walk.pass(at, Count.UDP_ERRORS);
      return DROPPED;
    }
    if (network.takenPorts().containsKey(outer.port())) {
      return DROPPED; // the process counts it once it reads it, and it never does
    }
    if (!network.listens(outer.port())) {
      walk.pass(at, Count.NO_PORTS);
      unreachable(at, outer);
      return DROPPED;
    }
    walk.pass(at, Count.DATAGRAMS_IN);
    Frame frame = outer.frame();
    return frame == null ? DROPPED : unwrapped(at, outer.port(), frame);
  }

  /** Over the underlay to the node at an address, if it gets there. */
  private Optional<Machine> over(Machine from, Route route, Ipv4Address to, int port) {
    walk.by(world.epoch());
    Optional<Machine> peer = world.at(to);
    peer.ifPresent(it -> walk.by(it.network().epoch()));
    boolean onLink = route.device().equals(Machine.UNDERLAY) && route.gateway() == null;
    return peer.filter(it -> onLink && world.carries(from, it, port));
  }

  private Trip unwrapped(Machine at, int port, Frame frame) {
    Link device = at.network().vxlan(frame.vni(), port).filter(Link::up).orElse(null);
    // The kernel drops a frame that comes from its own hardware address.
    if (device == null || device.mac() == null || device.mac().equals(frame.sender())) {
      return DROPPED;
    }
    walk.pass(at, device.name(), DeviceCount.RX);
    if (!device.mac().equals(frame.receiver())) {
      walk.pass(at, device.name(), DeviceCount.OTHER_HOST);
      return DROPPED;
    }
    walk.pass(at, Count.IP_RECEIVED);
    Packet seen = frame.packet();
    if (dropped(at, Hook.RAW_PREROUTING, seen, device.name(), "")) {
      return DROPPED;
    }
    Packet packet = at.network().isLocal(seen.target()) ? seen.restored() : seen;
    if (strayed(at, device.name(), packet.source())) {
      return DROPPED;
    }
    return at.network().isLocal(packet.target())
        ? received(at, device.name(), packet)
        : forwarded(at, device.name(), packet);
  }

  /** A packet is at the node whose address it bears. */
  private Trip received(Machine at, String in, Packet packet) {
    if (dropped(at, Hook.INPUT, packet, in, "")) {
      return DROPPED;
    }
    if (!packet.probe().isEcho()) {
      walk.pass(
          at, at.network().listens(packet.probe().port()) ? Count.DATAGRAMS_IN : Count.NO_PORTS);
      return new Trip.Arrived(at, packet);
    }
    walk.pass(at, packet.reply() ? Count.REPLIES_IN : Count.ECHOS_IN);
    boolean ignored = !packet.reply() && at.network().settings().ignoresEchoes();
    return ignored ? DROPPED : new Trip.Arrived(at, packet);
  }

  /** A packet that leaves by an ordinary interface: to a container, or on the underlay. */
  private Trip outside(Machine from, Route route, Packet packet) {
    if (route.device().equals(Dockerd.BRIDGE)) {
      if (!from.hasContainerAt(packet.target())) {
        return DROPPED;
      }
      walk.pass(from, Dockerd.BRIDGE, DeviceCount.TX);
      return new Trip.Arrived(from, packet);
    }
    if (!packet.probe().isEcho()) {
      Datagram datagram =
          new Datagram(from, route, packet.source(), packet.target(), packet.probe().port(), null);
      return carried(datagram, packet.probe().size());
    }
    walk.pass(from, route.device(), DeviceCount.TX);
    Optional<Machine> peer = over(from, route, packet.target(), 0);
    if (route.gateway() != null || peer.isEmpty()) {
      return DROPPED;
    }
    walk.pass(peer.get(), Machine.UNDERLAY, DeviceCount.RX);
    walk.pass(peer.get(), Count.IP_RECEIVED);
    return received(peer.get(), Machine.UNDERLAY, packet.restored());
  }

  /** Strict reverse-path filtering: whether the way back leaves by another device. */
  private boolean strayed(Machine at, String in, Ipv4Address source) {
    KernelNetwork network = at.network();
    if (!network.settings().filtersStrictly(in)) {
      return false;
    }
    Route back = network.lookup(source);
    boolean strayed = back == null || !back.device().equals(in);
    if (strayed) {
      walk.pass(at, Count.REVERSE_PATH);
    }
    return strayed;
  }

  /** Whether a node's filter stops a datagram from outside; a REJECT tells the sender. */
  private boolean refusedIn(Machine at, Datagram outer) {
    PacketFilter.Passing passing =
        new PacketFilter.Passing(
            "udp", outer.source(), outer.target(), outer.port(), Machine.UNDERLAY, "", false, true);
    String verdict = at.network().filter().decide(Hook.INPUT, passing, walk);
    if (verdict.equals(PacketFilter.REJECT)) {
      unreachable(at, outer);
    }
    return stops(verdict);
  }

  /** A node tells the sender of a datagram that nobody takes it (RFC 792). */
  private void unreachable(Machine at, Datagram outer) {
    Route back = at.network().lookup(outer.source());
    if (back != null
        && over(at, back, outer.source(), 0).filter(outer.from()::equals).isPresent()) {
      walk.pass(at, Count.UNREACHABLES_OUT);
      walk.pass(outer.from(), Count.UNREACHABLES_IN);
    }
  }

  private boolean droppedOut(Machine at, Datagram outer) {
    PacketFilter.Passing passing =
        new PacketFilter.Passing(
            "udp",
            outer.source(),
            outer.target(),
            outer.port(),
            "",
            Machine.UNDERLAY,
            false,
            false);
    return stops(at.network().filter().decide(Hook.OUTPUT, passing, walk));
  }

  private boolean dropped(Machine at, Hook hook, Packet packet, String in, String out) {
    return stops(at.network().filter().decide(hook, passing(at, packet, in, out), walk));
  }

  private static PacketFilter.Passing passing(Machine at, Packet packet, String in, String out) {
    return new PacketFilter.Passing(
        packet.probe().protocol(),
        packet.source(),
        packet.target(),
        packet.probe().port(),
        in,
        out,
        packet.reply(),
        at.network().isLocal(packet.target()));
  }

  private static boolean stops(String verdict) {
    return verdict.equals(PacketFilter.DROP) || verdict.equals(PacketFilter.REJECT);
  }

  /**
   * Docker's source NAT: even a ping from docker0's own address leaves with the device's. Replies
   * belong to a connection that has its addresses already.
   */
  private Packet translated(Machine from, Link link, Packet packet, String in) {
    if (packet.reply()) {
      return packet;
    }
    String verdict =
        from.network()
            .filter()
            .decide(Hook.NAT_POSTROUTING, passing(from, packet, in, link.name()), walk);
    Optional<Address> address = from.network().address(link.name());
    return verdict.equals(PacketFilter.MASQUERADE) && address.isPresent()
        ? packet.from(address.get().address())
        : packet;
  }

  /** What the sender's kernel says; who is not the node itself hears it at best as no answer. */
  private static Trip refused(String error, Packet packet, boolean own) {
    return own && !packet.reply() ? new Trip.Ended(new Fate.Refused(error)) : DROPPED;
  }
}

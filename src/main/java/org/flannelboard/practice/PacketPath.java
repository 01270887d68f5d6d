package org.flannelboard.practice;

import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.NetworkState.Vxlan;

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

  private static final Fate ANSWERED = new Fate.Answered();
  private static final Fate LOST = new Fate.Lost();
  private static final Trip DROPPED = new Trip.Ended(LOST);

  private final World world;

  PacketPath(World world) {
    this.world = world;
  }

  /** Sends an echo request from one of a node's addresses and follows it there and back. */
  Fate echo(Machine sender, Ipv4Address source, Ipv4Address target) {
    if (!sender.network().isLocal(source)) {
      return new Fate.Refused(NO_SOURCE);
    }
    return switch (travel(sender, source, target)) {
      case Trip.Ended(Fate fate) -> fate;
      case Trip.Arrived(Machine receiver, Ipv4Address seen) ->
          switch (travel(receiver, target, seen)) {
            case Trip.Ended _ -> LOST;
            case Trip.Arrived(Machine back, Ipv4Address _) -> back == sender ? ANSWERED : LOST;
          };
    };
  }

  private Trip travel(Machine from, Ipv4Address source, Ipv4Address target) {
    KernelNetwork network = from.network();
    if (network.isLocal(target)) {
      return new Trip.Arrived(from, source);
    }
    Route route = network.lookup(target);
    if (route == null) {
      return new Trip.Ended(new Fate.Refused(NET_UNREACHABLE));
    }
    Vxlan vxlan = network.link(route.device()).map(Link::vxlan).orElse(null);
    if (vxlan == null) {
      return outside(from, route, source, target);
    }
    Ipv4Address hop = route.gateway() == null ? target : route.gateway();
    Optional<MacAddress> mac = network.neighbour(route.device(), hop);
    if (mac.isEmpty()) {
      return new Trip.Ended(new Fate.Refused(HOST_UNREACHABLE));
    }
    Optional<Ipv4Address> vtep = network.forward(route.device(), mac.get());
    Ipv4Address seen = translated(network, route, source);
    return vtep.isEmpty() ? DROPPED : tunnel(from, vxlan, vtep.get(), mac.get(), seen, target);
  }

  /** The inner packet leaves through the underlay to the VTEP at that address. */
  private Trip tunnel(
      Machine from,
      Vxlan vxlan,
      Ipv4Address vtep,
      MacAddress mac,
      Ipv4Address source,
      Ipv4Address target) {
    Optional<Machine> peer = world.carried(from, vtep);
    if (peer.isEmpty()) {
      return DROPPED;
    }
    KernelNetwork network = peer.get().network();
    boolean taken =
        network
            .vxlan(vxlan.vni(), vxlan.port())
            .filter(Link::up)
            .filter(device -> mac.equals(device.mac()))
            .isPresent();
    // An address that is not the receiver's own would be routed on, by the default route: away.
    return taken && network.isLocal(target) ? new Trip.Arrived(peer.get(), source) : DROPPED;
  }

  /** A packet that leaves by an ordinary interface: only an underlay address is there to answer. */
  private Trip outside(Machine from, Route route, Ipv4Address source, Ipv4Address target) {
    if (route.gateway() != null || !route.device().equals(Machine.UNDERLAY)) {
      return DROPPED;
    }
    Ipv4Address seen = translated(from.network(), route, source);
    return world
        .carried(from, target)
        .<Trip>map(peer -> new Trip.Arrived(peer, seen))
        .orElse(DROPPED);
  }

  /** Docker's source NAT: even a ping from docker0's own address leaves with the device's. */
  private static Ipv4Address translated(KernelNetwork network, Route route, Ipv4Address source) {
    if (!network.masquerades(source)) {
      return source;
    }
    return network.address(route.device()).map(address -> address.address()).orElse(source);
  }
}

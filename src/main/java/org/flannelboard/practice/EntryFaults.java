package org.flannelboard.practice;

import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.NetworkState.Route;
import org.jspecify.annotations.Nullable;

/**
 * Faults of what a node's kernel knows of a peer. Mending gives back what was there, unless
 * flanneld has written something else meanwhile.
 */
final class EntryFaults {

  private static final MacAddress FORMER_MAC = new MacAddress("02:de:ad:be:ef:04");

  /** An address of the underlay that no node has. */
  private static final Ipv4Address NOBODY = Ipv4Address.of("172.16.17.254");

  /** Of the rule and the table that lead away from the main one. */
  private static final int PRIORITY = 100;

  private static final int TABLE = 200;

  private static final Runnable NOTHING = () -> {};

  private final World world;

  EntryFaults(World world) {
    this.world = world;
  }

  /** Breaks it, and gives what mends it. */
  Runnable apply(PracticeFault.Entry fault) {
    KernelNetwork network = world.machine(fault.node()).network();
    Optional<Vtep> found = Vtep.of(world.machine(fault.peer()));
    if (found.isEmpty()) {
      return NOTHING;
    }
    Vtep peer = found.get();
    return switch (fault) {
      case PracticeFault.RouteMissing _ -> loseRoute(network, peer);
      case PracticeFault.RouteShadowed _ -> shadow(network, peer, 25);
      case PracticeFault.RouteRule _ -> rule(network, peer);
      case PracticeFault.ReversePath _ -> filterReverse(network, peer);
      case PracticeFault.NeighbourMissing _ -> loseNeighbour(network, peer);
      case PracticeFault.NeighbourStale _ -> makeStale(network, peer);
      case PracticeFault.ForwardMissing _ -> forward(network, peer, null);
      case PracticeFault.ForwardWrong _ -> forward(network, peer, NOBODY);
    };
  }

  private static Runnable loseRoute(KernelNetwork network, Vtep peer) {
    Optional<Route> lost =
        network.state().routes().stream()
            .filter(route -> peer.address().equals(route.gateway()))
            .findFirst();
    lost.ifPresent(route -> network.deleteRoute(route.destination()));
    return () ->
        lost.filter(route -> network.route(route.destination()).isEmpty()).ifPresent(network::put);
  }

  /** Leads the first addresses of a peer's subnet to the default gateway. */
  private static Runnable shadow(KernelNetwork network, Vtep peer, int length) {
    Optional<Route> gateway = network.defaultRoute();
    if (gateway.isEmpty()) {
      return NOTHING;
    }
    Cidr part = Cidr.containing(peer.address(), length);
    network.put(new Route(part, gateway.get().device(), gateway.get().gateway()));
    return () -> network.deleteRoute(part);
  }

  /** What a VPN's client leaves behind: a rule, and a table with a default route of its own. */
  private static Runnable rule(KernelNetwork network, Vtep peer) {
    Optional<Route> gateway = network.defaultRoute();
    Optional<Cidr> subnet =
        network.state().routes().stream()
            .filter(route -> peer.address().equals(route.gateway()))
            .map(Route::destination)
            .findFirst();
    if (gateway.isEmpty() || subnet.isEmpty()) {
      return NOTHING;
    }
    KernelNetwork.Policy policy =
        new KernelNetwork.Policy(PRIORITY, subnet.get(), TABLE, gateway.get());
    network.add(policy);
    return () -> network.remove(policy);
  }

  private static Runnable filterReverse(KernelNetwork network, Vtep peer) {
    int old = network.sysctl(Sysctl.RP_FILTER);
    Runnable unshadow = shadow(network, peer, 32);
    network.setSysctl(Sysctl.RP_FILTER, 1);
    return () -> {
      unshadow.run();
      network.setSysctl(Sysctl.RP_FILTER, old);
    };
  }

  private static Runnable loseNeighbour(KernelNetwork network, Vtep peer) {
    Optional<MacAddress> lost = network.neighbour(peer.device(), peer.address());
    network.setNeighbour(peer.device(), peer.address(), null);
    return () -> {
      if (network.neighbour(peer.device(), peer.address()).isEmpty()) {
        network.setNeighbour(peer.device(), peer.address(), lost.orElse(null));
      }
    };
  }

  private static Runnable makeStale(KernelNetwork network, Vtep peer) {
    Optional<MacAddress> old = network.neighbour(peer.device(), peer.address());
    Optional<Ipv4Address> vtep = old.flatMap(mac -> network.forward(peer.device(), mac));
    network.setNeighbour(peer.device(), peer.address(), FORMER_MAC);
    network.setForward(peer.device(), FORMER_MAC, vtep.orElse(null));
    return () -> {
      network.setForward(peer.device(), FORMER_MAC, null);
      if (network.neighbour(peer.device(), peer.address()).filter(FORMER_MAC::equals).isPresent()) {
        network.setNeighbour(peer.device(), peer.address(), old.orElse(null));
      }
    };
  }

  private static Runnable forward(
      KernelNetwork network, Vtep peer, @Nullable Ipv4Address elsewhere) {
    Optional<Ipv4Address> old = network.forward(peer.device(), peer.mac());
    network.setForward(peer.device(), peer.mac(), elsewhere);
    return () -> {
      if (network.forward(peer.device(), peer.mac()).equals(Optional.ofNullable(elsewhere))) {
        network.setForward(peer.device(), peer.mac(), old.orElse(null));
      }
    };
  }
}

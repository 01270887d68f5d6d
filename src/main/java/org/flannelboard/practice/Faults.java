package org.flannelboard.practice;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Route;

/** The faults that are switched on, each with what mends it. Used under the world's lock. */
final class Faults {

  private static final Runnable NOTHING = () -> {};

  private final World world;
  private final Map<PracticeFault, Runnable> mending = new LinkedHashMap<>();

  Faults(World world) {
    this.world = world;
  }

  Set<PracticeFault> present() {
    return Set.copyOf(mending.keySet());
  }

  boolean isOn(PracticeFault fault) {
    return mending.containsKey(fault);
  }

  /** Whether a full file system holds the path. */
  boolean isFull(NodeId node, RemotePath path) {
    return mending.keySet().stream()
        .anyMatch(
            fault ->
                fault instanceof PracticeFault.NoSpace(NodeId at, RemotePath directory)
                    && at.equals(node)
                    && (path.equals(directory) || path.text().startsWith(directory.text() + "/")));
  }

  void switchOn(PracticeFault fault) {
    if (!mending.containsKey(fault)) {
      mending.put(fault, apply(fault));
    }
  }

  void switchOff(PracticeFault fault) {
    Runnable mend = mending.remove(fault);
    if (mend != null) {
      mend.run();
    }
  }

  /** Breaks it, and gives what mends it. */
  private Runnable apply(PracticeFault fault) {
    return switch (fault) {
      case PracticeFault.NodeDown(NodeId node) -> {
        cut(node, true);
        yield () -> cut(node, false);
      }
      case PracticeFault.NoSpace _,
          PracticeFault.SudoRefused _,
          PracticeFault.HostKeyUnknown _,
          PracticeFault.HostKeyChanged _ ->
          NOTHING;
      case PracticeFault.UnitStartFails(NodeId node, String unit) -> {
        Systemd systemd = world.machine(node).systemd();
        systemd.setDoomed(unit, true);
        yield () -> systemd.setDoomed(unit, false);
      }
      case PracticeFault.EtcdV2Off _ -> {
        world.etcd().setV2On(false);
        yield () -> world.etcd().setV2On(true);
      }
      case PracticeFault.EtcdUnreachable _ -> {
        cutEtcd(true);
        yield () -> cutEtcd(false);
      }
      case PracticeFault.UnderlayBlocked(NodeId from, NodeId to) -> {
        World.Direction direction = new World.Direction(from, to);
        world.block(direction);
        yield () -> world.unblock(direction);
      }
      case PracticeFault.RouteMissing(NodeId node, NodeId peer) -> loseRoute(node, peer);
      case PracticeFault.NeighbourMissing(NodeId node, NodeId peer) -> loseNeighbour(node, peer);
      case PracticeFault.ForwardMissing(NodeId node, NodeId peer) -> loseForward(node, peer);
      case PracticeFault.DeviceDown(NodeId node, String device) -> {
        KernelNetwork network = world.machine(node).network();
        network.setUp(device, false);
        yield () -> network.setUp(device, true);
      }
    };
  }

  private void cut(NodeId node, boolean cut) {
    world.machine(node).setCutOff(cut);
    world.reachabilityChanged();
  }

  private void cutEtcd(boolean cut) {
    world.etcd().setCutOff(cut);
    world.reachabilityChanged();
  }

  private Runnable loseRoute(NodeId node, NodeId peer) {
    KernelNetwork network = world.machine(node).network();
    Optional<Route> lost =
        vtep(peer)
            .flatMap(
                vtep ->
                    network.state().routes().stream()
                        .filter(route -> vtep.address().address().equals(route.gateway()))
                        .findFirst());
    lost.ifPresent(route -> network.deleteRoute(route.destination()));
    return () -> lost.ifPresent(network::put);
  }

  private Runnable loseNeighbour(NodeId node, NodeId peer) {
    KernelNetwork network = world.machine(node).network();
    Optional<Vtep> vtep = vtep(peer);
    vtep.ifPresent(lost -> network.setNeighbour(lost.device(), lost.ip(), null));
    return () -> vtep.ifPresent(lost -> network.setNeighbour(lost.device(), lost.ip(), lost.mac()));
  }

  private Runnable loseForward(NodeId node, NodeId peer) {
    KernelNetwork network = world.machine(node).network();
    Optional<Vtep> vtep = vtep(peer);
    Optional<Ipv4Address> old = vtep.flatMap(lost -> network.forward(lost.device(), lost.mac()));
    vtep.ifPresent(lost -> network.setForward(lost.device(), lost.mac(), null));
    return () ->
        vtep.ifPresent(lost -> network.setForward(lost.device(), lost.mac(), old.orElse(null)));
  }

  /** A node's end of the tunnels. */
  private record Vtep(Address address, MacAddress mac) {
    String device() {
      return address.device();
    }

    Ipv4Address ip() {
      return address.address();
    }
  }

  private Optional<Vtep> vtep(NodeId node) {
    KernelNetwork network = world.machine(node).network();
    for (Link link : network.state().links()) {
      Optional<Address> address = network.address(link.name());
      MacAddress mac = link.mac();
      if (link.vxlan() != null && mac != null && address.isPresent()) {
        return Optional.of(new Vtep(address.get(), mac));
      }
    }
    return Optional.empty();
  }
}

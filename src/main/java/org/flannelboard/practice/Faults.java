package org.flannelboard.practice;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;

/** The faults that are switched on, each with what mends it. Used under the world's lock. */
final class Faults {

  private final World world;
  private final HostFaults hosts;
  private final KernelFaults kernels;
  private final LeaseFaults leases;
  private final DockerFaults dockers;
  private final Map<PracticeFault, Runnable> mending = new LinkedHashMap<>();

  Faults(World world, Paths paths) {
    this.world = world;
    this.hosts = new HostFaults(world);
    this.kernels = new KernelFaults(world);
    this.leases = new LeaseFaults(world, paths);
    this.dockers = new DockerFaults(world, paths);
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
      case PracticeFault.Host host -> hosts.apply(host);
      case PracticeFault.Store store -> apply(store);
      case PracticeFault.Underlay underlay -> apply(underlay);
      case PracticeFault.Filter filter -> kernels.apply(filter);
      case PracticeFault.Device device -> kernels.apply(device);
      case PracticeFault.Entry entry -> new EntryFaults(world).apply(entry);
      case PracticeFault.Lease lease -> leases.apply(lease);
      case PracticeFault.Docker docker -> dockers.apply(docker);
    };
  }

  private Runnable apply(PracticeFault.Store fault) {
    return switch (fault) {
      case PracticeFault.EtcdV2Off _ -> {
        world.etcd().setV2On(false);
        yield () -> world.etcd().setV2On(true);
      }
      case PracticeFault.EtcdUnreachable _ -> {
        cutEtcd(true);
        yield () -> cutEtcd(false);
      }
    };
  }

  private Runnable apply(PracticeFault.Underlay fault) {
    return switch (fault) {
      case PracticeFault.UnderlayBlocked(NodeId from, NodeId to) -> {
        World.Direction direction = new World.Direction(from, to);
        world.setBlocked(direction, true);
        yield () -> world.setBlocked(direction, false);
      }
      case PracticeFault.VxlanBlocked(NodeId node) -> {
        world.machine(node).setVxlanBlocked(true);
        yield () -> world.machine(node).setVxlanBlocked(false);
      }
      case PracticeFault.VxlanBlockedOneWay(NodeId from, NodeId to) -> {
        World.Direction direction = new World.Direction(from, to);
        world.setVxlanBlocked(direction, true);
        yield () -> world.setVxlanBlocked(direction, false);
      }
      case PracticeFault.ChecksumBad(NodeId node) -> {
        world.machine(node).setDamagesChecksums(true);
        yield () -> world.machine(node).setDamagesChecksums(false);
      }
      case PracticeFault.MtuBlackhole(NodeId node) -> {
        world.machine(node).setPathMtu(KernelFaults.SMALL_MTU);
        yield () -> world.machine(node).setPathMtu(Machine.MTU);
      }
      case PracticeFault.MtuTooLarge(NodeId node) -> kernels.shrink(node);
    };
  }

  private void cutEtcd(boolean cut) {
    world.etcd().setCutOff(cut);
    world.reachabilityChanged();
  }
}

package org.flannelboard.practice;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.cluster.Paths;
import org.flannelboard.node.Content;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.UnitVerb;

/** Faults of docker and of its bridge. */
final class DockerFaults {

  private static final String DROP_INS = UnitDefinition.ADMIN + "/" + GuideStart.DOCKER + ".d";

  /** A docker that drops what is routed to its containers (moby, pull request 48724). */
  static final String STRICT = "28.0.4";

  private static final Runnable NOTHING = () -> {};

  private final World world;
  private final Paths paths;

  DockerFaults(World world, Paths paths) {
    this.world = world;
    this.paths = paths;
  }

  /** Breaks it, and gives what mends it. */
  Runnable apply(PracticeFault.Docker fault) {
    Machine machine = world.machine(fault.node());
    return switch (fault) {
      case PracticeFault.Docker0Missing _ -> fail(machine);
      case PracticeFault.DockerWithoutOptions _ -> loseOptions(machine);
      case PracticeFault.Docker0WrongSubnet _ -> {
        machine.network().delete(Dockerd.BRIDGE);
        yield loseOptions(machine);
      }
      case PracticeFault.Docker0StaleSubnet _ -> moveOn(machine);
      case PracticeFault.Docker0RouteHijacked _ -> hijack(machine);
      case PracticeFault.DockerDirectRouting _ -> upgrade(machine);
    };
  }

  private static Runnable fail(Machine machine) {
    Systemd systemd = machine.systemd();
    systemd.setDoomed(GuideStart.DOCKER, true);
    systemd.control(UnitVerb.RESTART, GuideStart.DOCKER);
    systemd.setDoomed(GuideStart.DOCKER, false);
    systemd.giveUp(GuideStart.DOCKER);
    machine.network().delete(Dockerd.BRIDGE);
    return () -> {
      if (machine.network().link(Dockerd.BRIDGE).isEmpty()) {
        systemd.control(UnitVerb.RESET_FAILED, GuideStart.DOCKER);
        systemd.control(UnitVerb.START, GuideStart.DOCKER);
      }
    };
  }

  private static Runnable upgrade(Machine machine) {
    String before = machine.dockerVersion();
    DockerChains chains = new DockerChains(machine.network().filter());
    machine.setDockerVersion(STRICT);
    chains.guard(machine.containerAddresses());
    return () -> {
      machine.setDockerVersion(before);
      chains.unguard();
    };
  }

  /** Takes away docker's drop-ins and restarts it. */
  private static Runnable loseOptions(Machine machine) {
    FileTree files = machine.files();
    Map<String, FileTree.File> lost = new HashMap<>();
    files
        .children(DROP_INS)
        .forEach(
            name ->
                files
                    .file(DROP_INS + "/" + name)
                    .ifPresent(file -> lost.put(DROP_INS + "/" + name, file)));
    lost.keySet().forEach(files::remove);
    restart(machine);
    return () -> {
      lost.forEach(
          (path, file) -> {
            if (files.file(path).isEmpty()) {
              files.write(path, file);
            }
          });
      restart(machine);
    };
  }

  private static void restart(Machine machine) {
    machine.systemd().reload();
    machine.systemd().control(UnitVerb.RESTART, GuideStart.DOCKER);
  }

  /**
   * Has flanneld take another subnet than it had, as it does when its lease has gone to somebody
   * else. It ends by itself and is started, which leaves docker alone.
   */
  private Runnable moveOn(Machine machine) {
    LeaseFaults leases = new LeaseFaults(world, paths);
    Optional<Cidr> other = leases.free(machine);
    if (other.isEmpty()) {
      return NOTHING;
    }
    String path = paths.subnetEnv().text();
    String subnet = other.get().firstHost() + "/" + other.get().prefixLength();
    String text = machine.files().text(path).orElse("");
    String moved = text.replaceFirst("(FLANNEL_SUBNET=).*", "$1" + subnet);
    machine.files().write(path, Content.of(moved), 0644, world.now());
    leases.drop(machine);
    if (!machine.systemd().isActive(FlannelAgent.UNIT)) {
      machine.systemd().control(UnitVerb.START, FlannelAgent.UNIT);
    }
    return () -> machine.systemd().control(UnitVerb.RESTART, GuideStart.DOCKER);
  }

  /** What flanneld does on finding an old lease of its own node: it takes it for a peer's. */
  private static Runnable hijack(Machine machine) {
    KernelNetwork network = machine.network();
    Optional<Vtep> vtep = Vtep.of(machine);
    Optional<Address> bridge = network.address(Dockerd.BRIDGE);
    if (vtep.isEmpty() || bridge.isEmpty()) {
      return NOTHING;
    }
    Cidr subnet = bridge.get().network();
    // Not by way of the device's own address: the kernel refuses that.
    Route wrong = new Route(subnet, vtep.get().device(), null);
    network.put(wrong);
    return () -> {
      if (network.route(subnet).filter(wrong::equals).isPresent()) {
        network.put(new Route(subnet, Dockerd.BRIDGE, null));
      }
    };
  }
}

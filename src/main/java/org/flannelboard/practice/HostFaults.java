package org.flannelboard.practice;

import java.time.Duration;
import java.util.List;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.UnitVerb;

/** Faults of a node as a machine. */
final class HostFaults {

  /** More than the hour before its end at which a lease is renewed. */
  private static final Duration BEHIND = Duration.ofHours(-2);

  private static final List<String> UNITS = List.of(FlannelAgent.UNIT, GuideStart.DOCKER);

  private static final Runnable NOTHING = () -> {};

  private final World world;

  HostFaults(World world) {
    this.world = world;
  }

  /** Breaks it, and gives what mends it. */
  Runnable apply(PracticeFault.Host fault) {
    return switch (fault) {
      case PracticeFault.NodeDown(NodeId node) -> {
        cut(node, true);
        yield () -> cut(node, false);
      }
      case PracticeFault.NodeRebooted(NodeId node) -> reboot(world.machine(node));
      case PracticeFault.ClockBehind(NodeId node) -> {
        world.machine(node).setSkew(BEHIND);
        yield () -> world.machine(node).setSkew(Duration.ZERO);
      }
      case PracticeFault.UnitStartFails(NodeId node, String unit) -> {
        Systemd systemd = world.machine(node).systemd();
        systemd.setDoomed(unit, true);
        yield () -> systemd.setDoomed(unit, false);
      }
      case PracticeFault.NoSpace _,
          PracticeFault.SudoRefused _,
          PracticeFault.HostKeyUnknown _,
          PracticeFault.HostKeyChanged _ ->
          NOTHING;
    };
  }

  private void cut(NodeId node, boolean cut) {
    world.machine(node).setCutOff(cut);
    world.reachabilityChanged();
  }

  private Runnable reboot(Machine machine) {
    Systemd systemd = machine.systemd();
    List<String> enabled = UNITS.stream().filter(unit -> systemd.state(unit).enabled()).toList();
    enabled.forEach(unit -> systemd.control(UnitVerb.DISABLE, unit));
    machine.reboot();
    world.reachabilityChanged();
    return () ->
        enabled.forEach(
            unit -> {
              systemd.control(UnitVerb.ENABLE, unit);
              systemd.control(UnitVerb.START, unit);
            });
  }
}

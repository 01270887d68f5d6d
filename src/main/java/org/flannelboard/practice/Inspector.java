package org.flannelboard.practice;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.TreeMap;
import org.flannelboard.base.Known;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Host;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;

/** A look at a practice node, as deep as it was asked for. Used under the world's lock. */
final class Inspector {

  private final World world;
  private final Machine machine;

  Inspector(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
  }

  NodeFacts facts(Inspection inspection) {
    Instant clock = world.now().plus(machine.skew()).truncatedTo(ChronoUnit.MILLIS);
    if (inspection.depth() == Depth.DAEMONS) {
      return NodeFacts.ofDaemons(machine.id(), clock, new DaemonLook(machine).facts(inspection));
    }
    boolean state = inspection.depth() != Depth.COUNTERS;
    return new NodeFacts(
        machine.id(),
        clock,
        state ? Known.of(host(inspection.depth())) : Known.notChecked(),
        state ? new NetworkLook(world, machine).facts(inspection) : NetworkFacts.notChecked(),
        Known.of(machine.network().filter().facts()),
        Known.of(counters()),
        state ? new DaemonLook(machine).facts(inspection) : DaemonFacts.notChecked());
  }

  /** All that is counted. */
  Counters counters() {
    KernelNetwork network = machine.network();
    TreeMap<String, Long> values = new TreeMap<>(network.filter().values());
    values.putAll(network.tally().values(network.devices()));
    if (machine.isOld()) {
      values.keySet().removeIf(point -> point.endsWith("/" + DeviceCount.OTHER_HOST.word()));
    }
    return new Counters(values);
  }

  private Host host(Depth depth) {
    return new Host(
        machine.id().name(),
        machine.host().operatingSystem(),
        machine.host().kernel(),
        Duration.between(machine.bootedAt(), world.now()),
        true,
        Known.of(machine.machineId()),
        depth == Depth.EVERYTHING ? Known.of(machine.skew().isZero()) : Known.notChecked());
  }
}

package org.flannelboard.diagnosis;

import java.util.Optional;
import org.flannelboard.node.facts.DaemonFacts;

/** A node's daemons, as systemd knows them. */
final class Units {

  private Units() {}

  /** flanneld's unit; empty where units were not asked for. */
  static Optional<DaemonFacts.Unit> flanneld(SeenNode node) {
    return node.daemons().unit(Repairs.flanneld(node));
  }

  /** docker's unit; empty where units were not asked for. */
  static Optional<DaemonFacts.Unit> docker(SeenNode node) {
    return node.daemons().unit(node.within().profile().docker().unit());
  }

  /** How a unit is, as {@code systemctl show} says it. */
  static String line(DaemonFacts.Unit unit) {
    return "%s: LoadState=%s ActiveState=%s SubState=%s Result=%s ExecMainStatus=%d Restart=%s"
        .formatted(
            unit.name(),
            unit.loadState(),
            unit.activeState(),
            unit.subState(),
            unit.result(),
            unit.exitStatus(),
            unit.restart());
  }
}

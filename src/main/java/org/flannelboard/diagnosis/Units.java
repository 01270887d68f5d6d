package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Optional;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.DaemonFacts;

/** A node's daemons, as systemd knows them, and what a restart of one takes with it. */
final class Units {

  private Units() {}

  /** flanneld's unit: the file the profile names. */
  static String flanneldName(Case it) {
    return it.profile().paths().unit().fileName();
  }

  /** flanneld's unit; empty where units were not asked for. */
  static Optional<DaemonFacts.Unit> flanneld(Case it, SeenNode node) {
    return node.daemons().unit(flanneldName(it));
  }

  /** docker's unit; empty where units were not asked for. */
  static Optional<DaemonFacts.Unit> docker(Case it, SeenNode node) {
    return node.daemons().unit(it.profile().docker().unit());
  }

  /** Whether docker stops when flanneld does, as {@code RequiredBy=docker.service} makes it. */
  static boolean dockerBound(Case it, SeenNode node) {
    return docker(it, node).map(unit -> unit.boundTo().contains(flanneldName(it))).orElse(false);
  }

  /** A restart of flanneld, with the containers that stop if docker is bound to it. */
  static Remedy.RestartUnit restartFlanneld(Case it, SeenNode node, List<KernelChange> before) {
    return new Remedy.RestartUnit(
        node.id(), flanneldName(it), before, dockerBound(it, node) ? containers(node) : List.of());
  }

  /** A restart of docker, which stops all containers. */
  static Remedy.RestartUnit restartDocker(Case it, SeenNode node) {
    return new Remedy.RestartUnit(
        node.id(), it.profile().docker().unit(), List.of(), containers(node));
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

  private static List<String> containers(SeenNode node) {
    return node.daemons()
        .docker()
        .toOptional()
        .map(DaemonFacts.Docker::containers)
        .orElse(List.of());
  }
}

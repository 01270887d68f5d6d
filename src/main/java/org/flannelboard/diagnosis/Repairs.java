package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.DaemonFacts;

/** Remedies that several rules offer. */
final class Repairs {

  private Repairs() {}

  /** flanneld's unit, as the profile names its file. */
  static String flanneld(SeenNode node) {
    return node.within().profile().paths().unit().fileName();
  }

  /**
   * A restart of flanneld: it keeps subnet, address and packets as long as subnet.env is there, and
   * puts all entries anew.
   *
   * @param before what would be reused otherwise
   */
  static Remedy restartFlanneld(SeenNode node, KernelChange... before) {
    return new Remedy.RestartUnit(
        node.id(), flanneld(node), List.of(before), containersBoundToFlanneld(node));
  }

  /**
   * flanneld brought up where it does not run. docker that waits for it, or was stopped with it, is
   * not started by that: it comes next.
   */
  static Remedy startFlanneld(SeenNode node, Remedy... first) {
    List<Remedy> turns = new ArrayList<>(List.of(first));
    turns.add(restartFlanneld(node));
    if (dockerWaits(node)) {
      turns.add(restartDocker(node));
    }
    return turns.size() == 1 ? turns.getFirst() : new Remedy.InTurn(turns);
  }

  /** Whether docker does not run because flanneld does not. */
  static boolean dockerWaits(SeenNode node) {
    return Units.docker(node)
        .filter(unit -> unit.exists() && unit.activeState().equals("inactive"))
        .map(unit -> Stream.concat(unit.after().stream(), unit.boundTo().stream()))
        .map(units -> units.anyMatch(flanneld(node)::equals))
        .orElse(false);
  }

  /** A restart of docker, and with it of its containers. */
  static Remedy restartDocker(SeenNode node) {
    return new Remedy.RestartUnit(
        node.id(), node.within().profile().docker().unit(), List.of(), containers(node));
  }

  static KernelChange putRoute(String device, Peer peer) {
    return new KernelChange.PutRoute(peer.lease().subnet(), device, peer.vtepAddress(), null, true);
  }

  static KernelChange putNeighbour(String device, Peer peer) {
    return new KernelChange.PutNeighbour(device, peer.vtepAddress(), peer.vtepMac());
  }

  static KernelChange putForward(String device, Peer peer) {
    return new KernelChange.PutForward(device, peer.vtepMac(), peer.publicIp());
  }

  /** Whether a restart takes docker down, and its containers with it. */
  static boolean stopsContainers(SeenNode node, Remedy.RestartUnit restart) {
    return restart.unit().equals(flanneld(node)) ? dockerIsBoundToFlanneld(node) : true;
  }

  /** What docker takes down with it if flanneld's restart takes docker down. */
  private static List<String> containersBoundToFlanneld(SeenNode node) {
    return dockerIsBoundToFlanneld(node) ? containers(node) : List.of();
  }

  private static boolean dockerIsBoundToFlanneld(SeenNode node) {
    return Units.docker(node).map(it -> it.boundTo().contains(flanneld(node))).orElse(false);
  }

  private static List<String> containers(SeenNode node) {
    return node.daemons()
        .docker()
        .toOptional()
        .map(DaemonFacts.Docker::containers)
        .orElse(List.of());
  }
}

package org.flannelboard.diagnosis;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Inspection;

/** What the rules want to be looked at. */
public final class Looks {

  /** Entries of flanneld's journal: enough for several starts that failed. */
  private static final int JOURNAL_LINES = 60;

  private Looks() {}

  /**
   * What is wanted of every node: quick to ask for.
   *
   * @param peers nodes whose way from here is asked of its kernel
   * @param leases as far as they are known: peers' docker0 addresses come from them
   */
  public static Inspection at(
      ClusterProfile profile, NodeId node, List<NodeSpec> peers, List<SubnetLease> leases) {
    return at(profile, node, peers, leases, Inspection.Depth.STATE, 0);
  }

  /** The same with what is slow to ask for: docker's own word, and flanneld's journal. */
  public static Inspection deep(
      ClusterProfile profile, NodeId node, List<NodeSpec> peers, List<SubnetLease> leases) {
    return at(profile, node, peers, leases, Inspection.Depth.EVERYTHING, JOURNAL_LINES);
  }

  /**
   * The nodes of which more has to be known: where flanneld does not run as it should the journal
   * tells why, docker tells the size it gives its containers unless its command line does, and
   * whoever is to restart it wants to know which containers that stops.
   *
   * @param diagnosis what a quick look came to
   */
  public static Set<NodeId> deeper(ClusterFacts facts, Diagnosis diagnosis) {
    Set<NodeId> nodes = new LinkedHashSet<>();
    for (SeenNode node : new Case(facts).seen()) {
      if (startFailed(node) || sizeUntold(node) || restartStopsContainers(node, diagnosis)) {
        nodes.add(node.id());
      }
    }
    return nodes;
  }

  private static boolean startFailed(SeenNode node) {
    return Units.flanneld(node)
        .filter(DaemonFacts.Unit::exists)
        .filter(unit -> !unit.active() || !unit.result().equals("success"))
        .isPresent();
  }

  private static boolean sizeUntold(SeenNode node) {
    return node.daemons()
        .process("dockerd")
        .filter(docker -> docker.option(KernelRules.MTU_OPTION).isEmpty())
        .isPresent();
  }

  private static boolean restartStopsContainers(SeenNode node, Diagnosis diagnosis) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .flatMap(finding -> finding.remedies().stream())
        .flatMap(Looks::restarts)
        .anyMatch(
            restart -> restart.node().equals(node.id()) && Repairs.stopsContainers(node, restart));
  }

  private static Stream<Remedy.RestartUnit> restarts(Remedy remedy) {
    return switch (remedy) {
      case Remedy.RestartUnit it -> Stream.of(it);
      case Remedy.InTurn(List<Remedy> all) -> all.stream().flatMap(Looks::restarts);
      case Remedy.RemoveLease(String _, List<Remedy> then) ->
          then.stream().flatMap(Looks::restarts);
      case Remedy.ChangeKernel _, Remedy.PushNode _, Remedy.Instruct _ -> Stream.empty();
    };
  }

  private static Inspection at(
      ClusterProfile profile,
      NodeId node,
      List<NodeSpec> peers,
      List<SubnetLease> leases,
      Inspection.Depth depth,
      int journalLines) {
    List<Ipv4Address> ways =
        peers.stream()
            .filter(peer -> !peer.id().equals(node))
            .flatMap(
                peer ->
                    Stream.of(
                            Optional.of(peer.ip()),
                            SubnetLease.inUse(leases, peer.ip()).map(SubnetLease::docker0))
                        .flatMap(Optional::stream))
            .distinct()
            .toList();
    return new Inspection(
        depth,
        ways,
        List.of(profile.paths().unit().fileName(), profile.docker().unit(), "firewalld.service"),
        List.of(profile.paths().subnetEnv(), DockerRules.DAEMON_JSON),
        journalLines);
  }
}

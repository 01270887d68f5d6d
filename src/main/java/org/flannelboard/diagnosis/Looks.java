package org.flannelboard.diagnosis;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
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

  private final ClusterProfile profile;
  private final Map<NodeId, List<Ipv4Address>> addresses = new LinkedHashMap<>();

  /**
   * Looks at nodes of a cluster.
   *
   * @param nodes whose ways to each other are asked of their kernels
   * @param leases as far as they are known: docker0 addresses come from them
   */
  public Looks(ClusterProfile profile, List<NodeSpec> nodes, List<SubnetLease> leases) {
    this.profile = profile;
    for (NodeSpec node : nodes) {
      addresses.put(
          node.id(),
          Stream.of(
                  Optional.of(node.ip()),
                  SubnetLease.inUse(leases, node.ip()).map(SubnetLease::docker0))
              .flatMap(Optional::stream)
              .toList());
    }
  }

  /** What is wanted of every node: quick to ask for. */
  public Inspection quick(NodeId node) {
    return at(node, Inspection.Depth.STATE, 0);
  }

  /** What is slow to ask for: docker's own word, and flanneld's journal. */
  public static Inspection daemons() {
    return Inspection.daemons(JOURNAL_LINES);
  }

  /** Both, and all else that can be asked. */
  public Inspection deep(NodeId node) {
    return at(node, Inspection.Depth.EVERYTHING, JOURNAL_LINES);
  }

  /**
   * The nodes of which more has to be known: where flanneld does not run as it should the journal
   * tells why, docker tells the size it gives its containers unless its command line does, and
   * whoever is to restart it wants to know which containers that stops.
   *
   * @param diagnosis what a quick look came to
   */
  public static Set<NodeId> deeper(ClusterFacts facts, Diagnosis diagnosis) {
    Case cluster = new Case(facts);
    Set<NodeId> nodes = new LinkedHashSet<>();
    for (SeenNode node : cluster.seen()) {
      if (startFailed(node) || sizeUntold(node)) {
        nodes.add(node.id());
      }
    }
    diagnosis.findings().stream()
        .filter(finding -> finding.severity() != Severity.INFO)
        .flatMap(finding -> finding.remedies().stream())
        .flatMap(Looks::restarts)
        .filter(restart -> stopsContainers(cluster, restart))
        .forEach(restart -> nodes.add(restart.node()));
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

  private static boolean stopsContainers(Case cluster, Remedy.RestartUnit restart) {
    return cluster
        .seen(restart.node())
        .filter(node -> Repairs.stopsContainers(node, restart))
        .isPresent();
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

  private Inspection at(NodeId node, Inspection.Depth depth, int journalLines) {
    List<Ipv4Address> ways =
        addresses.entrySet().stream()
            .filter(peer -> !peer.getKey().equals(node))
            .flatMap(peer -> peer.getValue().stream())
            .distinct()
            .toList();
    return new Inspection(
        depth,
        ways,
        List.of(profile.paths().unit().fileName(), profile.docker().unit(), "firewalld.service"),
        List.of(
            profile.paths().subnetEnv(), DockerRules.DAEMON_JSON, profile.paths().certificate()),
        journalLines);
  }
}

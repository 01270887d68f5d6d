package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.facts.Inspection;

/** What the rules want to be looked at. */
public final class Looks {

  /** Entries of flanneld's journal: enough for several starts that failed. */
  private static final int JOURNAL_LINES = 60;

  private Looks() {}

  /**
   * What is wanted of a node.
   *
   * @param peers nodes whose way from here is asked of its kernel
   * @param leases as far as they are known: peers' docker0 addresses come from them
   */
  public static Inspection at(
      ClusterProfile profile, NodeId node, List<NodeSpec> peers, List<SubnetLease> leases) {
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
        Inspection.Depth.EVERYTHING,
        ways,
        List.of(profile.paths().unit().fileName(), profile.docker().unit(), "firewalld.service"),
        List.of(profile.paths().subnetEnv(), DockerRules.DAEMON_JSON),
        JOURNAL_LINES);
  }
}

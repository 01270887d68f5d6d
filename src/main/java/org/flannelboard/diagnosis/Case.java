package org.flannelboard.diagnosis;

import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/**
 * A cluster's facts with what follows from them for flannel, worked out once for all rules: which
 * node has which device, lease and peers, and which cells are red.
 */
final class Case {

  private final ClusterFacts facts;
  private final Map<NodeId, SeenNode> seen = new LinkedHashMap<>();
  private final Map<Ipv4Address, NodeId> byAddress = new LinkedHashMap<>();
  private final Set<Subject.OnPair> lost;

  Case(ClusterFacts facts) {
    this.facts = facts;
    for (NodeSpec spec : facts.profile().nodes()) {
      byAddress.put(spec.ip(), spec.id());
    }
    for (NodeSpec spec : facts.profile().nodes()) {
      facts.sighting(spec.id()).ifPresent(it -> seen.put(spec.id(), new SeenNode(this, spec, it)));
    }
    this.lost = Collections.unmodifiableSet(lostIn(facts.matrix()));
  }

  ClusterFacts facts() {
    return facts;
  }

  ClusterProfile profile() {
    return facts.profile();
  }

  /** The nodes that answered, in the profile's order. */
  Collection<SeenNode> seen() {
    return seen.values();
  }

  /** A node that answered; empty if it did not. */
  Optional<SeenNode> seen(NodeId node) {
    return Optional.ofNullable(seen.get(node));
  }

  /** flannel's configuration in etcd; empty if it could not be read. */
  Optional<NetworkConfig> config() {
    return facts.config().toOptional();
  }

  /** flannel's backend; empty if it is not known or not vxlan. */
  Optional<Backend> vxlan() {
    return config().map(NetworkConfig::backend).filter(it -> it.type().equals("vxlan"));
  }

  /** All leases in etcd; empty if they could not be read. */
  Optional<List<SubnetLease>> leases() {
    return facts.leases().toOptional();
  }

  /** The node whose underlay address that is; empty if it is no node's of this cluster. */
  Optional<NodeId> nodeAt(Ipv4Address underlay) {
    return Optional.ofNullable(byAddress.get(underlay));
  }

  /** The red cells: echo requests were sent and not answered. */
  Set<Subject.OnPair> lost() {
    return lost;
  }

  /** Whether a cell is red. */
  boolean lost(NodeId from, NodeId to) {
    return lost.contains(new Subject.OnPair(from, to));
  }

  /** What stands in etcd, as evidence. */
  Evidence inEtcd(String command, String line) {
    return new Evidence(null, command, line, facts.at());
  }

  /** The red cells of a matrix. */
  static Set<Subject.OnPair> lostIn(MatrixSnapshot matrix) {
    Set<Subject.OnPair> lost = new HashSet<>();
    List<NodeId> nodes = matrix.nodes();
    for (int from = 0; from < matrix.size(); from++) {
      for (int to = 0; to < matrix.size(); to++) {
        if (from != to && matrix.cell(from, to) instanceof Cell.Lost) {
          lost.add(new Subject.OnPair(nodes.get(from), nodes.get(to)));
        }
      }
    }
    return lost;
  }
}

package org.flannelboard.diagnosis;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
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

  /** The folder of leases, below flannel's prefix. */
  static final String SUBNETS = "subnets";

  private final ClusterFacts facts;
  private final Map<NodeId, SeenNode> seen = new LinkedHashMap<>();
  private final Map<Ipv4Address, NodeId> byAddress = new LinkedHashMap<>();
  private final Set<Subject.OnPair> lost;
  private final Map<NodeId, Set<Subject.OnPair>> lostTouching = new HashMap<>();
  private final Map<NodeId, Integer> places = new HashMap<>();
  private final Map<NodeId, Peer> peers = new LinkedHashMap<>();

  Case(ClusterFacts facts) {
    this.facts = facts;
    for (NodeSpec spec : facts.profile().nodes()) {
      byAddress.put(spec.ip(), spec.id());
    }
    for (NodeSpec spec : facts.profile().nodes()) {
      facts.sighting(spec.id()).ifPresent(it -> seen.put(spec.id(), new SeenNode(this, spec, it)));
    }
    this.lost = Collections.unmodifiableSet(lostIn(facts.matrix()));
    for (Subject.OnPair pair : lost) {
      lostTouching.computeIfAbsent(pair.from(), _ -> new HashSet<>()).add(pair);
      lostTouching.computeIfAbsent(pair.to(), _ -> new HashSet<>()).add(pair);
    }
    List<NodeId> measured = facts.matrix().nodes();
    for (int i = 0; i < measured.size(); i++) {
      places.put(measured.get(i), i);
    }
    for (NodeSpec spec : facts.profile().nodes()) {
      lease(spec).flatMap(it -> peer(spec, it)).ifPresent(it -> peers.put(spec.id(), it));
    }
  }

  private static Optional<Peer> peer(NodeSpec spec, SubnetLease lease) {
    return Optional.ofNullable(lease.vtepMac())
        .filter(_ -> lease.backendType().equals("vxlan"))
        .map(mac -> new Peer(spec.id(), lease, mac));
  }

  private Optional<SubnetLease> lease(NodeSpec spec) {
    return seen(spec.id())
        .map(SeenNode::lease)
        .orElseGet(() -> leases().flatMap(all -> SubnetLease.inUse(all, spec.ip())));
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

  /** All nodes with a lease of the vxlan backend, in the profile's order. */
  Collection<Peer> peers() {
    return peers.values();
  }

  /** A node as the others know it; empty if it has no lease, or leases are not known. */
  Optional<Peer> peer(NodeId node) {
    return Optional.ofNullable(peers.get(node));
  }

  /**
   * Whether nodes on one link reach each other without a tunnel (flannel,
   * Documentation/backends.md: {@code DirectRouting}).
   */
  boolean directRouting() {
    return vxlan().map(it -> Boolean.TRUE.equals(it.options().get("DirectRouting"))).orElse(false);
  }

  /** The node whose underlay address that is; empty if it is no node's of this cluster. */
  Optional<NodeId> nodeAt(Ipv4Address underlay) {
    return Optional.ofNullable(byAddress.get(underlay));
  }

  /** The red cells: echo requests were sent and not answered. */
  Set<Subject.OnPair> lost() {
    return lost;
  }

  /** The red cells of a node's row and column. */
  Set<Subject.OnPair> lostTouching(NodeId node) {
    return lostTouching.getOrDefault(node, Set.of());
  }

  /** Whether a cell was measured and the last request answered. */
  boolean reached(NodeId from, NodeId to) {
    Integer row = places.get(from);
    Integer column = places.get(to);
    return row != null
        && column != null
        && !row.equals(column)
        && facts.matrix().cell(row, column) instanceof Cell.Reached;
  }

  /** Whether a cell is red. */
  boolean lost(NodeId from, NodeId to) {
    return lost.contains(new Subject.OnPair(from, to));
  }

  /**
   * What stands in etcd, as evidence.
   *
   * @param key below flannel's prefix, for example {@code config}
   */
  Evidence inEtcd(String key, String line) {
    String prefix = profile().etcd().prefix();
    boolean v2 = profile().api() == EtcdSpec.ApiChoice.V2;
    String get = (v2 ? "ETCDCTL_API=2" : "ETCDCTL_API=3") + " etcdctl ";
    String folder = v2 ? "ls " : "get --prefix ";
    return new Evidence(
        null, get + (key.equals(SUBNETS) ? folder : "get ") + prefix + "/" + key, line, facts.at());
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

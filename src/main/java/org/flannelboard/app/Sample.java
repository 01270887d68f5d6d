package org.flannelboard.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.diagnosis.Sighting;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.plan.MeshPlan;
import org.flannelboard.probe.run.MeshBoard;

/**
 * Every pair of some nodes, pinged once for a diagnosis. The pings need not wait for the look at
 * the nodes: docker0 is presumed to have the address that its lease gives it, and where a node
 * turns out to have another, all is measured anew.
 */
final class Sample {

  /** One echo request a pair. A cell that nothing explains is measured once more. */
  private static final Mesh.Pace ONCE =
      new Mesh.Pace(1, Duration.ofMillis(500), Duration.ofMillis(400));

  private final Mesh mesh;
  private final List<NodeSpec> cluster;
  private final Result<List<SubnetLease>, Failure> leases;
  private final Mesh.Ground ground;
  private final MeshBoard board;

  private Sample(
      Mesh mesh,
      List<NodeSpec> cluster,
      Result<List<SubnetLease>, Failure> leases,
      Mesh.Ground ground,
      MeshBoard board) {
    this.mesh = mesh;
    this.cluster = cluster;
    this.leases = leases;
    this.ground = ground;
    this.board = board;
  }

  /**
   * A sample of no nodes yet.
   *
   * @param cluster all nodes of the cluster
   * @param leases as etcd has them, or why they are not known
   */
  static Sample of(Mesh mesh, List<NodeSpec> cluster, Result<List<SubnetLease>, Failure> leases) {
    Mesh.Ground nobody = new Mesh.Ground(new MeshPlan(Map.of(), Map.of()), Map.of(), leases);
    return new Sample(mesh, cluster, leases, nobody, mesh.board());
  }

  /**
   * The sample of these nodes. What is measured stays, unless it was measured between other
   * addresses.
   *
   * @param seen what is known of them already
   * @param silent those that gave no answer
   */
  Sample among(List<NodeSpec> nodes, Map<NodeId, Sighting> seen, Map<NodeId, NodeFailure> silent) {
    Map<NodeId, MeshPlan.Locals> locals = new HashMap<>();
    for (NodeSpec node : nodes) {
      Sighting own = seen.get(node.id());
      if (own != null) {
        locals.put(node.id(), locals(own.facts().network()));
      } else if (!silent.containsKey(node.id())) {
        SubnetLease.inUse(leases.toOptional().orElse(List.of()), node.ip())
            .map(SubnetLease::docker0)
            .ifPresent(
                docker0 -> locals.put(node.id(), new MeshPlan.Locals(docker0, Set.of(docker0))));
      }
    }
    MeshPlan plan =
        MeshPlan.full(cluster, leases.toOptional().orElse(List.of()), locals)
            .among(nodes.stream().map(NodeSpec::id).toList());
    return new Sample(
        mesh,
        cluster,
        leases,
        new Mesh.Ground(plan, Map.copyOf(silent), leases),
        continues(ground.plan(), plan) ? board : mesh.board());
  }

  /** The same to be measured again. */
  Sample again() {
    return new Sample(mesh, cluster, leases, ground, mesh.board());
  }

  /** Pings what has not been measured yet and waits for the end. */
  MatrixSnapshot measure() {
    mesh.measure(ground, ONCE, board);
    return board.snapshot();
  }

  /** Whether what was measured by one plan is what another wants. */
  private static boolean continues(MeshPlan old, MeshPlan plan) {
    return old.sources().entrySet().stream()
        .filter(entry -> plan.sources().containsKey(entry.getKey()))
        .allMatch(
            entry -> {
              MeshPlan.Source later = Objects.requireNonNull(plan.sources().get(entry.getKey()));
              SortedMap<Ipv4Address, NodeId> targets = entry.getValue().targets();
              return later.address().equals(entry.getValue().address())
                  && later.targets().entrySet().containsAll(targets.entrySet());
            });
  }

  private static MeshPlan.Locals locals(NetworkFacts network) {
    Set<Ipv4Address> local =
        network.addresses().toOptional().orElse(List.of()).stream()
            .map(InterfaceAddress::address)
            .collect(Collectors.toSet());
    return new MeshPlan.Locals(
        network.addressesOf("docker0").stream()
            .findFirst()
            .map(InterfaceAddress::address)
            .orElse(null),
        local);
  }
}

package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.diagnosis.ClusterFacts;
import org.flannelboard.diagnosis.ClusterFacts.CertificateTerm;
import org.flannelboard.diagnosis.Looks;
import org.flannelboard.diagnosis.Sighting;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.Observation;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.plan.MeshPlan;
import org.jspecify.annotations.Nullable;

/** Collects what a diagnosis stands on: etcd, then the nodes side by side, then the mesh. */
final class FactsReader {

  /** One echo request a pair; a lost one is sent once more before it counts as lost. */
  private static final Mesh.Pace ONCE =
      new Mesh.Pace(1, Duration.ofMillis(500), Duration.ofMillis(400));

  private final Cluster cluster;
  private final StatusReader status;
  private final Mesh mesh;

  FactsReader(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.status = new StatusReader(cluster, door);
    this.mesh = new Mesh(cluster, door);
  }

  /** What etcd said. */
  private record Etcd(
      Known<NetworkConfig> config,
      @Nullable Failure configFailure,
      Known<List<SubnetLease>> leases,
      Result<List<SubnetLease>, Failure> held,
      Map<NodeId, CertificateTerm> terms) {}

  /** What the nodes said. */
  private record Nodes(Map<NodeId, Sighting> sightings, Map<NodeId, NodeFailure> silent) {}

  /**
   * Collects.
   *
   * @param nodes the nodes to look at
   * @param measured what was measured already; null to measure between these nodes now
   */
  ClusterFacts read(List<NodeSpec> nodes, @Nullable MatrixSnapshot measured) {
    Etcd keys = etcd(nodes);
    List<SubnetLease> leases = keys.held().toOptional().orElse(List.of());
    Nodes seen = nodes(nodes, leases);
    MatrixSnapshot matrix = measured == null ? measure(nodes, seen, keys) : measured;
    return new ClusterFacts(
        cluster.profile(),
        seen.sightings(),
        seen.silent(),
        keys.config(),
        keys.configFailure(),
        keys.leases(),
        keys.terms(),
        matrix,
        cluster.surroundings().clock().instant());
  }

  private Etcd etcd(List<NodeSpec> nodes) {
    Sightings sightings = Sightings.of(cluster, nodes, Sightings.certificates(cluster.profile()));
    Map<NodeId, CertificateTerm> terms = new HashMap<>();
    sightings.seen().forEach((id, seen) -> term(seen).ifPresent(term -> terms.put(id, term)));
    Result<FlannelStore, Failure> store = status.store(sightings.inOrder(nodes));
    Deadline deadline = Deadline.after(Deployment.ASK);
    Result<Optional<FlannelStore.StoredConfig>, Failure> config =
        store.flatMap(it -> it.config(deadline).<Failure>mapFailure(failure -> failure));
    Result<List<SubnetLease>, Failure> leases =
        store
            .flatMap(it -> it.leases(deadline).<Failure>mapFailure(failure -> failure))
            .map(all -> all.leases().stream().map(FlannelStore.StoredLease::lease).toList());
    Known<NetworkConfig> known =
        config
            .toOptional()
            .flatMap(it -> it)
            .map(it -> Known.of(it.config()))
            .orElseGet(
                () ->
                    Known.unknown(
                        config.toFailure().map(Failure::code).orElse("nobody has written one")));
    return new Etcd(known, config.toFailure().orElse(null), known(leases), leases, terms);
  }

  private Optional<CertificateTerm> term(Observation seen) {
    return status
        .certificate(seen)
        .toOptional()
        .map(
            report ->
                new CertificateTerm(
                    cluster.profile().paths().certificate(),
                    report.notBefore(),
                    report.notAfter()));
  }

  private static Known<List<SubnetLease>> known(Result<List<SubnetLease>, Failure> leases) {
    return switch (leases) {
      case Result.Ok<List<SubnetLease>, Failure>(List<SubnetLease> value) -> Known.of(value);
      case Result.Err<List<SubnetLease>, Failure>(Failure failure) -> Known.unknown(failure.code());
    };
  }

  private Nodes nodes(List<NodeSpec> nodes, List<SubnetLease> leases) {
    InstantSource clock = cluster.surroundings().clock();
    Map<NodeId, Sighting> sightings = new HashMap<>();
    Map<NodeId, NodeFailure> silent = new HashMap<>();
    List<Result<Sighting, Failure>> answers =
        cluster
            .tasks()
            .forEach(
                "inspect",
                nodes,
                node -> {
                  // A connection is made before the clock is looked at: it may take seconds.
                  return cluster
                      .node(node)
                      .<Failure>mapFailure(failure -> failure)
                      .flatMap(
                          _ -> {
                            Instant asked = clock.instant();
                            return inspect(
                                    node, Looks.at(cluster.profile(), node.id(), nodes, leases))
                                .map(it -> new Sighting(it, asked, clock.instant()));
                          });
                });
    for (int i = 0; i < nodes.size(); i++) {
      NodeId id = nodes.get(i).id();
      switch (answers.get(i)) {
        case Result.Ok<Sighting, Failure>(Sighting seen) -> sightings.put(id, seen);
        case Result.Err<Sighting, Failure>(NodeFailure failure) -> silent.put(id, failure);
        case Result.Err<Sighting, Failure>(Failure other) ->
            throw new IllegalStateException("no failure of a node: " + other);
      }
    }
    return new Nodes(sightings, silent);
  }

  Result<NodeFacts, Failure> inspect(NodeSpec node, Inspection inspection) {
    return cluster.on(node, ops -> ops.inspect(inspection, Deadline.after(Deployment.LOOK)));
  }

  /** Pings between the nodes that were looked at; what is lost is asked once more. */
  private MatrixSnapshot measure(List<NodeSpec> nodes, Nodes seen, Etcd etcd) {
    Map<NodeId, MeshPlan.Locals> locals = new HashMap<>();
    seen.sightings().forEach((id, sighting) -> locals.put(id, locals(sighting.facts())));
    MeshPlan plan =
        MeshPlan.full(cluster.profile().nodes(), etcd.held().toOptional().orElse(List.of()), locals)
            .among(nodes.stream().map(NodeSpec::id).toList());
    Mesh.Ground ground = new Mesh.Ground(plan, Map.copyOf(seen.silent()), etcd.held());
    return mesh.measure(ground, ONCE);
  }

  private static MeshPlan.Locals locals(NodeFacts facts) {
    return new MeshPlan.Locals(
        facts.network().addressesOf("docker0").stream()
            .map(InterfaceAddress::address)
            .findFirst()
            .orElse(null),
        facts.network().addresses().toOptional().orElse(List.of()).stream()
            .map(InterfaceAddress::address)
            .collect(Collectors.toSet()));
  }
}

package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.flannelboard.app.task.Task;
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
import org.flannelboard.node.FileState;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.plan.MeshPlan;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a diagnosis stands on. What does not wait for something else is asked at the same
 * time: etcd beside the nodes' files, the kernels' state beside the mesh.
 */
final class FactsReader {

  /** One echo request a pair. A cell that nothing explains is measured once more before a climb. */
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

  /**
   * What was collected, and what more can be collected from.
   *
   * @param nodes the nodes that were looked at
   * @param looks what a look at a node asks for
   * @param ground what the mesh was measured on; null if it was not measured for this
   */
  record Read(ClusterFacts facts, List<NodeSpec> nodes, Looks looks, Mesh.@Nullable Ground ground) {

    Read with(ClusterFacts more) {
      return new Read(more, nodes, looks, ground);
    }
  }

  /** What etcd said. */
  private record Etcd(
      Known<NetworkConfig> config,
      @Nullable Failure configFailure,
      Known<List<SubnetLease>> leases,
      Result<List<SubnetLease>, Failure> held) {}

  /** What the nodes said. */
  private record Nodes(Map<NodeId, Sighting> sightings, Map<NodeId, NodeFailure> silent) {}

  /**
   * Collects.
   *
   * @param nodes the nodes to look at
   * @param measured what was measured already; null to measure between these nodes now
   */
  Read read(List<NodeSpec> nodes, @Nullable MatrixSnapshot measured) {
    Optional<Task<Etcd>> early =
        status
            .openStore()
            .map(store -> cluster.tasks().start("keys", () -> etcd(Result.ok(store))));
    ObservationQuery query =
        new ObservationQuery(
            Sightings.certificates(cluster.profile()).files(), List.of(), true, false);
    Sightings sightings = Sightings.of(cluster, nodes, query);
    Etcd keys = early.map(Task::join).orElseGet(() -> etcd(status.store(sightings.inOrder(nodes))));
    Looks looks = new Looks(cluster.profile(), nodes, keys.held().toOptional().orElse(List.of()));
    Mesh.Ground ground = measured == null ? ground(nodes, sightings, keys.held()) : null;
    Optional<Task<MatrixSnapshot>> pings =
        Optional.ofNullable(ground)
            .map(it -> cluster.tasks().start("mesh", () -> mesh.measure(it, ONCE)));
    Nodes seen = inspect(nodes, node -> looks.quick(node.id()));
    MatrixSnapshot matrix = pings.map(Task::join).orElseGet(() -> Objects.requireNonNull(measured));
    ClusterFacts facts =
        new ClusterFacts(
            cluster.profile(),
            seen.sightings(),
            seen.silent(),
            keys.config(),
            keys.configFailure(),
            keys.leases(),
            terms(sightings),
            matrix,
            now());
    return new Read(facts, nodes, looks, ground);
  }

  /** Looks at some nodes again, for what is slow to ask for. One that is silent now stays seen. */
  Read deepen(Read read, Set<NodeId> ids) {
    List<NodeSpec> some = read.nodes().stream().filter(node -> ids.contains(node.id())).toList();
    Nodes seen = inspect(some, node -> read.looks().deep(node.id()));
    return read.with(read.facts().withSightings(seen.sightings()));
  }

  /** Measures once more, if it was measured for this at all. */
  Optional<Read> again(Read read) {
    return Optional.ofNullable(read.ground())
        .map(ground -> read.with(read.facts().withMatrix(mesh.measure(ground, ONCE))));
  }

  /** What was known, with etcd and some of the nodes looked at afresh, and thoroughly. */
  ClusterFacts afresh(ClusterFacts known, List<NodeSpec> some) {
    List<NodeSpec> nodes =
        cluster.profile().nodes().stream()
            .filter(node -> known.sighting(node.id()).isPresent() || some.contains(node))
            .toList();
    Etcd keys = etcd(status.store());
    Looks looks = new Looks(cluster.profile(), nodes, keys.held().toOptional().orElse(List.of()));
    Nodes seen = inspect(some, node -> looks.deep(node.id()));
    Map<NodeId, Sighting> sightings = new HashMap<>(known.sightings());
    Map<NodeId, NodeFailure> silent = new HashMap<>(known.silent());
    for (NodeSpec node : some) {
      sightings.remove(node.id());
      silent.remove(node.id());
    }
    sightings.putAll(seen.sightings());
    silent.putAll(seen.silent());
    return new ClusterFacts(
        cluster.profile(),
        sightings,
        silent,
        keys.config(),
        keys.configFailure(),
        keys.leases(),
        known.certificates(),
        known.matrix(),
        now());
  }

  private Etcd etcd(Result<FlannelStore, Failure> store) {
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
    return new Etcd(known, config.toFailure().orElse(null), known(leases), leases);
  }

  /** Nodes may well have the same one: it is read once. */
  private Map<NodeId, CertificateTerm> terms(Sightings sightings) {
    Map<FileState, Optional<CertificateTerm>> read = new HashMap<>();
    Map<NodeId, CertificateTerm> terms = new HashMap<>();
    sightings
        .seen()
        .forEach(
            (id, seen) ->
                read.computeIfAbsent(
                        seen.file(cluster.profile().paths().certificate()),
                        _ -> status.certificateAlone(seen).map(this::term))
                    .ifPresent(term -> terms.put(id, term)));
    return terms;
  }

  private CertificateTerm term(CertificateReport report) {
    return new CertificateTerm(
        cluster.profile().paths().certificate(), report.notBefore(), report.notAfter());
  }

  private static Known<List<SubnetLease>> known(Result<List<SubnetLease>, Failure> leases) {
    return switch (leases) {
      case Result.Ok<List<SubnetLease>, Failure>(List<SubnetLease> value) -> Known.of(value);
      case Result.Err<List<SubnetLease>, Failure>(Failure failure) -> Known.unknown(failure.code());
    };
  }

  private Nodes inspect(List<NodeSpec> nodes, Function<NodeSpec, Inspection> wanted) {
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
                            Instant asked = now();
                            return inspect(node, wanted.apply(node))
                                .map(it -> new Sighting(it, asked, now()));
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

  private Result<NodeFacts, Failure> inspect(NodeSpec node, Inspection inspection) {
    return cluster.on(node, ops -> ops.inspect(inspection, Deadline.after(Deployment.LOOK)));
  }

  /** Who pings whom of the nodes that are looked at. */
  private Mesh.Ground ground(
      List<NodeSpec> nodes, Sightings sightings, Result<List<SubnetLease>, Failure> held) {
    Map<NodeId, MeshPlan.Locals> locals = new HashMap<>();
    sightings.seen().forEach((id, seen) -> locals.put(id, Mesh.locals(seen)));
    MeshPlan plan =
        MeshPlan.full(cluster.profile().nodes(), held.toOptional().orElse(List.of()), locals)
            .among(nodes.stream().map(NodeSpec::id).toList());
    return new Mesh.Ground(plan, sightings.failures(), held);
  }

  private Instant now() {
    return cluster.surroundings().clock().instant();
  }
}

package org.flannelboard.app;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.flannelboard.app.task.Task;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.diagnosis.ClusterFacts;
import org.flannelboard.diagnosis.ClusterFacts.CertificateTerm;
import org.flannelboard.diagnosis.Looks;
import org.flannelboard.diagnosis.Sighting;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.pki.CertificateReport;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Collects what a diagnosis stands on. What does not wait for something else is asked at the same
 * time: the kernels' state beside the mesh, and both once etcd has said who has which subnet.
 */
final class FactsReader {

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
   * @param heard those of them whose daemons were heard
   * @param looks what a look at a node asks for
   * @param sample how the mesh was measured; null if it was not measured for this
   */
  record Read(
      ClusterFacts facts,
      List<NodeSpec> nodes,
      Set<NodeId> heard,
      Looks looks,
      @Nullable Sample sample) {}

  /** What the nodes said. */
  private record Nodes(Map<NodeId, Sighting> sightings, Map<NodeId, NodeFailure> silent) {}

  /**
   * Collects.
   *
   * @param nodes the nodes to look at
   * @param within the nodes of which {@link #widen} may want to know; each kernel is asked for its
   *     way to all of them
   * @param measured what was measured already; null to measure between these nodes now
   */
  Read read(List<NodeSpec> nodes, List<NodeSpec> within, @Nullable MatrixSnapshot measured) {
    FlannelKeys keys =
        FlannelKeys.read(
            status.openStore().map(Result::<FlannelStore, Failure>ok).orElseGet(status::store));
    Sample sample =
        measured == null ? Sample.of(mesh, cluster.profile().nodes(), keys.held()) : null;
    ClusterFacts nothing =
        new ClusterFacts(
            cluster.profile(),
            Map.of(),
            Map.of(),
            keys.config(),
            keys.configFailure(),
            keys.leases(),
            measured != null ? measured : mesh.board().snapshot(),
            now());
    Looks looks = keys.looks(cluster.profile(), within);
    return widen(new Read(nothing, List.of(), Set.of(), looks, sample), nodes, Set.of());
  }

  /**
   * Looks at more nodes, measures between them and those that were looked at already, and hears the
   * daemons of some of these.
   */
  Read widen(Read read, List<NodeSpec> more, Set<NodeId> wanted) {
    List<NodeSpec> nodes =
        cluster.profile().nodes().stream()
            .filter(node -> more.contains(node) || read.nodes().contains(node))
            .toList();
    List<NodeSpec> unseen = more.stream().filter(node -> !read.nodes().contains(node)).toList();
    Sample begun = sample(read.sample(), nodes, read.facts());
    Optional<Task<MatrixSnapshot>> pings =
        Optional.ofNullable(begun).map(it -> cluster.tasks().start("mesh", it::measure));
    Task<Map<NodeId, Sighting>> words = cluster.tasks().start("daemons", () -> hear(read, wanted));
    Nodes seen = inspect(unseen, node -> read.looks().quick(node.id()));
    ClusterFacts facts =
        read.facts()
            .withSightings(words.join())
            .withNodes(seen.sightings(), seen.silent(), terms(seen.sightings()), now());
    pings.ifPresent(Task::join);
    Sample sample = sample(begun, nodes, facts);
    return new Read(
        sample == null ? facts : facts.withMatrix(sample.measure()),
        nodes,
        union(read.heard(), wanted),
        read.looks(),
        sample);
  }

  private static @Nullable Sample sample(
      @Nullable Sample before, List<NodeSpec> nodes, ClusterFacts facts) {
    return before == null ? null : before.among(nodes, facts.sightings(), facts.silent());
  }

  /** Hears the daemons of some nodes, which is slow to ask for. Who is silent now stays seen. */
  Read deepen(Read read, Set<NodeId> wanted) {
    ClusterFacts facts = read.facts().withSightings(hear(read, wanted));
    return new Read(facts, read.nodes(), union(read.heard(), wanted), read.looks(), read.sample());
  }

  private Map<NodeId, Sighting> hear(Read read, Set<NodeId> wanted) {
    List<NodeSpec> some =
        read.nodes().stream()
            .filter(node -> wanted.contains(node.id()) && !read.heard().contains(node.id()))
            .toList();
    Map<NodeId, Sighting> heard = new HashMap<>();
    inspect(some, _ -> Looks.daemons())
        .sightings()
        .forEach(
            (id, later) ->
                read.facts().sighting(id).ifPresent(it -> heard.put(id, it.hearing(later))));
    return heard;
  }

  private static Set<NodeId> union(Set<NodeId> some, Set<NodeId> others) {
    Set<NodeId> all = new HashSet<>(some);
    all.addAll(others);
    return all;
  }

  /** Measures once more, if it was measured for this at all. */
  Optional<Read> again(Read read) {
    return Optional.ofNullable(read.sample())
        .map(Sample::again)
        .map(
            sample ->
                new Read(
                    read.facts().withMatrix(sample.measure()),
                    read.nodes(),
                    read.heard(),
                    read.looks(),
                    sample));
  }

  /** What was known, with etcd and some of the nodes looked at afresh, and thoroughly. */
  ClusterFacts afresh(ClusterFacts known, List<NodeSpec> some) {
    List<NodeSpec> nodes =
        cluster.profile().nodes().stream()
            .filter(node -> known.sighting(node.id()).isPresent() || some.contains(node))
            .toList();
    FlannelKeys keys = FlannelKeys.read(status.store());
    Looks looks = keys.looks(cluster.profile(), nodes);
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

  /** Nodes may well have the same one: it is read once. */
  private Map<NodeId, CertificateTerm> terms(Map<NodeId, Sighting> seen) {
    RemotePath path = cluster.profile().paths().certificate();
    Map<String, Optional<CertificateTerm>> read = new HashMap<>();
    Map<NodeId, CertificateTerm> terms = new HashMap<>();
    seen.forEach(
        (id, sighting) ->
            Optional.ofNullable(sighting.facts().daemons().files().get(path))
                .flatMap(Known::toOptional)
                .flatMap(it -> it)
                .map(DaemonFacts.FileText::text)
                .flatMap(
                    pem ->
                        read.computeIfAbsent(
                            pem, _ -> status.certificateAlone(id, pem).map(this::term)))
                .ifPresent(term -> terms.put(id, term)));
    return terms;
  }

  private CertificateTerm term(CertificateReport report) {
    return new CertificateTerm(
        cluster.profile().paths().certificate(), report.notBefore(), report.notAfter());
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

  private Instant now() {
    return cluster.surroundings().clock().instant();
  }
}

package org.flannelboard.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.FlannelStore;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.plan.MeshPlan;
import org.flannelboard.probe.run.MeshBoard;
import org.jspecify.annotations.Nullable;

/** Measures the mesh: every ordered pair of docker0 addresses, with targets from the leases. */
public final class Mesh {

  /** How long starting a prober may take. */
  private static final Duration START = Duration.ofSeconds(15);

  private final Cluster cluster;
  private final StatusReader status;
  private final ClusterProfile profile;

  public Mesh(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.status = new StatusReader(cluster, door);
    this.profile = cluster.profile();
  }

  /**
   * How to measure.
   *
   * @param rounds how many; 0 for no end
   * @param interval from round to round; at least 100 ms
   * @param timeout how long an answer may take; at most the interval
   */
  public record Pace(int rounds, Duration interval, Duration timeout) {

    /** Once a second, as ping(8) does. */
    public static Pace everySecond(int rounds) {
      return new Pace(rounds, Duration.ofSeconds(1), Duration.ofSeconds(1));
    }
  }

  /**
   * What is known before the first packet is sent.
   *
   * @param plan who pings whom
   * @param unreachable the sources that cannot be asked, and why
   * @param leases whether the leases are known, and if not, why
   */
  record Ground(
      MeshPlan plan, Map<NodeId, Failure> unreachable, Result<List<SubnetLease>, Failure> leases) {

    /** A node's row and column alone. */
    Ground around(NodeId node) {
      return new Ground(plan.around(node), unreachable, leases);
    }
  }

  /**
   * A measurement that came to its end.
   *
   * @param matrix the mesh
   * @param leases why the leases could not be read; null if they were
   */
  public record Measured(MatrixSnapshot matrix, @Nullable Failure leases) {}

  /** Measures a number of rounds and waits for their end. */
  public Measured once(Pace pace) {
    return once(pace, board());
  }

  /** Measures a number of rounds onto a board that has others already, and waits for their end. */
  public Measured once(Pace pace, MeshBoard board) {
    Ground ground = ground();
    lay(ground, board);
    run(ground.plan().sources(), pace, board);
    return new Measured(board.snapshot(), ground.leases().toFailure().orElse(null));
  }

  /** Measures what a ground has in it and waits for the end. */
  MatrixSnapshot measure(Ground ground, Pace pace) {
    MeshBoard board = board();
    measure(ground, pace, board);
    return board.snapshot();
  }

  /** Measures what a ground has in it and a board does not show yet, and waits for the end. */
  void measure(Ground ground, Pace pace, MeshBoard board) {
    lay(ground, board);
    MatrixSnapshot shown = board.snapshot();
    Map<NodeId, MeshPlan.Source> missing = new HashMap<>();
    ground
        .plan()
        .sources()
        .forEach(
            (from, whole) -> {
              MeshPlan.Source part = whole.only(to -> !measured(shown, from, to));
              if (!part.targets().isEmpty()) {
                missing.put(from, part);
              }
            });
    run(missing, pace, board);
  }

  private static boolean measured(MatrixSnapshot shown, NodeId from, NodeId to) {
    List<NodeId> nodes = shown.nodes();
    return !(shown.cell(nodes.indexOf(from), nodes.indexOf(to)) instanceof Cell.NotMeasured);
  }

  /** Measures a number of rounds between one node and all others, both ways. */
  public List<Pair> around(NodeId node, Pace pace) {
    MeshBoard board = board();
    Ground ground = ground();
    lay(ground, board);
    Map<NodeId, MeshPlan.Source> parts = new HashMap<>();
    ground
        .plan()
        .sources()
        .forEach((id, part) -> part(id, part, node).ifPresent(own -> parts.put(id, own)));
    run(parts, pace, board);
    return pairsOf(node, board.snapshot());
  }

  /** The cell of an ordered pair of nodes. */
  public record Pair(NodeId from, NodeId to, Cell cell) {}

  private static List<Pair> pairsOf(NodeId node, MatrixSnapshot matrix) {
    int place = matrix.nodes().indexOf(node);
    List<Pair> pairs = new ArrayList<>();
    for (int other = 0; other < matrix.size(); other++) {
      if (other != place) {
        NodeId peer = matrix.nodes().get(other);
        pairs.add(new Pair(node, peer, matrix.cell(place, other)));
        pairs.add(new Pair(peer, node, matrix.cell(other, place)));
      }
    }
    return pairs;
  }

  /** What is left of a source's part if it is about one node. */
  private static Optional<MeshPlan.Source> part(NodeId id, MeshPlan.Source whole, NodeId node) {
    if (id.equals(node)) {
      return Optional.of(whole);
    }
    MeshPlan.Source part = whole.only(node::equals);
    return part.targets().isEmpty() ? Optional.empty() : Optional.of(part);
  }

  private void run(Map<NodeId, MeshPlan.Source> parts, Pace pace, MeshBoard board) {
    List<NodeSpec> sources =
        profile.nodes().stream().filter(n -> parts.containsKey(n.id())).toList();
    cluster
        .tasks()
        .forEach(
            "ping",
            sources,
            source -> {
              MeshPlan.Source part = Objects.requireNonNull(parts.get(source.id()));
              Result<PingStream, Failure> stream =
                  start(source, part, pace, round -> board.record(source.id(), round));
              stream.toFailure().ifPresent(failure -> board.sourceFailed(source.id(), failure));
              stream.ifOk(running -> awaitEnd(source, running, board));
              return source;
            });
  }

  /** A board for this mesh on which nothing is written yet. */
  public MeshBoard board() {
    List<NodeId> ids = profile.nodes().stream().map(NodeSpec::id).toList();
    return new MeshBoard(ids, cluster.surroundings().clock());
  }

  /** Asks the nodes for their addresses and etcd for the leases. */
  Ground ground() {
    ObservationQuery certificates = Sightings.certificates(profile);
    ObservationQuery query = new ObservationQuery(certificates.files(), List.of(), true, false);
    Sightings sightings = Sightings.of(cluster, profile.nodes(), query);
    Result<List<SubnetLease>, Failure> leases =
        status
            .store(sightings.inOrder(profile.nodes()))
            .flatMap(
                store ->
                    store
                        .leases(Deadline.after(Deployment.ASK))
                        .<Failure>mapFailure(failure -> failure))
            .map(all -> all.leases().stream().map(FlannelStore.StoredLease::lease).toList());
    Map<NodeId, MeshPlan.Locals> locals = new HashMap<>();
    sightings.seen().forEach((id, seen) -> locals.put(id, locals(seen)));
    MeshPlan plan = MeshPlan.full(profile.nodes(), leases.toOptional().orElse(List.of()), locals);
    return new Ground(plan, sightings.failures(), leases);
  }

  /** Puts on the board what is known before the first packet. */
  static void lay(Ground ground, MeshBoard board) {
    if (ground.leases().toFailure().isPresent()) {
      board.leasesUnknown();
    } else {
      board.adopt(ground.plan());
    }
    ground.unreachable().forEach(board::sourceFailed);
  }

  /** Starts a source's stream, which hands on each finished round. */
  Result<PingStream, Failure> start(
      NodeSpec source, MeshPlan.Source part, Pace pace, Consumer<PingRound> rounds) {
    PingRequest request =
        new PingRequest(
            part.address(),
            new ArrayList<>(part.targets().keySet()),
            pace.interval(),
            pace.timeout(),
            pace.rounds());
    return cluster.on(source, node -> node.ping(request, rounds, Deadline.after(START)));
  }

  /** Waits for a stream's end and puts on the board what broke it. */
  static void awaitEnd(NodeSpec source, PingStream stream, MeshBoard board) {
    try (stream) {
      Optional<NodeFailure> broken = stream.awaitEnd();
      broken.ifPresent(failure -> board.sourceFailed(source.id(), failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The addresses a node has. */
  static MeshPlan.Locals locals(Observation seen) {
    NetworkState network =
        seen.network().toOptional().orElse(new NetworkState(List.of(), List.of(), List.of()));
    Set<Ipv4Address> local = new HashSet<>();
    network.addresses().forEach(address -> local.add(address.address()));
    return new MeshPlan.Locals(
        network.address("docker0").map(NetworkState.Address::address).orElse(null), local);
  }
}

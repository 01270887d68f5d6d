package org.flannelboard.app;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.flannelboard.probe.plan.MeshPlan;
import org.flannelboard.probe.run.MeshBoard;

/** A few quick pings between pairs that lost one, and between no others. */
final class SecondLook {

  /** Pairs in one look; of more it would be no small one. */
  static final int MOST = 32;

  /** Three echo requests within a second. A way that takes longer than a third of it is broken. */
  private static final Mesh.Pace QUICK =
      new Mesh.Pace(3, Duration.ofMillis(333), Duration.ofMillis(333));

  private final Cluster cluster;
  private final Mesh mesh;
  private final MeshBoard board;

  SecondLook(Cluster cluster, Mesh mesh, MeshBoard board) {
    this.cluster = cluster;
    this.mesh = mesh;
    this.board = board;
  }

  /** Those of the pairs that answer. */
  Set<Subject.OnPair> at(List<Subject.OnPair> pairs) {
    Map<NodeId, List<Subject.OnPair>> bySource =
        pairs.stream().collect(Collectors.groupingBy(Subject.OnPair::from));
    List<NodeSpec> sources =
        cluster.profile().nodes().stream().filter(node -> bySource.containsKey(node.id())).toList();
    Set<Subject.OnPair> answered = new HashSet<>();
    cluster
        .tasks()
        .forEach(
            "second look",
            sources,
            source -> at(source, bySource.getOrDefault(source.id(), List.of())))
        .forEach(answered::addAll);
    return answered;
  }

  private Set<Subject.OnPair> at(NodeSpec source, List<Subject.OnPair> pairs) {
    MeshPlan.Source whole = board.plan().sources().get(source.id());
    Set<Subject.OnPair> answered = ConcurrentHashMap.newKeySet();
    if (whole == null) {
      return answered;
    }
    Set<NodeId> wanted = pairs.stream().map(Subject.OnPair::to).collect(Collectors.toSet());
    TreeMap<Ipv4Address, NodeId> targets = new TreeMap<>(whole.targets());
    targets.values().retainAll(wanted);
    if (targets.isEmpty()) {
      return answered;
    }
    Consumer<PingRound> note =
        round ->
            round.echoes().stream()
                .filter(echo -> echo.rtt() != null)
                .flatMap(echo -> Optional.ofNullable(targets.get(echo.target())).stream())
                .map(target -> new Subject.OnPair(source.id(), target))
                .forEach(answered::add);
    Result<PingStream, Failure> stream =
        mesh.start(source, new MeshPlan.Source(whole.address(), targets), QUICK, note);
    stream.ifOk(SecondLook::awaitEnd);
    return answered;
  }

  private static void awaitEnd(PingStream stream) {
    try (stream) {
      stream.awaitEnd();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

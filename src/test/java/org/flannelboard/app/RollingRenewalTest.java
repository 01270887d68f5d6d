package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.flannelboard.app.RollingRenewal.Outcome;
import org.flannelboard.app.RollingRenewal.Report;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Pause;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.ApplyFailure;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.junit.jupiter.api.Test;

/** Node by node, and never more than one node away from how it was. */
class RollingRenewalTest {

  private static final Mesh.Pace FAST =
      new Mesh.Pace(2, Duration.ofMillis(100), Duration.ofMillis(100));

  /** Follows a renewal, and does something when a node's turn comes or goes. */
  private static final class Follower implements RollingRenewal.Listener {

    final List<String> turns = new ArrayList<>();
    Consumer<NodeId> atTurn = _ -> {};
    Runnable atStep = () -> {};

    @Override
    public void node(NodeId node, int number, int all) {
      turns.add(number + "/" + all + " " + node);
      atTurn.accept(node);
    }

    @Override
    public void ended(NodeId node, Outcome outcome) {}

    @Override
    public void started(NodeId node, StepId step) {
      atStep.run();
    }

    @Override
    public void finished(NodeId node, StepId step, StepOutcome outcome) {}
  }

  @Test
  void theMeshStaysGreenWhileEveryNodeGetsANewCertificate() throws InterruptedException {
    try (Bench bench = Bench.bare(4)) {
      assertThat(bench.session().push().succeeded()).isTrue();
      List<Digest> before = fingerprints(bench);
      Cluster cluster = real(bench);
      Queue<Cell> red = new ConcurrentLinkedQueue<>();
      CountDownLatch green = new CountDownLatch(1);
      CountDownLatch after = new CountDownLatch(1);
      Follower follower = new Follower();
      Consumer<MatrixSnapshot> watcher =
          mesh -> {
            if (mesh.allReached()) {
              green.countDown();
            }
            if (mesh.allReached() && follower.turns.size() == 4) {
              after.countDown();
            }
            if (green.getCount() == 0) {
              red.addAll(notReached(mesh));
            }
          };
      Report report;
      try (cluster;
          EtcdDoor door = new EtcdDoor(cluster);
          MeshWatch _ = new MeshWatch(cluster, door, pace(), watcher)) {
        assertThat(green.await(30, TimeUnit.SECONDS)).isTrue();
        RollingRenewal renewal = new RollingRenewal(cluster, door, FAST, Duration.ofSeconds(20));
        Proposal proposal = renewal.propose(cluster.profile().nodes()).orElseThrow();
        assertThat(proposal.certificateIssued()).isTrue();
        report = renewal.run(proposal, follower, new CancelToken());
        assertThat(after.await(30, TimeUnit.SECONDS)).isTrue();
      }
      assertThat(report.succeeded()).as(report.toString()).isTrue();
      assertThat(report.renewed()).isEqualTo(4);
      assertThat(follower.turns).containsExactly("1/4 vm01", "2/4 vm02", "3/4 vm03", "4/4 vm04");
      assertThat(red).isEmpty();
      assertThat(fingerprints(bench))
          .doesNotContainAnyElementsOf(before)
          .allMatch(fingerprints(bench).getFirst()::equals);
    }
  }

  @Test
  void itStopsAtTheFirstNodeWhoseFlanneldDoesNotStart() {
    try (Bench bench = Bench.bare(3)) {
      bench.session().push();
      List<Digest> before = fingerprints(bench);
      PracticeFault fault = new PracticeFault.UnitStartFails(bench.id(2), "flanneld.service");
      bench.practice.switchOn(fault);
      Report report = renew(bench, new Follower(), new CancelToken());
      assertThat(report.succeeded()).isFalse();
      assertThat(report.stoppedAt()).contains(bench.id(2));
      assertThat(report.nodes().get(bench.id(1))).isInstanceOf(Outcome.Renewed.class);
      Outcome.Stopped stopped = stopped(report, bench.id(2));
      assertThat(stopped.why()).isInstanceOf(NodeFailure.UnitRefused.class);
      assertThat(stopped.undoable()).isTrue();
      assertThat(report.nodes().get(bench.id(3))).isEqualTo(new Outcome.NotReached());
      assertThat(fingerprints(bench).get(2)).isEqualTo(before.get(2));

      bench.practice.switchOff(fault);
      CrashTest.rollBack(bench.session(), bench.spec(2));
      assertThat(fingerprints(bench).get(1)).isEqualTo(before.get(1));
      assertThat(bench.session().ping().matrix().allReached()).isTrue();
    }
  }

  @Test
  void itStopsWhereAPairThatAnsweredDoesNotComeBack() {
    try (Bench bench = Bench.bare(3)) {
      bench.session().push();
      Follower follower = new Follower();
      // The cut comes after the look that is taken before the node is touched.
      follower.atStep =
          () ->
              bench.practice.switchOn(new PracticeFault.UnderlayBlocked(bench.id(1), bench.id(3)));
      Cluster cluster = real(bench);
      try (cluster;
          EtcdDoor door = new EtcdDoor(cluster)) {
        RollingRenewal renewal = new RollingRenewal(cluster, door, FAST, Duration.ofMillis(1));
        Proposal proposal = renewal.propose(cluster.profile().nodes()).orElseThrow();
        Report report = renewal.run(proposal, follower, new CancelToken());
        Outcome.Stopped stopped = stopped(report, bench.id(1));
        assertThat(stopped.why())
            .isEqualTo(new AppFailure.NotBack("vm01", List.of("vm01 → vm03", "vm03 → vm01"), 0));
        assertThat(report.nodes().get(bench.id(2))).isEqualTo(new Outcome.NotReached());
      }
    }
  }

  @Test
  void cancelledItEndsTheNodeItIsAtAndBeginsNoOther() {
    try (Bench bench = Bench.bare(3)) {
      bench.session().push();
      CancelToken cancel = new CancelToken();
      Follower follower = new Follower();
      follower.atTurn = _ -> cancel.cancel();
      Report report = renew(bench, follower, cancel);
      assertThat(report.nodes().values())
          .containsExactly(
              new Outcome.Renewed(), new Outcome.NotReached(), new Outcome.NotReached());
      assertThat(report.stoppedAt()).isEmpty();
    }
  }

  @Test
  void aNodeThatMovedSinceThePlanIsNotTouched() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      Bench.Session session = bench.session();
      RollingRenewal renewal =
          new RollingRenewal(session.cluster(), session.door(), FAST, Duration.ofSeconds(20));
      Proposal proposal = renewal.propose(bench.profile().nodes()).orElseThrow();
      renewal.run(proposal, new Follower(), new CancelToken());
      Report again = renewal.run(proposal, new Follower(), new CancelToken());
      Outcome.Stopped stopped = stopped(again, bench.id(1));
      assertThat(stopped.why()).isInstanceOf(ApplyFailure.MovedSincePlan.class);
      assertThat(stopped.undoable()).isFalse();
    }
  }

  private static Report renew(Bench bench, Follower follower, CancelToken cancel) {
    Bench.Session session = bench.session();
    RollingRenewal renewal =
        new RollingRenewal(session.cluster(), session.door(), FAST, Duration.ofSeconds(20));
    Proposal proposal = renewal.propose(bench.profile().nodes()).orElseThrow();
    return renewal.run(proposal, follower, cancel);
  }

  /** A cluster whose pauses are real, as the mesh is watched. */
  private static Cluster real(Bench bench) {
    return new Cluster(
        bench.profile(),
        new Cluster.Adapters(bench.practice.nodes(), bench.practice.etcd()),
        new Cluster.Surroundings(
            new VirtualThreadRunner(), bench.clock, Pause.system(), new SecureRandom()));
  }

  private static Mesh.Pace pace() {
    return new Mesh.Pace(0, Duration.ofMillis(100), Duration.ofMillis(100));
  }

  private static List<Cell> notReached(MatrixSnapshot mesh) {
    List<Cell> cells = new ArrayList<>();
    mesh.count(cell -> !(cell instanceof Cell.Reached) && cells.add(cell));
    return cells;
  }

  private static List<Digest> fingerprints(Bench bench) {
    return new Certificates(bench.session().cluster())
        .survey().nodes().stream()
            .map(node -> Objects.requireNonNull(node.report()).fingerprint())
            .toList();
  }

  private static Outcome.Stopped stopped(Report report, NodeId node) {
    return (Outcome.Stopped) Objects.requireNonNull(report.nodes().get(node));
  }
}

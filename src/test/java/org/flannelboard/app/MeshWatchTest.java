package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.run.MeshBoard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A mesh that is watched: it goes on, says what broke, and forgets nothing when it is resumed. */
class MeshWatchTest {

  private static final Duration TENTH = Duration.ofMillis(100);

  private static final Mesh.Pace QUICK =
      new Mesh.Pace(0, Duration.ofMillis(100), Duration.ofMillis(100));

  /** Reviews follow each other at once; snapshots keep their distance. */
  private static final Pause EAGER =
      wanted ->
          Pause.system()
              .pause(wanted.compareTo(Duration.ofSeconds(1)) > 0 ? Duration.ofMillis(100) : wanted);

  private final Bench bench = Bench.bare(3);
  private final BlockingQueue<MatrixSnapshot> snapshots = new LinkedBlockingQueue<>();
  private Cluster cluster;
  private EtcdDoor door;

  @BeforeEach
  void deploy() {
    bench.session().push();
    cluster =
        new Cluster(
            bench.profile(),
            new Cluster.Adapters(bench.practice.nodes(), bench.practice.etcd()),
            new Cluster.Surroundings(
                new VirtualThreadRunner(), InstantSource.system(), EAGER, new SecureRandom()));
    door = new EtcdDoor(cluster);
  }

  @AfterEach
  void close() {
    cluster.tasks().close();
    door.close();
    cluster.close();
    bench.close();
  }

  @Test
  void turnsGreenAndGoesOn() throws InterruptedException {
    try (MeshWatch _ = watch(new Mesh(cluster, door).board())) {
      MatrixSnapshot green = await(MatrixSnapshot::allReached);
      MatrixSnapshot later = await(now -> now.allReached() && !now.sharesRow(green, 0));
      assertThat(later.at()).isAfter(green.at());
    }
  }

  @Test
  void betweenTwoSnapshotsATenthOfASecondPasses() throws InterruptedException {
    List<MatrixSnapshot> told = new CopyOnWriteArrayList<>();
    Semaphore tenths = new Semaphore(0);
    CountDownLatch waiting = new CountDownLatch(5);
    // Time passes when the test says so; whoever waits for less than a tenth gets no turn at all.
    Pause pause =
        span -> {
          if (span.compareTo(Duration.ofSeconds(1)) > 0) {
            new CountDownLatch(1).await();
          }
          assertThat(span).isGreaterThanOrEqualTo(TENTH);
          waiting.countDown();
          tenths.acquire();
        };
    Cluster still =
        new Cluster(
            bench.profile(),
            new Cluster.Adapters(bench.practice.nodes(), bench.practice.etcd()),
            new Cluster.Surroundings(
                new VirtualThreadRunner(), InstantSource.system(), pause, new SecureRandom()));
    Mesh.Pace fast = new Mesh.Pace(0, TENTH, TENTH.dividedBy(2));
    try (still;
        EtcdDoor passage = new EtcdDoor(still);
        MeshWatch _ =
            new MeshWatch(still, passage, fast, new Mesh(still, passage).board(), told::add)) {
      tenths.release(4);
      assertThat(waiting.await(30, TimeUnit.SECONDS)).as("four tenths passed").isTrue();
      assertThat(told).hasSizeBetween(1, 5);
    }
  }

  @Test
  void aNodeThatGoesAndComesBackIsTendedByItself() throws InterruptedException {
    PracticeFault down = new PracticeFault.NodeDown(bench.id(3));
    try (MeshWatch _ = watch(new Mesh(cluster, door).board())) {
      await(MatrixSnapshot::allReached);
      bench.practice.switchOn(down);
      MatrixSnapshot gone =
          await(
              now ->
                  now.count(Cell.SourceUnreachable.class::isInstance) == 2
                      && now.cell(0, 2) instanceof Cell.Lost);
      assertThat(gone.cell(2, 0)).isInstanceOf(Cell.SourceUnreachable.class);
      bench.practice.switchOff(down);
      await(MatrixSnapshot::allReached);
    }
  }

  @Test
  void resumedOnTheSameBoardItKeepsWhatWasMeasured() throws InterruptedException {
    MeshBoard board = new Mesh(cluster, door).board();
    MatrixSnapshot before;
    try (MeshWatch _ = watch(board)) {
      before = await(MatrixSnapshot::allReached);
    }
    assertThat(board.snapshot().allReached()).isTrue();
    snapshots.clear();
    try (MeshWatch _ = watch(board)) {
      MatrixSnapshot first = await(_ -> true);
      assertThat(first.unmeasured()).as("nothing turned grey").isZero();
      await(now -> now.allReached() && !now.sharesRow(before, 0));
    }
  }

  @Test
  void whatACutOffProberDidNotWaitForIsNoLoss() throws InterruptedException {
    CountDownLatch cut = new CountDownLatch(6);
    Cluster hasty =
        new Cluster(
            bench.profile(),
            new Cluster.Adapters(
                HastyProbers.before(bench.practice.nodes(), cut::countDown), bench.practice.etcd()),
            cluster.surroundings());
    try (hasty;
        EtcdDoor passage = new EtcdDoor(hasty)) {
      MeshBoard board = new Mesh(hasty, passage).board();
      for (int pause = 0; pause < 2; pause++) {
        MatrixSnapshot before = board.snapshot();
        try (MeshWatch _ = new MeshWatch(hasty, passage, QUICK, board, snapshots::add)) {
          await(now -> now.allReached() && isMeasuredAnew(now, before));
        }
        snapshots.clear();
      }
      assertThat(cut.await(30, TimeUnit.SECONDS)).as("three probers, twice").isTrue();
      MatrixSnapshot paused = board.snapshot();
      assertThat(paused.allReached()).isTrue();
      assertThat(paused.count(cell -> cell instanceof Cell.Reached it && it.lossRatio() > 0))
          .as("pairs with a loss that was none")
          .isZero();
    }
  }

  private static boolean isMeasuredAnew(MatrixSnapshot now, MatrixSnapshot before) {
    return IntStream.range(0, now.size()).noneMatch(row -> now.sharesRow(before, row));
  }

  private MeshWatch watch(MeshBoard board) {
    return new MeshWatch(cluster, door, QUICK, board, snapshots::add);
  }

  private MatrixSnapshot await(Predicate<MatrixSnapshot> fits) throws InterruptedException {
    while (true) {
      MatrixSnapshot next = snapshots.poll(20, TimeUnit.SECONDS);
      assertThat(next).as("a snapshot that fits").isNotNull();
      if (fits.test(next)) {
        return next;
      }
    }
  }
}

package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.junit.jupiter.api.Test;

/** The mesh tells what it measures, and not more often than anyone can look. */
class MeshWatchTest {

  private static final Duration TENTH = Duration.ofMillis(100);

  @Test
  void betweenTwoSnapshotsATenthOfASecondPasses() throws InterruptedException {
    try (Bench bench = Bench.bare(4)) {
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
      Cluster cluster =
          new Cluster(
              bench.profile(),
              new Cluster.Adapters(bench.practice.nodes(), bench.practice.etcd()),
              new Cluster.Surroundings(
                  new VirtualThreadRunner(), bench.clock, pause, new SecureRandom()));
      Mesh.Pace fast = new Mesh.Pace(0, TENTH, TENTH.dividedBy(2));
      try (cluster;
          EtcdDoor door = new EtcdDoor(cluster);
          MeshWatch watch = new MeshWatch(cluster, door, fast, told::add)) {
        assertThat(watch).isNotNull();
        for (int passed = 0; passed < 4; passed++) {
          tenths.release();
        }
        assertThat(waiting.await(30, TimeUnit.SECONDS)).as("four tenths passed").isTrue();
        assertThat(told).hasSizeBetween(1, 5);
      }
    }
  }
}

package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.soon;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.junit.jupiter.api.Test;

/**
 * The largest lab there is: 255 nodes, 64,770 ordered pairs. Bounds are CPU time, not wall time, of
 * code that is compiled already: what a first run costs is the compiler's time on that machine.
 */
class ScaleTest {

  private static final Duration BOUND = Duration.ofSeconds(1);
  private static final int RUNS = 4;

  @Test
  void aBareClusterOf255NodesIsThereAtOnce() {
    Duration best =
        quickest(
            () -> {
              try (Fixture fixture = Fixture.initial(255)) {
                assertThat(fixture.cluster.profile().nodes()).hasSize(255);
              }
            });
    assertThat(best).isLessThan(BOUND);
  }

  @Test
  void aFullRoundOf255NodesIsAllReachedAndQuick() {
    try (Fixture fixture = Fixture.deployed(255)) {
      KeyStore store = fixture.store(Api.V2);
      List<Ipv4Address> addresses = new ArrayList<>();
      for (int i = 1; i <= 255; i++) {
        addresses.add(Fixture.docker0(store, fixture.spec(i).ip()));
      }
      List<PingRound> seen = new ArrayList<>();
      for (int i = 1; i <= 255; i++) {
        Ipv4Address own = addresses.get(i - 1);
        List<Ipv4Address> targets = addresses.stream().filter(a -> !a.equals(own)).toList();
        PingRequest request =
            new PingRequest(own, targets, Duration.ofSeconds(1), Duration.ofMillis(500), 0);
        fixture.node(i).ping(request, seen::add, soon()).orElseThrow();
      }
      Duration best =
          quickest(
              () -> {
                seen.clear();
                fixture.rounds.next();
              });
      assertThat(seen).hasSize(255);
      assertThat(seen)
          .allSatisfy(
              of -> assertThat(of.echoes()).hasSize(254).allMatch(echo -> echo.rtt() != null));
      assertThat(best).isLessThan(BOUND);
    }
  }

  private static Duration quickest(Runnable action) {
    Duration best = Duration.ofDays(1);
    for (int i = 0; i < RUNS; i++) {
      long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      action.run();
      long after = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      Duration took = Duration.ofNanos(after - before);
      best = took.compareTo(best) < 0 ? took : best;
    }
    return best;
  }
}

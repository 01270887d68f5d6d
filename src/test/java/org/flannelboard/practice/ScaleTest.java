package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.soon;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.junit.jupiter.api.Test;

/**
 * The largest lab there is: 255 nodes, 64,770 ordered pairs. Bounds are CPU time, not wall time.
 */
class ScaleTest {

  private static final Duration BOUND = Duration.ofSeconds(1);

  @Test
  void aBareClusterOf255NodesIsThereAtOnce() {
    Fixture.initial(2).close(); // classes loaded
    Timed<Fixture> created = timed(() -> Fixture.initial(255));
    try (Fixture fixture = created.value()) {
      assertThat(fixture.cluster.profile().nodes()).hasSize(255);
      assertThat(created.cpu()).isLessThan(BOUND);
    }
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
      Timed<Boolean> round =
          timed(
              () -> {
                fixture.rounds.next();
                return true;
              });
      assertThat(seen).hasSize(255);
      assertThat(seen)
          .allSatisfy(
              of -> assertThat(of.echoes()).hasSize(254).allMatch(echo -> echo.rtt() != null));
      assertThat(round.cpu()).isLessThan(BOUND);
    }
  }

  private record Timed<T>(T value, Duration cpu) {}

  private static <T> Timed<T> timed(Supplier<T> action) {
    long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    T value = action.get();
    long after = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    return new Timed<>(value, Duration.ofNanos(after - before));
  }
}

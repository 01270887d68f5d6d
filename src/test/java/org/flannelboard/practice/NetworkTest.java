package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.FLANNELD;
import static org.flannelboard.practice.Fixture.soon;
import static org.flannelboard.practice.Fixture.vm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.practice.PracticeFault.DeviceDown;
import org.flannelboard.practice.PracticeFault.ForwardMissing;
import org.flannelboard.practice.PracticeFault.NeighbourMissing;
import org.flannelboard.practice.PracticeFault.NodeDown;
import org.flannelboard.practice.PracticeFault.RouteMissing;
import org.flannelboard.practice.PracticeFault.UnderlayBlocked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pings computed from state: what is missing breaks what it breaks on real nodes, no more. */
class NetworkTest {

  private static final Set<String> ALL_OF_VM02 =
      Set.of("vm01>vm02", "vm02>vm01", "vm02>vm03", "vm02>vm04", "vm03>vm02", "vm04>vm02");

  @Test
  void aMissingRouteBreaksBothDirectionsOfThePair() {
    try (Fixture fixture = Fixture.deployed(4)) {
      PracticeFault fault = new RouteMissing(vm(1), vm(3));
      fixture.cluster.switchOn(fault);
      // With a default route the packet leaves by it and is lost, as on a real node.
      assertThat(fixture.brokenPairsWithErrors())
          .containsExactly("vm01>vm03 lost", "vm03>vm01 lost");
      fixture.cluster.switchOff(fault);
      assertThat(fixture.brokenPairs()).isEmpty();
    }
  }

  @Test
  void aMissingNeighbourIsReportedByItsOwnNodeAlone() {
    try (Fixture fixture = Fixture.deployed(4)) {
      PracticeFault fault = new NeighbourMissing(vm(1), vm(3));
      fixture.cluster.switchOn(fault);
      assertThat(fixture.brokenPairsWithErrors())
          .containsExactly("vm01>vm03 host-unreachable", "vm03>vm01 lost");
      fixture.cluster.switchOff(fault);
      assertThat(fixture.brokenPairs()).isEmpty();
    }
  }

  @Test
  void aMissingForwardingEntryIsSilent() {
    try (Fixture fixture = Fixture.deployed(4)) {
      PracticeFault fault = new ForwardMissing(vm(4), vm(2));
      fixture.cluster.switchOn(fault);
      assertThat(fixture.brokenPairsWithErrors())
          .containsExactly("vm02>vm04 lost", "vm04>vm02 lost");
      fixture.cluster.switchOff(fault);
      assertThat(fixture.brokenPairs()).isEmpty();
    }
  }

  @Test
  void anUnderlayBlockedOneWayBreaksThePairBothWays() {
    try (Fixture fixture = Fixture.deployed(4)) {
      PracticeFault fault = new UnderlayBlocked(vm(2), vm(1));
      fixture.cluster.switchOn(fault);
      assertThat(fixture.brokenPairs()).containsExactly("vm01>vm02", "vm02>vm01");
      fixture.cluster.switchOff(fault);
      assertThat(fixture.brokenPairs()).isEmpty();
    }
  }

  @Test
  void aDeviceThatWasDownStaysWithoutRoutesUntilFlanneldIsRestarted() {
    try (Fixture fixture = Fixture.deployed(4)) {
      PracticeFault fault = new DeviceDown(vm(2), "flannel.1");
      fixture.cluster.switchOn(fault);
      assertThat(fixture.brokenPairs()).isEqualTo(new TreeSet<>(ALL_OF_VM02));
      fixture.cluster.switchOff(fault);
      assertThat(fixture.brokenPairs()).isEqualTo(new TreeSet<>(ALL_OF_VM02));
      assertThat(fixture.observe(2).unit(FLANNELD).active()).isTrue();
      fixture.control(2, UnitVerb.RESTART, FLANNELD);
      assertThat(fixture.brokenPairs()).isEmpty();
    }
  }

  @Test
  void aStoppedFlanneldLeavesTheNetworkUp() {
    try (Fixture fixture = Fixture.deployed(4)) {
      fixture.control(3, UnitVerb.STOP, FLANNELD);
      fixture.control(3, UnitVerb.START, Fixture.DOCKER);
      fixture.control(3, UnitVerb.STOP, FLANNELD);
      assertThat(fixture.observe(3).unit(FLANNELD).active()).isFalse();
      assertThat(fixture.brokenPairs()).isEmpty();
    }
  }

  @Test
  void aRunningFlanneldRenewsItsLease() {
    try (Fixture fixture = Fixture.deployed(4)) {
      fixture.clock.advance(Duration.ofDays(10));
      assertThat(fixture.brokenPairs()).isEmpty();
      assertThat(fixture.store(Api.V2).list("/kubernetes/network/subnets", soon()).orElseThrow())
          .hasSize(4)
          .allSatisfy(lease -> assertThat(lease.ttl()).isGreaterThan(Duration.ofHours(1)));
    }
  }

  @Test
  void anExpiredLeaseTakesThePeersEntriesAlong() {
    try (Fixture fixture = Fixture.deployed(4)) {
      Ipv4Address lost = fixture.docker0(3);
      fixture.control(3, UnitVerb.STOP, FLANNELD);
      fixture.clock.advance(Duration.ofHours(24).plusSeconds(1));
      assertThat(fixture.network(1).routes())
          .filteredOn(route -> route.device().equals("flannel.1"))
          .hasSize(2)
          .noneMatch(route -> route.destination().contains(lost));
      PingRound round = fixture.ping(1, fixture.docker0(1), List.of(lost, fixture.docker0(2)));
      assertThat(round.echoes())
          .extracting(echo -> echo.rtt() != null)
          .containsExactly(false, true);
    }
  }

  @Test
  void aDeletedLeaseEndsItsFlanneldAndARestartTakesTheSameSubnet() {
    try (Fixture fixture = Fixture.deployed(4)) {
      Ipv4Address before = fixture.docker0(2);
      KeyStore store = fixture.store(Api.V2);
      String key =
          "/kubernetes/network/subnets/" + before.toString().replaceFirst("\\.1$", ".0") + "-24";
      store.delete(key, new Expect.Anything(), soon()).orElseThrow();
      assertThat(fixture.observe(2).unit(FLANNELD))
          .extracting("activeState", "subState", "result")
          .containsExactly("inactive", "dead", "success");
      assertThat(fixture.node(2).journal(FLANNELD, 3, soon()).orElseThrow())
          .contains("Lease has been revoked. Shutting down daemon.");
      fixture.control(2, UnitVerb.START, FLANNELD);
      assertThat(fixture.docker0(2)).isEqualTo(before);
      assertThat(fixture.brokenPairs()).isEmpty();
    }
  }

  @Test
  void aNodeThatWasAwayForADayHasLostItsLease() {
    try (Fixture fixture = Fixture.deployed(4)) {
      PracticeFault fault = new NodeDown(vm(4));
      fixture.cluster.switchOn(fault);
      fixture.clock.advance(Duration.ofHours(25));
      assertThat(fixture.network(1).routes())
          .filteredOn(route -> route.device().equals("flannel.1"))
          .hasSize(2);
      fixture.cluster.switchOff(fault);
      assertThat(fixture.observe(4).unit(FLANNELD).active()).isFalse();
      fixture.control(4, UnitVerb.START, FLANNELD);
      assertThat(fixture.brokenPairs()).isEmpty();
    }
  }

  @Test
  void dockerOnItsOwnNetworkIsNotReachedButReachesTheOthers() {
    try (Fixture fixture = Fixture.initial(4)) {
      fixture.configure();
      for (int i = 1; i <= 3; i++) {
        fixture.deploy(i);
      }
      fixture.prepare(4);
      fixture.control(4, UnitVerb.START, FLANNELD); // docker runs on with 172.17.0.1/16
      Ipv4Address own = Ipv4Address.of("172.17.0.1");
      PingRound row =
          fixture.ping(4, own, List.of(fixture.docker0(1), fixture.docker0(2), fixture.docker0(3)));
      assertThat(row.echoes()).allSatisfy(echo -> assertThat(echo.rtt()).isNotNull());
      PingRound column = fixture.ping(1, fixture.docker0(1), List.of(fixture.docker0(4)));
      assertThat(column.echoes().getFirst().rtt()).isNull();
    }
  }

  @Test
  void aPingFromAnAddressTheNodeDoesNotHaveIsRefused() {
    try (Fixture fixture = Fixture.deployed(2)) {
      assertThat(
              fixture
                  .node(1)
                  .ping(request(fixture.docker0(2), fixture.docker0(1)), _ -> {}, soon())
                  .toFailure())
          .containsInstanceOf(NodeFailure.CommandFailed.class);
    }
  }

  @Test
  @Timeout(10)
  void aStreamGivesRoundsUntilItIsClosed() throws InterruptedException {
    try (Fixture fixture = Fixture.deployed(2)) {
      List<PingRound> seen = new ArrayList<>();
      PingStream stream =
          fixture
              .node(1)
              .ping(request(fixture.docker0(1), fixture.docker0(2)), seen::add, soon())
              .orElseThrow();
      fixture.rounds.next();
      fixture.rounds.next();
      stream.close();
      fixture.rounds.next();
      assertThat(seen).extracting(PingRound::number).containsExactly(1, 2);
      assertThat(seen.getFirst().echoes().getFirst().rtt())
          .isBetween(Duration.ofNanos(100_000), Duration.ofMillis(3));
      assertThat(stream.awaitEnd()).isEmpty();
      assertThat(fixture.rounds.running()).isZero();
    }
  }

  @Test
  @Timeout(10)
  void aStreamBreaksWithItsNode() throws InterruptedException {
    try (Fixture fixture = Fixture.deployed(2)) {
      PingStream stream =
          fixture
              .node(1)
              .ping(request(fixture.docker0(1), fixture.docker0(2)), _ -> {}, soon())
              .orElseThrow();
      fixture.cluster.switchOn(new NodeDown(vm(1)));
      fixture.rounds.next();
      assertThat(stream.awaitEnd()).containsInstanceOf(NodeFailure.ConnectionLost.class);
    }
  }

  private static PingRequest request(Ipv4Address from, Ipv4Address to) {
    return new PingRequest(from, List.of(to), Duration.ofSeconds(1), Duration.ofMillis(500), 0);
  }
}

package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.flannelboard.practice.Fixture.FLANNELD;
import static org.flannelboard.practice.Fixture.soon;
import static org.flannelboard.practice.Fixture.vm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.flannelboard.app.PracticeControls.Fault;
import org.flannelboard.app.PracticeScript;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.boot.PracticeDesk;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.UnitVerb;
import org.junit.jupiter.api.Test;

/** What time does to a practice cluster, and what it does not. */
class TimeTest {

  /** When flannel.pem ends. */
  private static final Instant END = Instant.parse("2126-10-29T20:40:32Z");

  private static final Duration LIFETIME = Duration.ofHours(24);

  @Test
  void aStoppedFlanneldLosesItsLeaseAfterADayAndItsNodeWithIt() {
    try (Fixture fixture = Fixture.deployed(4)) {
      Map<Integer, Ipv4Address> before = fixture.targets();
      PracticeFault fault = new PracticeFault.FlanneldStopped(vm(4));
      fixture.cluster.switchOn(fault);
      fixture.clock.advance(LIFETIME.minusSeconds(1));
      assertThat(fixture.red(before)).isEmpty();
      fixture.clock.advance(Duration.ofSeconds(2));
      assertThat(fixture.targets()).doesNotContainKey(4);
      assertThat(fixture.red(before)).hasSize(6).allMatch(cell -> cell.contains("vm04"));
      fixture.cluster.switchOff(fault);
      assertThat(fixture.red(before)).isEmpty();
    }
  }

  @Test
  void aStoppedFlanneldDoesNotHearOfAPeersNewDevice() {
    try (Fixture fixture = Fixture.deployed(4)) {
      fixture.cluster.switchOn(new PracticeFault.FlanneldStopped(vm(4)));
      fixture.cluster.switchOn(new PracticeFault.DeviceMissing(vm(2)));
      fixture.control(2, UnitVerb.RESTART, FLANNELD);
      assertThat(fixture.red(Map.of())).containsExactly("vm02>vm04", "vm04>vm02");
      fixture.control(4, UnitVerb.START, FLANNELD);
      assertThat(fixture.red(Map.of())).isEmpty();
    }
  }

  @Test
  void aClockThatIsBehindHasTheLeaseRunOut() {
    try (Fixture fixture = Fixture.deployed(4)) {
      fixture.cluster.switchOn(new PracticeFault.ClockBehind(vm(4)));
      fixture.clock.advance(LIFETIME); // renewed once, by the clock as it was
      assertThat(fixture.targets()).containsKey(4);
      assertThat(fixture.node(4).journal(FLANNELD, 1, soon()).orElseThrow())
          .contains("Waiting for 24h59m59s to renew lease");
      fixture.clock.advance(LIFETIME);
      assertThat(fixture.targets()).doesNotContainKey(4).hasSize(3);
      assertThat(fixture.observe(4).unit(FLANNELD).active()).isFalse();
    }
  }

  @Test
  void leasesAreRenewedForAYearAndLongerThanTheCertificateIsValidTheyAreNot() {
    try (Fixture fixture = Fixture.deployed(4)) {
      fixture.clock.advance(Duration.ofDays(365));
      assertThat(fixture.red(Map.of())).isEmpty();
      assertThat(fixture.targets()).hasSize(4);
      fixture.clock.advance(Duration.between(fixture.clock.instant(), END).plus(LIFETIME));
      fixture.cluster.catchUp();
      assertThat(fixture.observe(1).unit(FLANNELD).active()).isFalse();
      assertThat(fixture.node(1).journal(FLANNELD, 500, soon()).orElseThrow())
          .contains("Error renewing lease (trying again in 1 min)");
      assertThat(fixture.cluster.world().etcd().space(Api.V2).under("/", fixture.clock.instant()))
          .extracting(entry -> entry.key())
          .containsExactly("/kubernetes/network/config");
    }
  }

  @Test
  void aRebootOfANodeWhoseUnitsAreEnabledHealsItself() {
    try (Fixture fixture = Fixture.deployed(4)) {
      Map<Integer, Ipv4Address> before = fixture.targets();
      Link old = fixture.network(4).link("flannel.1").orElseThrow();
      World world = fixture.cluster.world();
      world.locked(() -> world.machine(vm(4)).reboot());
      assertThat(fixture.network(4).link("flannel.1")).isPresent().get().isNotEqualTo(old);
      assertThat(fixture.targets()).isEqualTo(before);
      assertThat(fixture.red(before)).isEqualTo(new TreeSet<>());
    }
  }

  @Test
  void aScriptIsRepeatedInItsOrder() {
    Fault stopped = new Fault("flanneld-stopped", List.of(vm(4)));
    Fault elsewhere = new Fault("node-down", List.of(vm(200)));
    PracticeScript script = PracticeScript.empty().with(elsewhere).with(stopped);
    try (Fixture fixture = Fixture.deployed(4)) {
      PracticeClock clock = new PracticeClock(fixture.clock);
      PracticeCluster cluster =
          PracticeCluster.create(PracticeLab.deployed(4, Fixture.identity()), Fixture.ca(), clock);
      try (cluster) {
        PracticeDesk desk = new PracticeDesk(cluster, clock);
        desk.follow(script.advanced(Duration.ofHours(26)));
        assertThat(leases(cluster)).hasSize(3);
        assertThat(cluster.faults()).containsExactly(new PracticeFault.FlanneldStopped(vm(4)));
        desk.follow(script.advanced(Duration.ofHours(27)).mended());
        assertThat(cluster.faults()).isEmpty();
        assertThat(leases(cluster)).hasSize(4);
        assertThat(clock.instant()).isEqualTo(fixture.clock.instant().plus(Duration.ofHours(27)));
        desk.follow(PracticeScript.empty());
        assertThat(clock.instant()).isEqualTo(fixture.clock.instant().plus(Duration.ofHours(27)));
      }
    }
  }

  private static List<Entry> leases(PracticeCluster cluster) {
    World world = cluster.world();
    return world.locked(
        () -> world.etcd().space(Api.V2).list("/kubernetes/network/subnets", world.now()));
  }

  @Test
  void aClockMovesOnAndNeverBack() {
    Instant start = Instant.parse("2030-06-13T15:15:17Z");
    PracticeClock clock = new PracticeClock(() -> start);
    clock.advance(Duration.ofHours(26));
    clock.advance(Duration.ofDays(365));
    assertThat(clock.instant()).isEqualTo(start.plus(Duration.ofHours(26 + 365 * 24)));
    assertThatThrownBy(() -> clock.advance(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.app.Diagnostics.Probe;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.app.Diagnostics.Watcher;
import org.flannelboard.base.CancelToken;
import org.flannelboard.diagnosis.Diagnosis;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Faults of a deployed practice cluster of four, on the fourth node or on the pair of it and the
 * second: what is named, and that nothing else is.
 */
class DiagnosticsTest {

  @Test
  void aHealthyClusterIsCalledHealthyAndNothingIsSent() {
    try (Bench bench = deployed()) {
      Report report = look(bench);
      assertThat(causes(report)).isEmpty();
      assertThat(report.diagnosis().unexplained()).isEmpty();
      assertThat(report.probes()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          NODE_DOWN; node-unreachable@vm04
          NODE_REBOOTED; flanneld-not-running@vm04
          CLOCK_BEHIND; clock-skew@vm04
          SUDO_REFUSED; node-unreachable@vm04
          HOST_KEY_UNKNOWN; node-unreachable@vm04
          HOST_KEY_CHANGED; node-unreachable@vm04
          ETCD_UNREACHABLE; etcd-unreachable@cluster
          ETCD_V2_OFF; etcd-unreachable@cluster
          # Whether it is the port or all of them, the catalogue's two probes cannot tell.
          UNDERLAY_BLOCKED; unknown-at-hop@vm04>vm02
          VXLAN_BLOCKED; underlay-blocked@vm01>vm04 underlay-blocked@vm02>vm04 underlay-blocked@vm03>vm04
          VXLAN_BLOCKED_ONE_WAY; underlay-blocked@vm04>vm02
          CHECKSUM_BAD; bad-udp-checksum@vm04>vm01 bad-udp-checksum@vm04>vm02 bad-udp-checksum@vm04>vm03
          MTU_TOO_LARGE; mtu-too-large@vm04
          INPUT_FIREWALL; input-firewall@vm04
          INPUT_REJECTED; input-firewall@vm04
          OUTPUT_FIREWALL; output-firewall@vm04
          ICMP_FILTERED; icmp-filtered@vm04
          FORWARD_DROP; forward-drop@vm04
          ICMP_IGNORED; icmp-ignored@vm04
          FIREWALL_FLUSHED; docker-chains-flushed@vm04
          IP_FORWARD_OFF; ip-forward-off@vm04
          TUNNEL_FORWARD_OFF; ip-forward-off@vm04
          # rp_filter alone is harmless: what bites is the way back that is not the tunnel's.
          REVERSE_PATH; route-shadowed@vm04>vm02
          DEVICE_DOWN; vxlan-device-down@vm04
          DEVICE_BOUNCED; vxlan-device-bounced@vm04
          DEVICE_MISSING; vxlan-device-missing@vm04
          PORT_TAKEN; udp-port-taken@vm04
          PORT_MISMATCH; vxlan-port-mismatch@vm04
          VNI_MISMATCH; vni-mismatch@vm04
          VTEP_MAC_CHANGED; vtep-mac-changed@vm04
          LOCAL_ADDRESS_WRONG; vxlan-local-foreign@vm04
          ROUTE_MISSING; route-missing@vm04>vm02
          ROUTE_SHADOWED; route-shadowed@vm04>vm02
          ROUTE_RULE; route-shadowed@vm04>vm02
          NEIGHBOUR_MISSING; neighbour-missing@vm04>vm02
          NEIGHBOUR_STALE; neighbour-stale@vm04>vm02
          FORWARD_MISSING; forward-missing@vm04>vm02
          FORWARD_WRONG; forward-wrong@vm04>vm02
          FLANNELD_STOPPED; flanneld-not-running@vm04
          WRONG_INTERFACE; flanneld-start-fails@vm04
          WRONG_PUBLIC_IP; public-ip-wrong@vm04
          ETCD_PREFIX_WRONG; flanneld-start-fails@vm04
          ETCD_ENDPOINT_WRONG; flanneld-start-fails@vm04
          ETCD_PLAIN_HTTP; flanneld-start-fails@vm04
          ETCD_CERTIFICATE_MISSING; flanneld-start-fails@vm04
          ETCD_AUTHORITY_WRONG; flanneld-start-fails@vm04
          ETCD_KEY_MISSING; flanneld-start-fails@vm04
          CONFIG_MALFORMED; config-invalid@cluster
          CONFIG_TOO_SMALL; config-invalid@cluster
          BACKEND_UNKNOWN; backend-wrong@cluster
          BACKEND_UDP; backend-wrong@cluster mtu-too-large@vm04
          SUBNETS_EXHAUSTED; subnets-exhausted@cluster
          RENEWAL_MISSED; lease-expiring@vm04
          LEASE_MAC_WRONG; vtep-mac-changed@vm04
          DUPLICATE_SUBNET; subnet-duplicate@vm04
          DUPLICATE_VTEP_MAC; vtep-mac-duplicate@vm02
          DOCKER0_MISSING; docker0-missing@vm04
          DOCKER0_DOWN; docker0-down@vm04
          DOCKER0_WRONG_SUBNET; docker0-wrong-subnet@vm04 mtu-too-large@vm04
          DOCKER0_STALE_SUBNET; subnet-env-stale@vm04
          DOCKER0_ROUTE_HIJACKED; docker0-route-lost@vm04
          DOCKER_DIRECT_ROUTING; direct-routing-drop@vm04
          DOCKER_WITHOUT_OPTIONS; docker-without-bip@vm04 mtu-too-large@vm04
          """)
  void isNamedAloneAndForgottenOnceHealed(FaultKind kind, String causes) {
    try (Bench bench = deployed()) {
      PracticeFault fault = at(bench, kind);
      bench.practice.switchOn(fault);
      assertThat(causes(look(bench))).containsExactlyInAnyOrder(causes.split(" "));
      bench.practice.switchOff(fault);
      if (kind == FaultKind.DEVICE_DOWN) {
        // Up again it has lost its routes: only flanneld puts them back.
        bench.node(4).control(UnitVerb.RESTART, "flanneld.service", Bench.soon()).orElseThrow();
      }
      assertThat(causes(look(bench))).isEmpty();
    }
  }

  /** Faults of a start that has not come yet, and of what no packet and no daemon needs. */
  @ParameterizedTest
  @EnumSource(names = {"NO_SPACE", "FLANNELD_START_FAILS", "DOCKER_START_FAILS"})
  void whatDoesNotShowIsNotGuessed(FaultKind kind) {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, kind));
      assertThat(causes(look(bench))).isEmpty();
    }
  }

  /** A flanneld that systemd does not start again stays away with its lease. */
  @Test
  void aLeaseThatIsGoneIsNamedWhereFlanneldEndedWithIt() {
    try (Bench bench = Bench.deployedByHand(4)) {
      bench.practice.switchOn(at(bench, FaultKind.LEASE_MISSING));
      Diagnosis diagnosis = look(bench).diagnosis();
      assertThat(diagnosis.roots())
          .filteredOn(it -> it.severity() == Severity.ERROR)
          .extracting(Finding::id)
          .containsExactly("lease-missing@vm04");
    }
  }

  @Test
  void largePacketsAreTriedOnAPairWhoseSmallOnesPass() {
    try (Bench bench = deployed()) {
      List<Probe> announced = new ArrayList<>();
      Watcher watcher = new Watcher(announced::add, new CancelToken());
      assertThat(causes(pair(bench, watcher))).isEmpty();
      assertThat(announced).extracting(Probe::kind).containsOnly(Probe.Kind.WHOLE_ECHOES);
      announced.clear();

      bench.practice.switchOn(at(bench, FaultKind.MTU_BLACKHOLE));
      Report report = pair(bench, watcher);
      assertThat(causes(report)).containsExactly("mtu-blackhole@vm04>vm02");
      assertThat(report.probes()).isEqualTo(announced).isNotEmpty();
    }
  }

  @Test
  void aWatcherWhoHasCancelledIsSentNothing() {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, FaultKind.VXLAN_BLOCKED_ONE_WAY));
      CancelToken cancelled = new CancelToken();
      cancelled.cancel();
      Report report = pair(bench, new Watcher(_ -> {}, cancelled));
      assertThat(report.probes()).isEmpty();
      assertThat(report.diagnosis().unexplained()).isNotEmpty();
    }
  }

  @Test
  void theWayShowsWhereItBreaks() {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, FaultKind.REVERSE_PATH));
      Report report = look(bench);
      assertThat(report.way(bench.id(2), bench.id(4)).there())
          .filteredOn(hop -> hop.state() == Hop.State.BROKEN)
          .extracting(Hop::kind)
          .containsExactly(Hop.Kind.TARGET_VTEP);
    }
  }

  private static Bench deployed() {
    Bench bench = Bench.bare(4);
    bench.session().push();
    return bench;
  }

  private static PracticeFault at(Bench bench, FaultKind kind) {
    return kind.at(List.of(bench.id(4), bench.id(2)).subList(0, kind.nodes()));
  }

  private static Report look(Bench bench) {
    Bench.Session session = bench.session();
    return new Diagnostics(session.cluster(), session.door()).all(Watcher.none());
  }

  private static Report pair(Bench bench, Watcher watcher) {
    Bench.Session session = bench.session();
    return new Diagnostics(session.cluster(), session.door())
        .pair(bench.id(4), bench.id(2), watcher);
  }

  /** What is wrong and follows from nothing else. */
  private static List<String> causes(Report report) {
    return report.diagnosis().roots().stream()
        .filter(it -> it.severity() != Severity.INFO)
        .map(Finding::id)
        .toList();
  }
}

package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.app.Diagnostics.Probe;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.app.Diagnostics.Watcher;
import org.flannelboard.base.CancelToken;
import org.flannelboard.diagnosis.Diagnosis;
import org.flannelboard.diagnosis.FaultTable;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults of a deployed practice cluster of four, on the fourth node or on the pair of it and the
 * second: what is named, and that nothing else is.
 */
class DiagnosticsTest {

  private static final List<String> NODES = List.of("vm01", "vm02", "vm03", "vm04");

  @Test
  void aHealthyClusterIsCalledHealthyAndNothingIsSent() {
    try (Bench bench = deployed()) {
      Report report = look(bench);
      assertThat(causes(report)).isEmpty();
      assertThat(report.diagnosis().unexplained()).isEmpty();
      assertThat(report.probes()).isEmpty();
    }
  }

  /** Two looks tell that a pair is as it should be; what is not may be a third node's doing. */
  @Test
  void looksAtTheOthersOnlyIfSomethingIsTheMatter() {
    try (Bench bench = deployed()) {
      assertThat(pair(bench, Watcher.none()).facts().sightings())
          .containsOnlyKeys(bench.id(2), bench.id(4));
      bench.practice.switchOn(at(bench, FaultKind.ROUTE_MISSING));
      Report report = pair(bench, Watcher.none());
      assertThat(report.facts().sightings()).hasSize(4);
      assertThat(causes(report)).containsExactly("route-missing@vm04>vm02");
    }
  }

  @ParameterizedTest
  @MethodSource("org.flannelboard.diagnosis.FaultTable#rows")
  void isNamedAloneAndForgottenOnceHealed(FaultTable.Row row) {
    try (Bench bench = deployed()) {
      FaultKind kind = row.kind();
      PracticeFault fault = at(bench, kind);
      bench.practice.switchOn(fault);
      Report report = row.ofLargePackets() ? pair(bench, Watcher.none()) : look(bench);
      assertThat(FaultTable.red(report.facts().matrix())).isEqualTo(row.red(NODES, "vm04", "vm02"));
      assertThat(causes(report)).containsExactlyInAnyOrderElementsOf(row.causes("vm04", "vm02"));
      assertThat(clickable(bench, report)).isEqualTo(row.click());
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

  /** Whether the first thing to do is this program's alone. */
  private static boolean clickable(Bench bench, Report report) {
    Bench.Session session = bench.session();
    Finding finding = report.diagnosis().roots().getFirst();
    return finding.remedies().stream()
        .findFirst()
        .filter(remedy -> !remedy.byHandAlone())
        .map(
            remedy -> new Fixes(session.cluster(), session.door()).propose(report, finding, remedy))
        .map(proposed -> proposed.orElseThrow().byHand().isEmpty())
        .orElse(false);
  }

  /** What is wrong and follows from nothing else. */
  private static List<String> causes(Report report) {
    return report.diagnosis().roots().stream()
        .filter(it -> it.severity() != Severity.INFO)
        .map(Finding::id)
        .toList();
  }
}

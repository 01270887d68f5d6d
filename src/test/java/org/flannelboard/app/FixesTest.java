package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.flannelboard.app.Diagnostics.Watcher;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.deploy.apply.ApplyFailure;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.SettingsFile;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.diagnosis.FaultTable;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.MatrixShape;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.etcd.Expect;
import org.flannelboard.node.KernelChange;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Faults of a deployed practice cluster of four, on the fourth node or on the pair of it and the
 * second: found, fixed by each remedy that is offered, and proved; and what is for a person to do.
 */
class FixesTest {

  /** A fault, and the remedies that heal it. */
  record Healed(FaultKind kind, int... remedies) {
    String finding() {
      return cause(kind);
    }
  }

  /** A fault, and the instruction that comes with it. */
  record ByHand(FaultKind kind, String instruction) {
    String finding() {
      return cause(kind);
    }
  }

  /** What the fault is called where it is at the fourth node, towards the second. */
  private static String cause(FaultKind kind) {
    return FaultTable.rows().stream()
        .filter(row -> row.kind() == kind)
        .map(row -> row.causes("vm04", "vm02").getFirst())
        .findFirst()
        .orElseThrow();
  }

  static final List<Healed> HEALED =
      List.of(
          new Healed(FaultKind.NODE_REBOOTED, 1, 2),
          new Healed(FaultKind.MTU_TOO_LARGE, 1),
          new Healed(FaultKind.INPUT_FIREWALL, 1),
          new Healed(FaultKind.INPUT_REJECTED, 1),
          new Healed(FaultKind.OUTPUT_FIREWALL, 1),
          new Healed(FaultKind.ICMP_FILTERED, 1),
          new Healed(FaultKind.FORWARD_DROP, 1, 2),
          new Healed(FaultKind.ICMP_IGNORED, 1),
          new Healed(FaultKind.FIREWALL_FLUSHED, 1),
          new Healed(FaultKind.IP_FORWARD_OFF, 1),
          new Healed(FaultKind.TUNNEL_FORWARD_OFF, 1),
          new Healed(FaultKind.DEVICE_DOWN, 1, 2),
          new Healed(FaultKind.DEVICE_BOUNCED, 1, 2),
          new Healed(FaultKind.DEVICE_MISSING, 1),
          new Healed(FaultKind.PORT_MISMATCH, 1),
          new Healed(FaultKind.VNI_MISMATCH, 1),
          new Healed(FaultKind.VTEP_MAC_CHANGED, 1),
          new Healed(FaultKind.LOCAL_ADDRESS_WRONG, 1),
          new Healed(FaultKind.ROUTE_MISSING, 1, 2),
          new Healed(FaultKind.NEIGHBOUR_MISSING, 1, 2),
          new Healed(FaultKind.NEIGHBOUR_STALE, 1, 2),
          new Healed(FaultKind.FORWARD_MISSING, 1, 2),
          new Healed(FaultKind.FORWARD_WRONG, 1, 2),
          new Healed(FaultKind.FLANNELD_STOPPED, 1, 2),
          new Healed(FaultKind.WRONG_INTERFACE, 1),
          new Healed(FaultKind.WRONG_PUBLIC_IP, 1),
          new Healed(FaultKind.ETCD_PREFIX_WRONG, 1),
          new Healed(FaultKind.ETCD_ENDPOINT_WRONG, 1),
          new Healed(FaultKind.ETCD_PLAIN_HTTP, 1),
          new Healed(FaultKind.ETCD_CERTIFICATE_MISSING, 1),
          new Healed(FaultKind.ETCD_AUTHORITY_WRONG, 1),
          new Healed(FaultKind.ETCD_KEY_MISSING, 1),
          new Healed(FaultKind.CONFIG_TOO_SMALL, 1),
          new Healed(FaultKind.BACKEND_UNKNOWN, 1),
          new Healed(FaultKind.SUBNETS_EXHAUSTED, 1),
          new Healed(FaultKind.RENEWAL_MISSED, 1),
          new Healed(FaultKind.LEASE_MAC_WRONG, 1),
          new Healed(FaultKind.DUPLICATE_SUBNET, 1),
          new Healed(FaultKind.DUPLICATE_VTEP_MAC, 1),
          new Healed(FaultKind.DOCKER0_MISSING, 1),
          new Healed(FaultKind.DOCKER0_DOWN, 1, 2),
          new Healed(FaultKind.DOCKER0_WRONG_SUBNET, 1),
          new Healed(FaultKind.DOCKER0_STALE_SUBNET, 1),
          new Healed(FaultKind.DOCKER0_ROUTE_HIJACKED, 1),
          new Healed(FaultKind.DOCKER_DIRECT_ROUTING, 1),
          new Healed(FaultKind.DOCKER_WITHOUT_OPTIONS, 1));

  static final List<ByHand> BY_HAND =
      List.of(
          new ByHand(FaultKind.NODE_DOWN, "make-reachable"),
          new ByHand(FaultKind.CLOCK_BEHIND, "set-clock"),
          new ByHand(FaultKind.SUDO_REFUSED, "make-reachable"),
          new ByHand(FaultKind.HOST_KEY_UNKNOWN, "make-reachable"),
          new ByHand(FaultKind.HOST_KEY_CHANGED, "make-reachable"),
          new ByHand(FaultKind.ETCD_UNREACHABLE, "reach-etcd"),
          new ByHand(FaultKind.ETCD_V2_OFF, "reach-etcd"),
          new ByHand(FaultKind.UNDERLAY_BLOCKED, "open-underlay"),
          new ByHand(FaultKind.VXLAN_BLOCKED, "open-underlay"),
          new ByHand(FaultKind.VXLAN_BLOCKED_ONE_WAY, "open-underlay"),
          new ByHand(FaultKind.CHECKSUM_BAD, "checksum-offload-off"),
          new ByHand(FaultKind.MTU_BLACKHOLE, "lower-mtu"),
          new ByHand(FaultKind.REVERSE_PATH, "remove-shadow"),
          new ByHand(FaultKind.ROUTE_SHADOWED, "remove-shadow"),
          new ByHand(FaultKind.ROUTE_RULE, "remove-shadow"),
          new ByHand(FaultKind.PORT_TAKEN, "stop-process"),
          new ByHand(FaultKind.BACKEND_UDP, "write-config"),
          new ByHand(FaultKind.CONFIG_MALFORMED, "write-config"));

  /** Of those, the ones with something left to do for this program. */
  static final Set<FaultKind> BY_HAND_FIRST =
      EnumSet.of(FaultKind.PORT_TAKEN, FaultKind.BACKEND_UDP);

  /**
   * Faults of a start that has not come yet, which nothing shows; and one that is over at once
   * where flanneld is always restarted, and is fixed where it is not.
   */
  static final Set<FaultKind> UNSEEN =
      EnumSet.of(
          FaultKind.NO_SPACE,
          FaultKind.FLANNELD_START_FAILS,
          FaultKind.DOCKER_START_FAILS,
          FaultKind.LEASE_MISSING);

  /** Fixed by entries and settings alone, all of which a rollback brings back. */
  static final Set<FaultKind> UNDONE =
      EnumSet.of(
          FaultKind.INPUT_FIREWALL,
          FaultKind.INPUT_REJECTED,
          FaultKind.OUTPUT_FIREWALL,
          FaultKind.ICMP_FILTERED,
          FaultKind.FORWARD_DROP,
          FaultKind.ICMP_IGNORED,
          FaultKind.IP_FORWARD_OFF,
          FaultKind.TUNNEL_FORWARD_OFF,
          FaultKind.DEVICE_DOWN,
          FaultKind.DEVICE_BOUNCED,
          FaultKind.ROUTE_MISSING,
          FaultKind.NEIGHBOUR_MISSING,
          FaultKind.NEIGHBOUR_STALE,
          FaultKind.FORWARD_MISSING,
          FaultKind.FORWARD_WRONG,
          FaultKind.DOCKER0_DOWN,
          FaultKind.DOCKER0_ROUTE_HIJACKED,
          FaultKind.DOCKER_DIRECT_ROUTING);

  @Test
  void everyFaultIsHere() {
    Set<FaultKind> known = EnumSet.copyOf(UNSEEN);
    HEALED.forEach(it -> known.add(it.kind()));
    BY_HAND.forEach(it -> known.add(it.kind()));
    assertThat(known).containsExactlyInAnyOrder(FaultKind.values());
  }

  @ParameterizedTest
  @FieldSource("HEALED")
  void isHealedByEachRemedy(Healed fault) {
    for (int number : fault.remedies()) {
      try (Bench bench = deployed()) {
        bench.practice.switchOn(at(bench, fault.kind()));
        Desk desk = new Desk(bench);
        Fixes.Proposal proposal = desk.propose(fault.finding(), number).orElseThrow();
        assertThat(proposal.byHand()).isEmpty();
        assertThat(proposal.lines()).isNotEmpty().allMatch(line -> !line.command().isEmpty());
        assertHealed(desk.run(proposal));
        if (number == 1 && UNDONE.contains(fault.kind())) {
          assertThat(proposal.undo()).isEqualTo(Fixes.Undo.WHOLLY);
          assertUndone(bench, desk, fault.finding());
        }
      }
    }
  }

  /** A rollback brings back what stood before, and with it the fault. */
  private static void assertUndone(Bench bench, Desk desk, String finding) {
    Journal.Generation written = desk.journal().latest().orElseThrow();
    assertThat(written.fixes()).isEqualTo(finding);
    assertThat(written.state()).isEqualTo(Journal.State.COMPLETE);
    assertThat(written.units()).isEmpty();

    Rollbacks rollbacks = new Rollbacks(desk.session.cluster());
    RollbackPlan plan = rollbacks.propose(bench.spec(4)).orElseThrow();
    assertThat(plan.risk()).isEqualTo(new Risk.None());
    assertThat(rollbacks.run(bench.spec(4), plan, _ -> {}).orElseThrow().holds()).isTrue();
    assertThat(desk.causes()).containsExactly(finding);
    assertThat(desk.journal().latest().orElseThrow().isPush()).isTrue();
  }

  @ParameterizedTest
  @FieldSource("BY_HAND")
  void isForAPersonToDoWithWords(ByHand fault) {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, fault.kind()));
      Desk desk = new Desk(bench);
      Fixes.Proposal proposal = desk.propose(fault.finding(), 1).orElseThrow();
      assertThat(proposal.byHand())
          .extracting(Remedy.Instruct::code)
          .containsExactly(fault.instruction());
      boolean rest = BY_HAND_FIRST.contains(fault.kind());
      assertThat(proposal.lines().isEmpty()).isNotEqualTo(rest);
      Fixes.Choice choice = desk.fixes.choices(proposal.finding()).getFirst();
      assertThat(choice.kind())
          .isEqualTo(rest ? Fixes.Choice.Kind.CLICKABLE : Fixes.Choice.Kind.INSTRUCTION);
      assertThat(choice.words(Messages.of(Locale.ENGLISH)))
          .isNotEmpty()
          .allMatch(line -> !line.isBlank());
    }
  }

  @Test
  void aPartByHandComesFirst() {
    try (Bench bench = deployed()) {
      PracticeFault fault = at(bench, FaultKind.PORT_TAKEN);
      bench.practice.switchOn(fault);
      Desk desk = new Desk(bench);
      Fixes.Proposal proposal = desk.propose("udp-port-taken@vm04", 1).orElseThrow();
      Fixes.Report early = desk.run(proposal);
      assertThat(early.healed()).isFalse();
      assertThat(early.failure()).isPresent();
      assertThat(early.red()).hasSize(6);
    }
    try (Bench bench = deployed()) {
      PracticeFault fault = at(bench, FaultKind.PORT_TAKEN);
      bench.practice.switchOn(fault);
      Desk desk = new Desk(bench);
      Fixes.Proposal proposal = desk.propose("udp-port-taken@vm04", 1).orElseThrow();
      bench.practice.switchOff(fault);
      assertHealed(desk.run(proposal));
    }
  }

  @Test
  void whatSomebodyElseChangedSinceStaysWhenAFixIsUndone() {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, FaultKind.FORWARD_WRONG));
      Desk desk = new Desk(bench);
      Fixes.Proposal proposal = desk.propose("forward-wrong@vm04>vm02", 1).orElseThrow();
      assertHealed(desk.run(proposal));
      KernelChange.PutForward put =
          (KernelChange.PutForward) ((Step.ChangeKernel) proposal.steps().getFirst()).change();
      bench
          .node(4)
          .change(
              new KernelChange.RemoveForward(put.device(), put.mac(), put.destination()),
              Bench.soon())
          .orElseThrow();
      RollbackPlan plan =
          new Rollbacks(desk.session.cluster()).propose(bench.spec(4)).orElseThrow();
      assertThat(plan.actions()).isEmpty();
    }
  }

  @Test
  void aSettingIsWrittenToAFileThatARollbackTakesAway() {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, FaultKind.IP_FORWARD_OFF));
      Desk desk = new Desk(bench);
      assertHealed(desk.run(desk.propose("ip-forward-off@vm04", 1).orElseThrow()));
      assertThat(bench.text(4, SettingsFile.PATH.text())).isEqualTo("net/ipv4/ip_forward = 1\n");
      Rollbacks rollbacks = new Rollbacks(desk.session.cluster());
      RollbackPlan plan = rollbacks.propose(bench.spec(4)).orElseThrow();
      assertThat(rollbacks.run(bench.spec(4), plan, _ -> {}).toFailure()).isEmpty();
      assertThat(bench.disk(4)).doesNotContainKey(SettingsFile.PATH.text());
    }
  }

  @Test
  void whatIsGoneOrChangedBeforeIsNotProposed() {
    try (Bench bench = deployed()) {
      PracticeFault fault = at(bench, FaultKind.NEIGHBOUR_MISSING);
      bench.practice.switchOn(fault);
      Desk desk = new Desk(bench);
      Finding finding = desk.finding("neighbour-missing@vm04>vm02");
      bench.practice.switchOn(at(bench, FaultKind.FORWARD_MISSING));
      assertThat(desk.propose(finding, 1).toFailure())
          .contains(new AppFailure.FindingChanged(finding.id()));
      bench.practice.switchOff(at(bench, FaultKind.FORWARD_MISSING));
      bench.practice.switchOff(fault);
      assertThat(desk.propose(finding, 1).toFailure())
          .contains(new AppFailure.FindingGone(finding.id()));
    }
  }

  @Test
  void whatChangedAfterTheProposalIsRefusedAndNothingIsTouched() {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, FaultKind.FORWARD_MISSING));
      Desk desk = new Desk(bench);
      Fixes.Proposal proposal = desk.propose("forward-missing@vm04>vm02", 1).orElseThrow();
      bench.practice.switchOn(at(bench, FaultKind.FORWARD_WRONG));
      Fixes.Report report = desk.run(proposal);
      assertThat(report.refusal()).isInstanceOf(ApplyFailure.KernelMovedSincePlan.class);
      assertThat(report.healed()).isFalse();
      assertThat(report.outcomes())
          .extracting(Fixes.Outcome::outcome)
          .containsOnly(new StepOutcome.NotReached());
      assertThat(desk.journal().latest().orElseThrow().isPush()).isTrue();
    }
  }

  @Test
  void aStepThatFailsStopsTheRestAndIsWrittenDown() {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, FaultKind.DEVICE_DOWN));
      Desk desk = new Desk(bench);
      Fixes.Proposal proposal = desk.propose("vxlan-device-down@vm04", 1).orElseThrow();
      bench.practice.switchOn(at(bench, FaultKind.PORT_TAKEN));
      Fixes.Report report = desk.run(proposal);
      assertThat(report.failure()).isPresent();
      assertThat(report.healed()).isFalse();
      assertThat(report.outcomes().getFirst().outcome()).isInstanceOf(StepOutcome.Failed.class);
      assertThat(report.outcomes().subList(1, 7))
          .extracting(Fixes.Outcome::outcome)
          .containsOnly(new StepOutcome.NotReached());
      assertThat(report.red()).isNotEmpty();
      Journal.Generation written = desk.journal().latest().orElseThrow();
      assertThat(written.state()).isEqualTo(Journal.State.FAILED);
      assertThat(written.failedStep()).isEqualTo("kernel");
      assertThat(written.kernel()).hasSize(7);
      // A push does not go on in a fix's generation.
      assertThat(desk.journal().interrupted()).isEmpty();
    }
  }

  @Test
  void whoHasCancelledChangesNothing() {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, FaultKind.FORWARD_MISSING));
      Desk desk = new Desk(bench);
      Fixes.Proposal proposal = desk.propose("forward-missing@vm04>vm02", 1).orElseThrow();
      CancelToken cancelled = new CancelToken();
      cancelled.cancel();
      Fixes.Report report =
          desk.fixes.run(proposal, ApplyListener.none(), new Watcher(_ -> {}, cancelled));
      assertThat(report.outcomes())
          .extracting(Fixes.Outcome::outcome)
          .containsOnly(new StepOutcome.NotReached());
      assertThat(report.healed()).isFalse();
    }
  }

  @Test
  void aClusterThatIsOnlyLookedAtRefuses() {
    try (Bench bench = deployed()) {
      bench.practice.switchOn(at(bench, FaultKind.ROUTE_MISSING));
      Desk desk = new Desk(bench);
      desk.session.cluster().restrict();
      Fixes.Proposal proposal = desk.propose("route-missing@vm04>vm02", 1).orElseThrow();
      Fixes.Report report = desk.run(proposal);
      assertThat(report.refusal()).isInstanceOf(AppFailure.ReadOnly.class);
      assertThat(desk.causes()).containsExactly("route-missing@vm04>vm02");
    }
  }

  @Test
  void aLeaseThatNobodyUsesIsRemovedIfItIsStillTheOneSeen() {
    try (Bench bench = deployed()) {
      Desk desk = new Desk(bench);
      String key = desk.writeStaleLease("172.16.16.84");
      Fixes.Proposal proposal = desk.propose("lease-stale-own@vm04", 1).orElseThrow();
      assertThat(proposal.lines().getFirst().command())
          .isEqualTo("ETCDCTL_API=2 etcdctl rm " + key);
      desk.writeStaleLease("172.16.16.84");
      Fixes.Report late = desk.run(proposal);
      assertThat(late.failure()).containsInstanceOf(AppFailure.LeaseChangedMeanwhile.class);
      assertHealed(desk.run(desk.propose("lease-stale-own@vm04", 1).orElseThrow()));
    }
  }

  /** A flanneld that systemd does not start again stays away with its lease. */
  @Test
  void aLeaseThatIsGoneIsTakenAgain() {
    try (Bench bench = Bench.deployedByHand(4)) {
      bench.practice.switchOn(at(bench, FaultKind.LEASE_MISSING));
      Desk desk = new Desk(bench);
      Fixes.Report report = desk.run(desk.propose("lease-missing@vm04", 1).orElseThrow());
      assertThat(report.healed()).isTrue();
      assertThat(report.after().diagnosis().shape()).isInstanceOf(MatrixShape.AllReached.class);
    }
  }

  private static void assertHealed(Fixes.Report report) {
    assertThat(report.failure()).isEmpty();
    assertThat(report.left()).extracting(Finding::id).isEmpty();
    assertThat(report.red()).isEmpty();
    assertThat(report.healed()).isTrue();
    assertThat(report.after().diagnosis().shape()).isInstanceOf(MatrixShape.AllReached.class);
    assertThat(report.outcomes()).allMatch(it -> it.outcome() instanceof StepOutcome.Changed);
  }

  private static Bench deployed() {
    Bench bench = Bench.bare(4);
    bench.session().push();
    return bench;
  }

  private static PracticeFault at(Bench bench, FaultKind kind) {
    return kind.at(List.of(bench.id(4), bench.id(2)).subList(0, kind.nodes()));
  }

  /** Somebody who diagnoses and fixes, in one session. */
  private static final class Desk {

    private final Bench bench;
    final Bench.Session session;
    final Fixes fixes;
    private final Diagnostics diagnostics;
    private Diagnostics.Report seen;

    Desk(Bench bench) {
      this.bench = bench;
      this.session = bench.session();
      this.fixes = new Fixes(session.cluster(), session.door());
      this.diagnostics = new Diagnostics(session.cluster(), session.door());
      this.seen = diagnostics.all(Watcher.none());
    }

    List<String> causes() {
      seen = diagnostics.all(Watcher.none());
      return seen.diagnosis().roots().stream()
          .filter(it -> it.severity() != Severity.INFO)
          .map(Finding::id)
          .sorted()
          .toList();
    }

    /** The finding; a pair's that a look at all does not show is looked for at the pair. */
    Finding finding(String id) {
      seen = diagnostics.all(Watcher.none());
      if (seen.diagnosis().finding(id).isEmpty() && id.contains(">")) {
        seen = diagnostics.pair(bench.id(4), bench.id(2), Watcher.none());
      }
      return seen.diagnosis().finding(id).orElseThrow();
    }

    Result<Fixes.Proposal, Failure> propose(String id, int number) {
      return propose(finding(id), number);
    }

    Result<Fixes.Proposal, Failure> propose(Finding finding, int number) {
      Fixes.Choice choice = fixes.choices(finding).get(number - 1);
      return fixes.propose(seen, finding, choice.remedy());
    }

    Fixes.Report run(Fixes.Proposal proposal) {
      return fixes.run(proposal, ApplyListener.none(), Watcher.none());
    }

    Journal journal() {
      return new Rollbacks(session.cluster()).journal(bench.spec(4)).orElseThrow();
    }

    /** A lease of a node's that is older than the one it uses; gives its key. */
    String writeStaleLease(String publicIp) {
      String key = bench.profile().etcd().prefix() + "/subnets/10.253.250.0-24";
      String value =
          "{\"PublicIP\":\"%s\",\"BackendType\":\"vxlan\",\"BackendData\":{\"VtepMAC\":\"02:aa:00:00:00:01\"}}"
              .formatted(publicIp);
      session
          .door()
          .open(null)
          .orElseThrow()
          .put(key, value, new Expect.Anything(), Duration.ofHours(2), Bench.soon())
          .orElseThrow();
      return key;
    }
  }
}

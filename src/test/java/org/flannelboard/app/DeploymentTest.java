package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.flannelboard.app.Bench.Session;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.apply.ApplyFailure;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.etcd.Expect;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.Test;

/** Pushes to a practice cluster, from proposal to proof. */
class DeploymentTest {

  private static final String KEY = "/etc/flanneld/ssl/flannel-key.pem";
  private static final String CERTIFICATE = "/etc/flanneld/ssl/flannel.pem";

  @Test
  void fourBareNodesReachEachOtherAfterOnePush() {
    try (Bench bench = Bench.bare(4)) {
      PushReport report = bench.session().push();
      assertThat(report.succeeded()).as(report.toString()).isTrue();
      assertThat(report.etcd()).isInstanceOf(StepOutcome.Changed.class);
      Mesh.Measured mesh = bench.session().ping();
      assertThat(mesh.leases()).isNull();
      assertThat(mesh.matrix().reached()).isEqualTo(12);
      assertThat(mesh.matrix().allReached()).isTrue();
    }
  }

  @Test
  void aSecondPushChangesNothingAndWritesNothing() {
    try (Bench bench = Bench.bare(4)) {
      bench.session().push();
      List<SortedMap<String, String>> disks = disks(bench);
      List<String> docker = mainProcesses(bench);
      bench.clock.advance(Duration.ofMinutes(1)); // so that a rewritten file shows by its time

      DyingConnector counting = DyingConnector.never(bench.practice.nodes());
      PushReport second = bench.session(counting).push();
      assertThat(second.succeeded()).isTrue();
      assertThat(second.changes()).isZero();
      assertThat(second.etcd()).isInstanceOf(StepOutcome.Unchanged.class);
      assertThat(counting.changes()).isZero();
      assertThat(disks(bench)).isEqualTo(disks);
      assertThat(mainProcesses(bench)).isEqualTo(docker);
    }
  }

  @Test
  void aProposalChangesNothing() {
    try (Bench bench = Bench.bare(4)) {
      List<SortedMap<String, String>> disks = disks(bench);
      DyingConnector counting = DyingConnector.never(bench.practice.nodes());
      Proposal proposal = bench.session(counting).propose();
      assertThat(proposal.certificateIssued()).isTrue();
      assertThat(proposal.plan().changes()).hasSizeGreaterThan(40);
      assertThat(counting.changes()).isZero();
      assertThat(disks(bench)).isEqualTo(disks);
    }
  }

  @Test
  void aNodeThatIsAddedGetsTheCertificateTheOthersHave() {
    try (Bench bench = Bench.bare(4)) {
      bench.session().push(bench.spec(1), bench.spec(2), bench.spec(3));
      Proposal proposal = bench.session().propose(bench.spec(4));
      assertThat(proposal.certificateIssued()).isFalse();
      PushReport report = bench.session().push(proposal);
      assertThat(report.succeeded()).isTrue();
      assertThat(bench.text(4, CERTIFICATE)).isEqualTo(bench.text(1, CERTIFICATE));
      assertThat(bench.session().ping().matrix().reached()).isEqualTo(12);
    }
  }

  @Test
  void nodesDeployedByHandKeepTheirCertificateAndLeases() {
    try (Bench bench = Bench.deployedByHand(4)) {
      String certificate = bench.text(2, CERTIFICATE);
      Proposal proposal = bench.session().propose();
      assertThat(proposal.certificateIssued()).isFalse();
      assertThat(proposal.plan().etcd().changes()).isFalse();
      assertThat(bench.session().push(proposal).succeeded()).isTrue();
      assertThat(bench.text(2, CERTIFICATE)).isEqualTo(certificate);
      Proposal after = bench.session().propose();
      assertThat(after.leases()).hasSameElementsAs(proposal.leases());
      assertThat(after.plan().isEmpty()).isTrue();
    }
  }

  @Test
  void aCertificateNearItsEndIsReplacedOnAllNodes() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      String old = bench.text(1, CERTIFICATE);
      bench.clock.advance(Bench.VALIDITY.minus(Duration.ofDays(31)));
      assertThat(bench.session().changes()).isEmpty();
      bench.clock.advance(Duration.ofDays(2));
      Proposal proposal = bench.session().propose();
      assertThat(proposal.certificateIssued()).isTrue();
      assertThat(bench.session().push(proposal).succeeded()).isTrue();
      assertThat(bench.text(1, CERTIFICATE)).isNotEqualTo(old);
      assertThat(bench.text(2, CERTIFICATE)).isEqualTo(bench.text(1, CERTIFICATE));
      assertThat(bench.session().changes()).isEmpty();
    }
  }

  @Test
  void aCertificateThatSaysSomethingElseIsReplaced() {
    try (Bench bench = Bench.deployedByHand(2)) {
      bench.change(p -> Bench.asking(p, "flanneld-2"));
      Proposal proposal = bench.session().propose();
      assertThat(proposal.certificateIssued()).isTrue();
      assertThat(bench.session().push(proposal).succeeded()).isTrue();
      assertThat(bench.session().changes()).isEmpty();
    }
  }

  @Test
  void aPairOfWhichOnlyHalfWasWrittenIsHealed() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      PracticeDisk.write(
          bench.practice, bench.id(1), CERTIFICATE, Bench.pem("flannel.pem"), 0644, "root");
      assertThat(bench.session().changes())
          .containsExactly("vm01 certificate", "vm01 flanneld-start");
      assertThat(bench.session().push().succeeded()).isTrue();
      assertThat(bench.text(1, CERTIFICATE)).isEqualTo(bench.text(2, CERTIFICATE));
      assertThat(bench.text(1, KEY)).isEqualTo(bench.text(2, KEY));
    }
  }

  @Test
  void aConfigurationThatChangedMeanwhileStopsThePushBeforeAnyNode() {
    try (Bench bench = Bench.bare(2)) {
      Session session = bench.session();
      Proposal proposal = session.propose();
      proposal
          .store()
          .putConfig(
              NetworkConfig.of(Cidr.of("10.99.0.0/16"), 24, Backend.vxlan()),
              new Expect.Absent(),
              Bench.soon())
          .orElseThrow();
      List<SortedMap<String, String>> disks = disks(bench);
      PushReport report = session.push(proposal);
      assertThat(failureOf(report.etcd()).code()).isEqualTo("config-changed-meanwhile");
      assertThat(report.nodes())
          .allSatisfy(
              node ->
                  assertThat(node.steps().values())
                      .allMatch(StepOutcome.NotReached.class::isInstance));
      assertThat(report.succeeded()).isFalse();
      assertThat(disks(bench)).isEqualTo(disks);
    }
  }

  @Test
  void aNewNetworkReachesEveryNode() {
    try (Bench bench = Bench.bare(4)) {
      bench.session().push();
      NetworkConfig other = NetworkConfig.of(Cidr.of("10.99.0.0/16"), 24, Backend.vxlan());
      bench.change(p -> Bench.with(p, other));
      Proposal proposal = bench.session().propose();
      assertThat(((Risk.NetworkChanges) proposal.plan().etcd().risk()).orphaned()).hasSize(4);
      PushReport report = bench.session().push(proposal);
      assertThat(report.succeeded()).as(report.toString()).isTrue();
      assertThat(bench.text(3, "/run/flannel/subnet.env")).contains("FLANNEL_NETWORK=10.99.0.0/16");
      assertThat(bench.session().changes()).isEmpty();
      assertThat(bench.session().ping().matrix().reached()).isEqualTo(12);
    }
  }

  @Test
  void aNodeThatIsDownIsNamedAndTheOthersAreDone() {
    try (Bench bench = Bench.bare(4)) {
      bench.practice.switchOn(new PracticeFault.NodeDown(bench.id(4)));
      PushReport report = bench.session().push();
      assertThat(report.succeeded()).isFalse();
      assertThat(report.unreachable()).containsOnlyKeys(bench.id(4));
      assertThat(report.unreachable().get(bench.id(4))).isInstanceOf(NodeFailure.Unreachable.class);
      assertThat(report.nodes()).hasSize(3).allMatch(NodeOutcome::succeeded);
    }
  }

  @Test
  void aNodeThatCameBackIsReachedByTheSameSession() {
    try (Bench bench = Bench.bare(4)) {
      Session session = bench.session();
      Proposal proposal = session.propose();
      PracticeFault down = new PracticeFault.NodeDown(bench.id(4));
      bench.practice.switchOn(down);
      PushReport report = session.push(proposal);
      assertThat(failures(report)).containsOnlyKeys(bench.id(4));
      bench.practice.switchOff(down);
      assertThat(session.push(bench.spec(4)).succeeded()).isTrue();
    }
  }

  @Test
  void aRefusalOfSudoChangesNothing() {
    try (Bench bench = Bench.bare(4)) {
      bench.practice.switchOn(new PracticeFault.SudoRefused(bench.id(2)));
      SortedMap<String, String> disk = bench.wholeDisk(2);
      PushReport report = bench.session().push();
      assertThat(report.unreachable().get(bench.id(2))).isInstanceOf(NodeFailure.SudoRefused.class);
      assertThat(bench.wholeDisk(2)).isEqualTo(disk);
    }
  }

  @Test
  void aFullDiskStopsTheNodeAtThatFileAndTheNextPushGoesOn() {
    try (Bench bench = Bench.bare(2)) {
      PracticeFault full = new PracticeFault.NoSpace(bench.id(1), RemotePath.of("/etc/flanneld"));
      bench.practice.switchOn(full);
      PushReport report = bench.session().push();
      NodeOutcome node = outcome(report, bench.id(1));
      assertThat(node.failure().orElseThrow().getKey()).isEqualTo(StepId.CERTIFICATE);
      assertThat(node.failure().orElseThrow().getValue()).isInstanceOf(NodeFailure.NoSpace.class);
      assertThat(node.steps().get(StepId.MK_DOCKER_OPTS)).isInstanceOf(StepOutcome.Changed.class);
      assertThat(node.steps().get(StepId.FLANNELD_START))
          .isInstanceOf(StepOutcome.NotReached.class);
      bench.practice.switchOff(full);
      assertThat(bench.session().changes(bench.spec(1))).doesNotContain("vm01 mk-docker-opts");
      assertThat(bench.session().push().succeeded()).isTrue();
    }
  }

  @Test
  void aFullStateDirectoryForbidsToBegin() {
    try (Bench bench = Bench.bare(2)) {
      bench.practice.switchOn(
          new PracticeFault.NoSpace(bench.id(1), RemotePath.of("/var/lib/flannelboard")));
      SortedMap<String, String> disk = bench.wholeDisk(1);
      PushReport report = bench.session().push();
      assertThat(failures(report).get(bench.id(1))).isInstanceOf(NodeFailure.NoSpace.class);
      assertThat(bench.wholeDisk(1)).isEqualTo(disk);
    }
  }

  @Test
  void aUnitThatDoesNotStartIsToldWithItsJournal() {
    try (Bench bench = Bench.bare(2)) {
      PracticeFault fails = new PracticeFault.UnitStartFails(bench.id(1), "flanneld.service");
      bench.practice.switchOn(fails);
      PushReport report = bench.session().push();
      assertThat(failures(report).get(bench.id(1)))
          .isInstanceOfSatisfying(
              NodeFailure.UnitRefused.class,
              refused -> {
                assertThat(refused.unit()).isEqualTo("flanneld.service");
                assertThat(refused.journal()).contains("status=1/FAILURE");
              });
      bench.practice.switchOff(fails);
      assertThat(bench.session().push().succeeded()).isTrue();
    }
  }

  @Test
  void whoTakesDockerDownNamesTheContainersFirst() {
    try (Bench bench = Bench.bare(4)) {
      Step docker = step(bench.session().propose(), bench.id(2), StepId.DOCKER_START);
      assertThat(docker)
          .isInstanceOfSatisfying(
              Step.ControlUnit.class,
              control -> assertThat(control.reason()).isEqualTo("files-changed"));
      assertThat(docker.risk()).isEqualTo(new Risk.DockerRestarts(List.of("web"), false));
    }
  }

  @Test
  void aFileThatMovedSinceTheProposalIsLeftAlone() {
    try (Bench bench = Bench.bare(2)) {
      Session session = bench.session();
      Proposal proposal = session.propose();
      PracticeDisk.write(
          bench.practice, bench.id(1), "/etc/flanneld/flanneld", "by hand\n", 0644, "root");
      SortedMap<String, String> disk = bench.wholeDisk(1);
      PushReport report = session.push(proposal);
      assertThat(failures(report))
          .isEqualTo(
              Map.of(
                  bench.id(1),
                  new ApplyFailure.MovedSincePlan(
                      bench.id(1), RemotePath.of("/etc/flanneld/flanneld"))));
      assertThat(bench.wholeDisk(1)).isEqualTo(disk);
      assertThat(outcome(report, bench.id(2)).succeeded()).isTrue();
    }
  }

  @Test
  void dockersOwnUnitFileIsWatchedToo() {
    try (Bench bench = Bench.bare(2)) {
      bench.change(Bench::inPlace);
      Session session = bench.session();
      Proposal proposal = session.propose(bench.spec(1));
      String path = "/usr/lib/systemd/system/docker.service";
      PracticeDisk.write(
          bench.practice, bench.id(1), path, bench.text(1, path) + "# by hand\n", 0644, "root");
      PushReport report = session.push(proposal);
      assertThat(failures(report).get(bench.id(1)))
          .isEqualTo(new ApplyFailure.MovedSincePlan(bench.id(1), RemotePath.of(path)));
    }
  }

  @Test
  void somebodyElsesPushInBetweenIsNotOverwritten() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push(bench.spec(2));
      Session mine = bench.session();
      Proposal proposal = mine.propose(bench.spec(1));
      bench.practice.switchOn(
          new PracticeFault.NoSpace(bench.id(1), RemotePath.of("/usr/bin/flanneld")));
      bench.session().push(bench.spec(1)); // fails at its first file, yet leaves its journal
      SortedMap<String, String> disk = bench.wholeDisk(1);
      PushReport report = mine.push(proposal);
      assertThat(failures(report).get(bench.id(1))).isInstanceOf(ApplyFailure.MovedSincePlan.class);
      assertThat(bench.wholeDisk(1)).isEqualTo(disk);
    }
  }

  @Test
  void cancellingStopsBetweenTwoSteps() {
    try (Bench bench = Bench.bare(2)) {
      CancelToken cancel = new CancelToken();
      List<StepId> finished = new ArrayList<>();
      ApplyListener atOptions =
          new ApplyListener() {
            @Override
            public void started(NodeId node, StepId step) {}

            @Override
            public void finished(NodeId node, StepId step, StepOutcome outcome) {
              finished.add(step);
              if (step == StepId.OPTIONS) {
                cancel.cancel();
              }
            }
          };
      Session session = bench.session();
      PushReport report =
          session.deployment().push(session.propose(bench.spec(1)), atOptions, cancel);
      assertThat(finished).endsWith(StepId.OPTIONS);
      NodeOutcome node = outcome(report, bench.id(1));
      assertThat(node.succeeded()).isFalse();
      assertThat(node.failure()).isEmpty();
      assertThat(node.steps().get(StepId.FLANNELD_UNIT)).isInstanceOf(StepOutcome.NotReached.class);
      assertThat(bench.session().push(bench.spec(1)).succeeded()).isTrue();
    }
  }

  @Test
  void whatIsCancelledBeforeItBeginsLeavesNoTrace() {
    try (Bench bench = Bench.bare(2)) {
      CancelToken cancel = new CancelToken();
      Session session = bench.session();
      Proposal proposal = session.propose(bench.spec(1));
      cancel.cancel();
      SortedMap<String, String> disk = bench.wholeDisk(1);
      session.deployment().push(proposal, ApplyListener.none(), cancel);
      assertThat(bench.wholeDisk(1)).isEqualTo(disk);
    }
  }

  @Test
  void anInterruptedPushRestartsFlanneldOnlyWhereItRuns() {
    try (Bench bench = Bench.bare(2)) {
      PracticeFault full = new PracticeFault.NoSpace(bench.id(1), RemotePath.of("/etc/flanneld"));
      bench.practice.switchOn(full);
      bench.session().push(bench.spec(1));
      bench.practice.switchOff(full);
      Step start = step(bench.session().propose(bench.spec(1)), bench.id(1), StepId.FLANNELD_START);
      assertThat(start)
          .isInstanceOfSatisfying(
              Step.ControlUnit.class,
              control -> assertThat(control.reason()).isEqualTo("not-running"));
    }
  }

  @Test
  void theUnitFileKeepsItsOwnerAndModeWhenItIsChangedInPlace() {
    try (Bench bench = Bench.bare(4)) {
      bench.change(Bench::inPlace);
      String path = "/usr/lib/systemd/system/docker.service";
      PracticeDisk.write(bench.practice, bench.id(4), path, bench.text(4, path), 0640, "ops");
      assertThat(bench.session().push().succeeded()).isTrue();
      assertThat(bench.wholeDisk(4).get(path)).startsWith("640 ops:ops ");
      assertThat(bench.wholeDisk(4))
          .doesNotContainKey("/etc/systemd/system/docker.service.d/50-flannelboard.conf");
      assertThat(bench.session().changes()).isEmpty();
      assertThat(bench.session().ping().matrix().reached()).isEqualTo(12);
    }
  }

  @Test
  void theCaFileOfOtherProgramsIsNeverTouched() {
    try (Bench bench = Bench.bare(2)) {
      String path = "/etc/kubernetes/ssl/ca.pem";
      PracticeDisk.write(bench.practice, bench.id(2), path, Bench.pem("ca.pem"), 0640, "kube");
      String before = bench.wholeDisk(2).get(path);
      assertThat(bench.session().push().succeeded()).isTrue();
      assertThat(bench.wholeDisk(2).get(path)).isEqualTo(before);
    }
  }

  @Test
  void anotherCaOnANodeForbidsToTouchThatNode() {
    try (Bench bench = Bench.bare(2)) {
      PracticeDisk.write(
          bench.practice,
          bench.id(2),
          "/etc/kubernetes/ssl/ca.pem",
          Bench.pem("other-ca.pem"),
          0644,
          "root");
      PushReport report = bench.session().push();
      assertThat(report.blocked()).containsOnlyKeys(bench.id(2));
      assertThat(report.blocked().get(bench.id(2)))
          .extracting(problem -> problem.code())
          .containsExactly("etcd-ca-differs");
      assertThat(outcome(report, bench.id(1)).succeeded()).isTrue();
    }
  }

  @Test
  void withoutEtcdThereIsNoProposal() {
    try (Bench bench = Bench.bare(2)) {
      bench.practice.switchOn(new PracticeFault.EtcdUnreachable());
      Failure failure =
          bench.session().deployment().propose(bench.profile().nodes()).toFailure().orElseThrow();
      assertThat(failure.code()).isEqualTo("etcd-unreachable");
    }
  }

  @Test
  void aPlanForAnotherClusterIsABug() {
    try (Bench bench = Bench.bare(2);
        Bench larger = Bench.bare(3)) {
      Proposal proposal = larger.session().propose(larger.spec(3));
      Deployment deployment = bench.session().deployment();
      assertThatThrownBy(() -> deployment.push(proposal, ApplyListener.none(), new CancelToken()))
          .isInstanceOf(NoSuchElementException.class);
    }
  }

  private static Step step(Proposal proposal, NodeId node, StepId id) {
    return proposal.plan().node(node).orElseThrow().step(id);
  }

  private static NodeOutcome outcome(PushReport report, NodeId id) {
    return report.nodes().stream().filter(n -> n.node().equals(id)).findFirst().orElseThrow();
  }

  private static Map<NodeId, Failure> failures(PushReport report) {
    return report.nodes().stream()
        .filter(node -> node.failure().isPresent())
        .collect(
            Collectors.toMap(NodeOutcome::node, node -> node.failure().orElseThrow().getValue()));
  }

  private static Failure failureOf(StepOutcome outcome) {
    return ((StepOutcome.Failed) outcome).failure();
  }

  private static List<SortedMap<String, String>> disks(Bench bench) {
    return IntStream.rangeClosed(1, bench.profile().nodes().size())
        .mapToObj(bench::wholeDisk)
        .toList();
  }

  private static List<String> mainProcesses(Bench bench) {
    return IntStream.rangeClosed(1, bench.profile().nodes().size())
        .mapToObj(
            i ->
                bench.unit(i, "flanneld.service").process()
                    + " "
                    + bench.unit(i, "docker.service").process())
        .toList();
  }
}

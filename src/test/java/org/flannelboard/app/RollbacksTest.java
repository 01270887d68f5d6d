package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.flannelboard.app.Bench.Session;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.apply.ApplyFailure;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way back: every file byte for byte, every unit as it was. */
class RollbacksTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void bareNodesAreBareAgain(int number) {
    try (Bench bench = Bench.bare(4)) {
      SortedMap<String, String> disk = bench.disk(number);
      List<String> units = bench.units(number);
      bench.session().push();
      assertThat(bench.disk(number)).isNotEqualTo(disk);
      CrashTest.rollBack(bench.session(), bench.spec(number));
      assertThat(bench.disk(number)).isEqualTo(disk);
      assertThat(bench.units(number)).isEqualTo(units);
      assertThat(bench.session().push(bench.spec(number)).succeeded()).isTrue();
      assertThat(bench.session().ping().matrix().reached()).isEqualTo(12);
    }
  }

  @Test
  void nodesDeployedByHandGetTheirOwnFilesBack() {
    try (Bench bench = Bench.deployedByHand(4)) {
      PracticeDisk.write(
          bench.practice, bench.id(3), "/etc/flanneld/flanneld", OLD_OPTIONS, 0640, "ops");
      SortedMap<String, String> disk = bench.disk(3);
      List<String> units = bench.units(3);
      assertThat(bench.session().push().succeeded()).isTrue();
      CrashTest.rollBack(bench.session(), bench.spec(3));
      SortedMap<String, String> back = bench.disk(3);
      // Written by flanneld and its helper at each start, and the same but for the time.
      disk.keySet().removeIf(path -> path.startsWith("/run/flannel"));
      back.keySet().removeIf(path -> path.startsWith("/run/flannel"));
      assertThat(back).isEqualTo(disk);
      assertThat(bench.units(3)).isEqualTo(units);
      assertThat(bench.session().ping().matrix().reached()).isEqualTo(12);
    }
  }

  @Test
  void whatWasUndoneIsNotUndoneTwice() {
    try (Bench bench = Bench.bare(2)) {
      NodeSpec node = bench.spec(1);
      Session session = bench.session();
      session.push(node);
      Rollbacks rollbacks = new Rollbacks(session.cluster());
      RollbackPlan plan = rollbacks.propose(node).orElseThrow();
      assertThat(rollbacks.run(node, plan, _ -> {}).orElseThrow().holds()).isTrue();

      Failure nothing = new ApplyFailure.NothingToRollBack(node.id());
      assertThat(rollbacks.propose(node).toFailure()).contains(nothing);
      assertThat(rollbacks.run(node, plan, _ -> {}).toFailure()).contains(nothing);
      assertThat(rollbacks.propose(bench.spec(2)).toFailure())
          .contains(new ApplyFailure.NothingToRollBack(bench.id(2)));
    }
  }

  @Test
  void twoPushesAreUndoneOneAfterTheOther() {
    try (Bench bench = Bench.bare(2)) {
      SortedMap<String, String> bare = bench.disk(1);
      bench.session().push();
      String first = bench.text(1, CERTIFICATE);
      bench.change(p -> Bench.asking(p, "flanneld-2"));
      assertThat(bench.session().push().succeeded()).isTrue();
      assertThat(bench.text(1, CERTIFICATE)).isNotEqualTo(first);
      CrashTest.rollBack(bench.session(), bench.spec(1));
      assertThat(bench.text(1, CERTIFICATE)).isEqualTo(first);
      CrashTest.rollBack(bench.session(), bench.spec(1));
      assertThat(bench.disk(1)).isEqualTo(bare);
    }
  }

  @Test
  void eachPushInTheJournalTellsWhatItMadeOfEachFile() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      PracticeDisk.write(bench.practice, bench.id(1), OPTIONS, "edited\n", 0600, "ops");
      bench.session().push();
      Rollbacks rollbacks = new Rollbacks(bench.session().cluster());
      Journal journal = rollbacks.journal(bench.spec(1)).orElseThrow();
      assertThat(journal.generations()).hasSize(2);
      Difference first = options(rollbacks, bench.spec(1), journal, 0);
      assertThat(first.before()).isEqualTo(new Difference.Side.Nothing());
      assertThat(first.after())
          .isEqualTo(new Difference.Side.Text(List.of("edited"), "600 ops:ops"));
      Difference second = options(rollbacks, bench.spec(1), journal, 1);
      assertThat(second.before()).isEqualTo(first.after());
      assertThat(second.unified(1)).contains("-edited").anyMatch(line -> line.startsWith("+FLAN"));
    }
  }

  private static Difference options(
      Rollbacks rollbacks, NodeSpec node, Journal journal, int generation) {
    return rollbacks
        .differences(node, journal, journal.generations().get(generation))
        .orElseThrow()
        .stream()
        .filter(difference -> difference.name().equals(OPTIONS))
        .findFirst()
        .orElseThrow();
  }

  private static final String OPTIONS = "/etc/flanneld/flanneld";

  @Test
  void aPlanMadeBeforeAnotherPushIsRefused() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      Session session = bench.session();
      Rollbacks rollbacks = new Rollbacks(session.cluster());
      RollbackPlan old = rollbacks.propose(bench.spec(1)).orElseThrow();
      bench.change(p -> Bench.asking(p, "flanneld-2"));
      bench.session().push();
      SortedMap<String, String> disk = bench.wholeDisk(1);
      assertThat(rollbacks.run(bench.spec(1), old, _ -> {}).toFailure().orElseThrow().code())
          .isEqualTo("moved-since-plan");
      assertThat(bench.wholeDisk(1)).isEqualTo(disk);
    }
  }

  @Test
  void aKeptFileThatWasTamperedWithIsNotPutBack() {
    try (Bench bench = Bench.deployedByHand(2)) {
      NodeSpec node = bench.spec(1);
      bench.session().push();
      String path = "/etc/flanneld/flanneld";
      String kept = bench.profile().paths().state() + "/kept/1" + path;
      assertThat(bench.wholeDisk(1)).containsKey(kept);
      PracticeDisk.write(bench.practice, node.id(), kept, "something else\n", 0644, "root");
      String now = bench.text(1, path);
      Rollbacks rollbacks = new Rollbacks(bench.session().cluster());
      RollbackPlan plan = rollbacks.propose(node).orElseThrow();
      assertThat(rollbacks.run(node, plan, _ -> {}).toFailure())
          .contains(
              new ApplyFailure.KeptFileLost(node.id(), RemotePath.of(path), RemotePath.of(kept)));
      assertThat(bench.text(1, path)).isEqualTo(now);
    }
  }

  @Test
  void aDirectoryOthersPutSomethingIntoStays() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      PracticeDisk.write(bench.practice, bench.id(1), "/etc/flanneld/notes", "mine\n", 0644, "ops");
      CrashTest.rollBack(bench.session(), bench.spec(1));
      assertThat(bench.disk(1))
          .containsKey("/etc/flanneld/notes")
          .doesNotContainKeys("/etc/flanneld/flanneld", "/etc/flanneld/ssl");
    }
  }

  @Test
  void aUnitThatIsStillTryingIsStopped() {
    try (Bench bench = Bench.bare(4)) {
      SortedMap<String, String> disk = bench.disk(4);
      List<String> units = bench.units(4);
      Session session = bench.session();
      Proposal proposal = session.propose(bench.spec(4));
      PracticeFault off = new PracticeFault.EtcdV2Off();
      StepGate gate = new StepGate(() -> bench.practice.switchOn(off));
      assertThat(session.deployment().push(proposal, gate, new CancelToken()).succeeded())
          .isFalse();
      assertThat(bench.unit(4, "flanneld.service").activeState()).isEqualTo("activating");
      CrashTest.rollBack(bench.session(), bench.spec(4));
      assertThat(bench.unit(4, "flanneld.service").activeState()).isEqualTo("inactive");
      assertThat(bench.disk(4)).isEqualTo(disk);
      assertThat(bench.units(4)).isEqualTo(units);
    }
  }

  @Test
  void aUnitThatFailedIsForgotten() {
    try (Bench bench = Bench.bare(2)) {
      bench.practice.switchOn(new PracticeFault.UnitStartFails(bench.id(1), "flanneld.service"));
      bench.session().push(bench.spec(1));
      assertThat(bench.unit(1, "flanneld.service").activeState()).isEqualTo("failed");
      CrashTest.rollBack(bench.session(), bench.spec(1));
      assertThat(bench.unit(1, "flanneld.service").activeState()).isEqualTo("inactive");
    }
  }

  @Test
  void theProposalNamesEveryActionAndWhoIsHurt() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      NodeSpec node = bench.spec(1);
      RollbackPlan plan = new Rollbacks(bench.session().cluster()).propose(node).orElseThrow();
      assertThat(plan.actions()).extracting(RollbackPlan.Action::text).containsExactly(ACTIONS);
      assertThat(plan.risk()).isEqualTo(new Risk.DockerRestarts(List.of(), false));
      List<RollbackPlan.Action> done = new ArrayList<>();
      new Rollbacks(bench.session().cluster()).run(node, plan, done::add).orElseThrow();
      assertThat(done).isEqualTo(plan.actions());
      assertThat(done).contains(new RollbackPlan.Action.Control(UnitVerb.STOP, "docker.service"));
    }
  }

  private static final String CERTIFICATE = "/etc/flanneld/ssl/flannel.pem";

  private static final String[] ACTIONS = {
    "stop docker.service",
    "stop flanneld.service",
    "disable flanneld.service",
    "disable docker.service",
    "remove /run/flannel/docker",
    "remove /run/flannel/subnet.env",
    "remove /usr/bin/flanneld",
    "remove /usr/bin/mk-docker-opts.sh",
    "remove /etc/flanneld/ssl/flannel.pem",
    "remove /etc/flanneld/ssl/flannel-key.pem",
    "remove /etc/flanneld/flanneld",
    "remove /usr/lib/systemd/system/flanneld.service",
    "remove /etc/systemd/system/docker.service.d/50-flannelboard.conf",
    "remove /etc/systemd/system/docker.service.d",
    "remove /etc/flanneld/ssl",
    "remove /etc/flanneld",
    "daemon-reload",
  };

  private static final String OLD_OPTIONS =
      """
      FLANNEL_ETCD_ENDPOINTS="https://vm01:2379"
      FLANNEL_ETCD_PREFIX="/kubernetes/network"
      FLANNEL_OPTIONS=" -etcd-cafile=/etc/kubernetes/ssl/ca.pem \
      -etcd-certfile=/etc/flanneld/ssl/flannel.pem -etcd-keyfile=/etc/flanneld/ssl/flannel-key.pem"
      """;
}

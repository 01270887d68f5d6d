package org.flannelboard.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.deploy.plan.NodeSight.CA;
import static org.flannelboard.deploy.plan.NodeSight.DOCKER;
import static org.flannelboard.deploy.plan.NodeSight.DOCKER_UNIT;
import static org.flannelboard.deploy.plan.NodeSight.FLANNELD_UNIT;
import static org.flannelboard.deploy.plan.NodeSight.activity;
import static org.flannelboard.deploy.plan.NodeSight.enablement;
import static org.flannelboard.deploy.plan.NodeSight.process;
import static org.flannelboard.deploy.plan.NodeSight.stale;

import java.util.List;
import java.util.stream.Stream;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.UnitState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** From what is seen on a node to what is done there, each difference by itself. */
class DeployPlannerTest {

  private static final Paths PATHS = Paths.guide();

  @Test
  void aBareNodeNeedsEverythingButTheCa() {
    NodePlan plan = NodeSight.bare(Guide.profile(), DockerUnits.CENTOS).plan();
    assertThat(plan.problems()).isEmpty();
    assertThat(described(plan))
        .containsExactly(
            "flanneld-binary /usr/bin/flanneld 755",
            "mk-docker-opts /usr/bin/mk-docker-opts.sh 755",
            "certificate /etc/flanneld/ssl/flannel.pem 644",
            "certificate-key /etc/flanneld/ssl/flannel-key.pem 600",
            "options /etc/flanneld/flanneld 644",
            "flanneld-unit /usr/lib/systemd/system/flanneld.service 644",
            "docker-unit /etc/systemd/system/docker.service.d/50-flannelboard.conf 644",
            "daemon-reload",
            "flanneld-enable enable not-enabled None",
            "flanneld-start start not-running None",
            "docker-start restart files-changed DockerRestarts");
  }

  @Test
  void thePlanAnswersForEverythingThatWasLookedAt() {
    List<StepId> all = StepId.OF_A_NODE;
    assertThat(NodeSight.deployed().plan().steps()).extracting(Step::id).isEqualTo(all);
    assertThat(NodeSight.bare(Guide.profile(), DockerUnits.DEBIAN).plan().steps())
        .extracting(Step::id)
        .isEqualTo(all);
  }

  @Test
  void aDeployedNodeNeedsNothing() {
    NodePlan plan = NodeSight.deployed().plan();
    assertThat(plan.problems()).isEmpty();
    assertThat(plan.changes()).isEmpty();
  }

  static Stream<Arguments> differences() {
    return Stream.of(
        one(
            "another flanneld",
            NodeSight.deployed().file(PATHS.flanneld(), Content.of("old"), 0755),
            "flanneld-binary /usr/bin/flanneld 755",
            "flanneld-start restart files-changed DockerRestarts"),
        one(
            "flanneld not executable",
            NodeSight.deployed().file(PATHS.flanneld(), NodeSight.FLANNELD, 0644),
            "flanneld-binary /usr/bin/flanneld 755",
            "flanneld-start restart files-changed DockerRestarts"),
        one(
            "another helper, which runs at the next start anyway",
            NodeSight.deployed().file(PATHS.mkDockerOpts(), Content.of("old"), 0755),
            "mk-docker-opts /usr/bin/mk-docker-opts.sh 755"),
        one(
            "a key everybody can read",
            NodeSight.deployed().file(PATHS.key(), NodeSight.KEY, 0644),
            "certificate-key /etc/flanneld/ssl/flannel-key.pem 600",
            "flanneld-start restart files-changed DockerRestarts"),
        one(
            "a certificate of somebody else's",
            NodeSight.deployed().file(PATHS.certificate(), NodeSight.CERTIFICATE, 0644, "ops"),
            "certificate /etc/flanneld/ssl/flannel.pem 644",
            "flanneld-start restart files-changed DockerRestarts"),
        one(
            "other options",
            NodeSight.deployed().text(PATHS.options(), "FLANNEL_OPTIONS=\"\"\n"),
            "options /etc/flanneld/flanneld 644",
            "flanneld-start restart files-changed DockerRestarts"),
        one(
            "another unit",
            NodeSight.deployed().text(PATHS.unit(), "[Service]\n"),
            "flanneld-unit /usr/lib/systemd/system/flanneld.service 644",
            "daemon-reload",
            "flanneld-enable enable files-changed None",
            "flanneld-start restart files-changed DockerRestarts"),
        one(
            "no CA",
            NodeSight.deployed().gone(PATHS.etcdCa()),
            "etcd-ca /etc/kubernetes/ssl/ca.pem 644",
            "flanneld-start restart files-changed DockerRestarts"),
        one(
            "a unit systemd has not read yet",
            NodeSight.deployed().unit(DOCKER, stale()),
            "daemon-reload"),
        one(
            "flanneld disabled",
            NodeSight.deployed().unit(FLANNELD_UNIT, enablement("disabled")),
            "flanneld-enable enable not-enabled None"),
        one(
            "flanneld stopped",
            NodeSight.deployed().unit(FLANNELD_UNIT, activity("inactive", "dead")),
            "flanneld-start start not-running None"),
        one(
            "flanneld failed",
            NodeSight.deployed().unit(FLANNELD_UNIT, activity("failed", "failed")),
            "flanneld-start start not-running None"),
        one(
            "flanneld still trying",
            NodeSight.deployed().unit(FLANNELD_UNIT, activity("activating", "start")),
            "flanneld-start restart not-running None"),
        one(
            "flanneld runs a file that was replaced",
            NodeSight.deployed()
                .unit(
                    FLANNELD_UNIT,
                    process(true, FlannelFiles.commandLine(Guide.profile(), Guide.VM01))),
            "flanneld-start restart binary-replaced DockerRestarts"),
        one(
            "flanneld runs with other arguments",
            NodeSight.deployed().unit(FLANNELD_UNIT, process(false, List.of("/usr/bin/flanneld"))),
            "flanneld-start restart arguments-differ DockerRestarts"),
        one(
            "flanneld serves another network",
            NodeSight.deployed()
                .text(
                    PATHS.subnetEnv(),
                    "FLANNEL_NETWORK=10.9.0.0/16\nFLANNEL_SUBNET=10.9.36.1/24\n"),
            "flanneld-start restart network-changes DockerRestarts",
            "docker-start restart arguments-differ DockerRestarts"),
        one(
            "without docker nothing is stopped with flanneld",
            NodeSight.deployed()
                .unit(DOCKER, activity("inactive", "dead"))
                .text(PATHS.options(), "old\n"),
            "options /etc/flanneld/flanneld 644",
            "flanneld-start restart files-changed FlanneldRestarts",
            "docker-start start not-running None"),
        one(
            "docker disabled",
            NodeSight.deployed().unit(DOCKER, enablement("disabled")),
            "docker-enable enable not-enabled None"),
        one(
            "docker runs with another subnet",
            NodeSight.deployed()
                .unit(DOCKER, process(false, List.of("/usr/bin/dockerd", "--bip=10.253.9.1/24"))),
            "docker-start restart arguments-differ DockerRestarts"),
        one(
            "the drop-in gone",
            NodeSight.deployed()
                .gone(DeployPlanner.dropIn(Guide.profile().docker()))
                .unit(
                    DOCKER,
                    NodeSight.files(
                        List.of(new UnitState.UnitFile(DOCKER_UNIT, DockerUnits.CENTOS)))),
            "docker-unit /etc/systemd/system/docker.service.d/50-flannelboard.conf 644",
            "daemon-reload",
            "docker-start restart files-changed DockerRestarts"),
        one(
            "somebody's drop-in does what ours does",
            NodeSight.deployed()
                .gone(DeployPlanner.dropIn(Guide.profile().docker()))
                .unit(
                    DOCKER,
                    NodeSight.files(
                        List.of(
                            new UnitState.UnitFile(
                                DOCKER_UNIT, DockerUnits.CENTOS_AFTER_THE_GUIDE))))));
  }

  private static Arguments one(String what, NodeSight sight, String... steps) {
    return Arguments.of(what, sight, List.of(steps));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("differences")
  void eachDifferenceHasItsOwnSteps(String what, NodeSight sight, List<String> steps) {
    NodePlan plan = sight.plan();
    assertThat(plan.problems()).as(what).isEmpty();
    assertThat(described(plan)).as(what).isEqualTo(steps);
  }

  @Test
  void anInterruptedPushRestartsFlanneldOnlyIfItRuns() {
    assertThat(described(NodeSight.deployed().plan(true)))
        .containsExactly("flanneld-start restart push-interrupted DockerRestarts");
    assertThat(
            described(
                NodeSight.deployed().unit(FLANNELD_UNIT, activity("inactive", "dead")).plan(true)))
        .containsExactly("flanneld-start start not-running None");
  }

  @Test
  void theRiskNamesTheContainers() {
    Step step =
        NodeSight.bare(Guide.profile(), DockerUnits.CENTOS)
            .containers("web", "db")
            .plan()
            .step(StepId.DOCKER_START);
    assertThat(step.risk()).isEqualTo(new Risk.DockerRestarts(List.of("web", "db"), false));
    Step live =
        NodeSight.bare(Guide.profile(), DockerUnits.CENTOS)
            .containers("web")
            .text(RemotePath.of("/etc/docker/daemon.json"), "{\"live-restore\" : true}")
            .plan()
            .step(StepId.DOCKER_START);
    assertThat(live.risk()).isEqualTo(new Risk.DockerRestarts(List.of("web"), true));
  }

  static Stream<Arguments> obstacles() {
    return Stream.of(
        problem(
            "etcd-ca-differs", NodeSight.deployed().text(PATHS.etcdCa(), "another authority\n")),
        problem(
            "not-a-file",
            NodeSight.deployed().state(new FileState.Other(PATHS.options(), "directory"))),
        problem(
            "file-unreadable",
            NodeSight.deployed().state(new FileState.Unreadable(PATHS.key(), "I/O error"))),
        problem(
            "docker-missing",
            NodeSight.deployed().unit(DOCKER, NodeSight.loaded("not-found", null))),
        problem(
            "docker-missing",
            NodeSight.deployed().unit(DOCKER, NodeSight.loaded("masked", DOCKER_UNIT))),
        problem(
            "unit-shadowed",
            NodeSight.deployed()
                .unit(
                    FLANNELD_UNIT,
                    NodeSight.loaded(
                        "loaded", RemotePath.of("/etc/systemd/system/flanneld.service")))),
        problem(
            "docker-own-bip",
            NodeSight.deployed()
                .text(RemotePath.of("/etc/docker/daemon.json"), "{ \"bip\": \"172.30.0.1/16\" }")),
        problem(
            "docker-own-bip",
            NodeSight.bare(
                Guide.profile(), DockerUnits.DEBIAN.replace("$DOCKER_OPTS", "--bip=10.1.0.1/16"))),
        problem(
            "docker-unit-unusual",
            NodeSight.bare(Guide.profile(), "[Service]\nExecStart=/bin/a\nExecStart=/bin/b\n")),
        problem(
            "docker-unit-unusual",
            NodeSight.bare(Guide.inPlace(), DockerUnits.DEBIAN)
                .unit(
                    DOCKER,
                    NodeSight.files(
                        List.of(
                            new UnitState.UnitFile(DOCKER_UNIT, DockerUnits.DEBIAN),
                            new UnitState.UnitFile(
                                RemotePath.of("/etc/systemd/system/docker.service.d/x.conf"),
                                "[Service]\nExecStart=\nExecStart=/usr/sbin/dockerd\n"))))));
  }

  private static Arguments problem(String code, NodeSight sight) {
    return Arguments.of(code, sight);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("obstacles")
  void whatStandsInTheWayIsNamedAndBlocksTheNode(String code, NodeSight sight) {
    NodePlan plan = sight.plan();
    assertThat(plan.blocked()).isTrue();
    assertThat(plan.problems()).extracting(Problem::code).containsExactly(code);
    assertThat(plan.problems().getFirst().path()).isEqualTo("nodes.vm01");
    assertThat(plan.problems().getFirst().arguments()).containsEntry("node", "vm01");
  }

  @Test
  void theCaMayStandAmongOthersAndBelongToAnybody() {
    Content bundle = Content.of("# all of ours\n" + CA.text().replace("AAAA", "AA\nAA") + "more\n");
    assertThat(NodeSight.deployed().file(PATHS.etcdCa(), bundle, 0640, "kube").plan().changes())
        .isEmpty();
    assertThat(NodeSight.deployed().file(PATHS.etcdCa(), CA, 0640, "kube").plan().changes())
        .isEmpty();
  }

  @Test
  void aUnitSeenBelowLibIsTheOneWrittenBelowUsrLib() {
    RemotePath merged = RemotePath.of("/lib/systemd/system/flanneld.service");
    assertThat(
            NodeSight.deployed()
                .unit(FLANNELD_UNIT, NodeSight.loaded("loaded", merged))
                .plan()
                .problems())
        .isEmpty();
  }

  @Test
  void inPlaceTheUnitFileItselfIsWrittenAsItsOwnerLeftIt() {
    NodePlan plan =
        NodeSight.bare(Guide.inPlace(), DockerUnits.CENTOS)
            .file(DOCKER_UNIT, Content.of(DockerUnits.CENTOS), 0600, "ops")
            .plan();
    Step.PutFile put = (Step.PutFile) plan.step(StepId.DOCKER_UNIT);
    assertThat(put.write().path()).isEqualTo(DOCKER_UNIT);
    assertThat(put.write().content().text()).isEqualTo(DockerUnits.CENTOS_AFTER_THE_GUIDE);
    assertThat(put.write().mode()).isEqualTo(0600);
    assertThat(put.write().owner()).isEqualTo("ops");
    assertThat(put.write().group()).isEqualTo("ops");
  }

  private static List<String> described(NodePlan plan) {
    return plan.changes().stream().map(DeployPlannerTest::describe).toList();
  }

  private static String describe(Step step) {
    return switch (step) {
      case Step.PutFile put ->
          put.id() + " " + put.write().path() + " " + Integer.toOctalString(put.write().mode());
      case Step.ControlUnit control ->
          String.join(
              " ",
              control.id().code(),
              control.verb().word(),
              control.reason(),
              control.risk().getClass().getSimpleName());
      case Step.InSync _,
          Step.Verify _,
          Step.PutConfig _,
          Step.ReloadUnits _,
          Step.ChangeKernel _,
          Step.RemoveLease _ ->
          step.id().code();
    };
  }
}

package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.flannelboard.app.Drift.Finding;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeFault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Drift says what a push would change, and claims nothing about what was not seen. */
class DriftReaderTest {

  @Test
  void onABareNodeWhatAPushWouldWriteIsMissing() {
    try (Bench bench = Bench.bare(2)) {
      Drift drift = read(bench.session());
      assertThat(drift.at()).isEqualTo(bench.clock.instant());
      assertThat(drift.etcd()).isInstanceOf(Finding.Missing.class);
      assertThat(finding(drift, bench.id(1), StepId.OPTIONS)).isInstanceOf(Finding.Missing.class);
      assertThat(finding(drift, bench.id(1), StepId.VERIFY))
          .isInstanceOf(Finding.NotVerified.class);
      assertThat(drift.nodesInSync()).isZero();
    }
  }

  @Test
  void whatWasPushedIsInSyncAndWhatSomebodyEditedDiffers() {
    try (Bench bench = Bench.bare(3)) {
      bench.session().push();
      Drift after = read(bench.session());
      assertThat(after.etcd().inSync()).isTrue();
      assertThat(after.nodesInSync()).isEqualTo(3);

      PracticeDisk.write(
          bench.practice, bench.id(2), "/etc/flanneld/flanneld", "edited\n", 0644, "root");
      PracticeDisk.remove(bench.practice, bench.id(3), "/usr/bin/mk-docker-opts.sh");
      Drift drift = read(bench.session());
      assertThat(drift.nodes().keySet()).containsExactly(bench.id(1), bench.id(2), bench.id(3));
      assertThat(finding(drift, bench.id(2), StepId.OPTIONS)).isInstanceOf(Finding.Differs.class);
      assertThat(finding(drift, bench.id(3), StepId.MK_DOCKER_OPTS))
          .isInstanceOf(Finding.Missing.class);
      assertThat(drift.nodesInSync()).isEqualTo(1);
      assertThat(changes(drift)).as("the same planner's word").isEqualTo(bench.session().changes());
    }
  }

  @Test
  void theNodeThatKeepsTheCaSpoilsNoOtherEither() {
    try (Bench bench = Bench.bare(3)) {
      bench.session().push();
      bench.practice.switchOn(new PracticeFault.NodeDown(bench.id(1)));
      Drift drift = read(bench.session());
      assertThat(drift.nodesInSync()).isEqualTo(2);
      assertThat(finding(drift, bench.id(1), StepId.OPTIONS)).isInstanceOf(Finding.Unknown.class);
    }
  }

  @Test
  void aNodeThatIsDownSpoilsNoOther() {
    try (Bench bench = Bench.bare(3)) {
      bench.session().push();
      bench.practice.switchOn(new PracticeFault.NodeDown(bench.id(2)));
      Drift drift = read(bench.session());
      assertThat(Objects.requireNonNull(drift.nodes().get(bench.id(2))).values())
          .hasSameSizeAs(DriftReader.STEPS)
          .allSatisfy(
              finding ->
                  assertThat(finding)
                      .isInstanceOfSatisfying(
                          Finding.Unknown.class,
                          unknown -> assertThat(unknown.why()).isInstanceOf(NodeFailure.class)));
      assertThat(drift.nodesInSync()).isEqualTo(2);
    }
  }

  @Test
  void withoutEtcdTheFilesAreStillCompared() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      bench.practice.switchOn(new PracticeFault.EtcdUnreachable());
      Drift drift = read(bench.session());
      assertThat(drift.etcd()).isInstanceOf(Finding.Unknown.class);
      assertThat(finding(drift, bench.id(1), StepId.OPTIONS)).isInstanceOf(Finding.InSync.class);
      assertThat(finding(drift, bench.id(1), StepId.VERIFY)).isInstanceOf(Finding.Unknown.class);
      assertThat(drift.nodesInSync()).isZero();
    }
  }

  @Test
  void whatIsRefusedIsNotCalledInSync() {
    try (Bench bench = Bench.bare(2)) {
      bench.session().push();
      String ca = bench.profile().paths().etcdCa().text();
      PracticeDisk.write(bench.practice, bench.id(2), ca, "another\n", 0644, "root");
      assertThat(finding(read(bench.session()), bench.id(2), StepId.ETCD_CA))
          .isInstanceOfSatisfying(
              Finding.Unknown.class,
              unknown ->
                  assertThat(unknown.why())
                      .isInstanceOfSatisfying(
                          Problem.class,
                          problem -> assertThat(problem.code()).isEqualTo("etcd-ca-differs")));
    }
  }

  private static Drift read(Bench.Session session) {
    return new DriftReader(session.cluster(), session.door()).read();
  }

  private static Finding finding(Drift drift, NodeId node, StepId step) {
    return Objects.requireNonNull(Objects.requireNonNull(drift.nodes().get(node)).get(step));
  }

  private static List<String> changes(Drift drift) {
    return drift.nodes().entrySet().stream()
        .flatMap(
            node ->
                node.getValue().entrySet().stream()
                    .filter(step -> step(step) != null)
                    .map(step -> node.getKey() + " " + step.getKey()))
        .toList();
  }

  private static @Nullable Step step(Map.Entry<StepId, Finding> entry) {
    return switch (entry.getValue()) {
      case Finding.Differs(Step step) -> step;
      case Finding.Missing(Step step) -> step;
      case Finding.InSync _, Finding.NotVerified _, Finding.Unknown _ -> null;
    };
  }
}

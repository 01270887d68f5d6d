package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SortedMap;
import org.flannelboard.app.Bench.Session;
import org.flannelboard.base.CancelToken;
import org.flannelboard.cluster.DockerSpec;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.practice.PracticeDisk;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The program dies at every single change it makes on a node. Whatever stands there then, pushing
 * again comes to the wanted state, and undoing that leads back to the very first state.
 */
class CrashTest {

  private static final String DOCKER_UNIT = "/usr/lib/systemd/system/docker.service";

  /** The kinds of node a push is interrupted on. */
  enum Start {
    /** CentOS with docker stopped and disabled. */
    CENTOS_IDLE(1, DockerSpec.Style.DROP_IN),
    /** CentOS with docker at work, a container in it. */
    CENTOS_BUSY(2, DockerSpec.Style.DROP_IN),
    /** Debian with docker at work and a unit that knows no variable. */
    DEBIAN(4, DockerSpec.Style.DROP_IN),
    /** The same where the unit file itself is changed. */
    DEBIAN_IN_PLACE(4, DockerSpec.Style.IN_PLACE);

    private final int node;
    private final DockerSpec.Style style;

    Start(int node, DockerSpec.Style style) {
      this.node = node;
      this.style = style;
    }

    Bench bench() {
      Bench bench = Bench.bare(4);
      if (style == DockerSpec.Style.IN_PLACE) {
        bench.change(Bench::inPlace);
        PracticeDisk.write(
            bench.practice,
            bench.id(node),
            DOCKER_UNIT,
            bench.text(node, DOCKER_UNIT),
            0600,
            "ops");
      }
      return bench;
    }
  }

  @ParameterizedTest
  @EnumSource(Start.class)
  void aPushThatDiedAnywhereIsResumedAndUndone(Start start) {
    int changes = changesOfAPush(start);
    assertThat(changes).isGreaterThan(10);
    for (int survived = 0; survived <= changes; survived++) {
      try (Bench bench = start.bench()) {
        NodeSpec node = bench.spec(start.node);
        SortedMap<String, String> disk = bench.disk(start.node);
        List<String> units = bench.units(start.node);

        dieDuringPush(bench, node, survived);
        PushReport resumed = bench.session().push(node);
        assertThat(resumed.succeeded()).as("after %d: %s", survived, resumed).isTrue();
        assertThat(bench.session().push(node).changes()).as("after %d", survived).isZero();

        rollBack(bench.session(), node);
        assertThat(bench.disk(start.node)).as("after %d", survived).isEqualTo(disk);
        assertThat(bench.units(start.node)).as("after %d", survived).isEqualTo(units);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Start.class)
  void aPushThatDiedAnywhereIsUndoneWithoutResumingIt(Start start) {
    int changes = changesOfAPush(start);
    for (int survived = 1; survived <= changes; survived++) {
      try (Bench bench = start.bench()) {
        NodeSpec node = bench.spec(start.node);
        SortedMap<String, String> disk = bench.disk(start.node);
        List<String> units = bench.units(start.node);

        dieDuringPush(bench, node, survived);
        rollBack(bench.session(), node);
        assertThat(bench.disk(start.node)).as("after %d", survived).isEqualTo(disk);
        assertThat(bench.units(start.node)).as("after %d", survived).isEqualTo(units);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Start.class)
  void aRollbackThatDiedAnywhereIsRepeated(Start start) {
    int changes = changesOfARollback(start);
    assertThat(changes).isGreaterThan(8);
    for (int survived = 0; survived < changes; survived++) {
      try (Bench bench = start.bench()) {
        NodeSpec node = bench.spec(start.node);
        SortedMap<String, String> disk = bench.disk(start.node);
        List<String> units = bench.units(start.node);
        assertThat(bench.session().push(node).succeeded()).isTrue();

        Session dying = bench.session(new DyingConnector(bench.practice.nodes(), survived));
        Rollbacks rollbacks = new Rollbacks(dying.cluster());
        RollbackPlan plan = rollbacks.propose(node).orElseThrow();
        assertThat(rollbacks.run(node, plan, _ -> {}).toFailure())
            .as("at %d", survived)
            .isPresent();

        boolean written = survived == changes - 1;
        if (!written) { // the last change is the journal's word that all is undone
          rollBack(bench.session(), node);
        }
        assertThat(bench.disk(start.node)).as("at %d", survived).isEqualTo(disk);
        assertThat(bench.units(start.node)).as("at %d", survived).isEqualTo(units);

        PushReport again = bench.session().push(node);
        assertThat(again.succeeded()).as("at %d: %s", survived, again).isTrue();
      }
    }
  }

  private static void dieDuringPush(Bench bench, NodeSpec node, int survived) {
    DyingConnector dying = new DyingConnector(bench.practice.nodes(), survived);
    Session session = bench.session(dying);
    PushReport report =
        session.deployment().push(session.propose(node), ApplyListener.none(), new CancelToken());
    boolean died = dying.changes() > survived;
    assertThat(report.succeeded()).as("dying after %d", survived).isEqualTo(!died);
  }

  static void rollBack(Session session, NodeSpec node) {
    Rollbacks rollbacks = new Rollbacks(session.cluster());
    RollbackPlan plan = rollbacks.propose(node).orElseThrow();
    assertThat(rollbacks.run(node, plan, _ -> {}).orElseThrow().holds()).isTrue();
  }

  private static int changesOfAPush(Start start) {
    try (Bench bench = start.bench()) {
      DyingConnector counting = DyingConnector.never(bench.practice.nodes());
      assertThat(bench.session(counting).push(bench.spec(start.node)).succeeded()).isTrue();
      return counting.changes();
    }
  }

  private static int changesOfARollback(Start start) {
    try (Bench bench = start.bench()) {
      assertThat(bench.session().push(bench.spec(start.node)).succeeded()).isTrue();
      DyingConnector counting = DyingConnector.never(bench.practice.nodes());
      rollBack(bench.session(counting), bench.spec(start.node));
      return counting.changes();
    }
  }
}

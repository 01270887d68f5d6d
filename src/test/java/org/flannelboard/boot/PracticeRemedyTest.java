package org.flannelboard.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.Mesh;
import org.flannelboard.app.PushReport;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Pause;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeClock;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults as the product meets them: seen by its own mesh, mended by its own push. */
class PracticeRemedyTest {

  private static final NodeId VM03 = new NodeId("vm03");
  private static final Mesh.Pace ONCE =
      new Mesh.Pace(1, Duration.ofMillis(100), Duration.ofMillis(100));

  private final PracticeClock clock = new PracticeClock(InstantSource.system());
  private final PracticeCluster practice =
      PracticeCluster.create(
          PracticeLab.initial(3),
          PracticeAuthority.create(clock, new SecureRandom()).material(),
          clock);
  private final Cluster cluster =
      new Cluster(
          practice.profile(),
          new Cluster.Adapters(practice.nodes(), practice.etcd(), practice::close),
          new Cluster.Surroundings(
              new VirtualThreadRunner(), clock, Pause.system(), new SecureRandom()));
  private final EtcdDoor door = new EtcdDoor(cluster);

  @BeforeEach
  void deploy() {
    push();
    assertThat(red()).isEmpty();
  }

  @AfterEach
  void close() {
    door.close();
    cluster.close();
  }

  @ParameterizedTest
  @CsvSource({
    "NODE_REBOOTED, vm01>vm03 vm02>vm03 vm03>vm01 vm03>vm02",
    "WRONG_INTERFACE, ",
    "WRONG_PUBLIC_IP, vm01>vm03 vm02>vm03 vm03>vm01 vm03>vm02",
    "FLANNELD_STOPPED, ",
    "DOCKER0_MISSING, vm01>vm03 vm02>vm03 vm03>vm01 vm03>vm02",
    "DOCKER0_WRONG_SUBNET, vm01>vm03 vm02>vm03",
    "DOCKER0_STALE_SUBNET, vm01>vm03 vm02>vm03",
    "DOCKER_WITHOUT_OPTIONS, ",
  })
  void aPushMendsWhatFilesAndUnitsCanMend(FaultKind kind, String cells) {
    PracticeFault fault = kind.at(List.of(VM03));
    practice.switchOn(fault);
    assertThat(red()).isEqualTo(Set.of(cells == null ? new String[0] : cells.split(" ")));
    push();
    assertThat(red()).isEmpty();
    practice.switchOff(fault);
    assertThat(red()).isEmpty();
  }

  /** This program has flanneld restarted whenever it ends (decision 12). */
  @Test
  void aDeletedLeaseIsBackAtOnceWhereFlanneldIsAlwaysRestarted() {
    practice.switchOn(new PracticeFault.LeaseMissing(VM03));
    assertThat(red()).isEmpty();
  }

  private void push() {
    Deployment deployment = new Deployment(cluster, door);
    PushReport report =
        deployment.push(
            deployment.propose(cluster.profile().nodes()).orElseThrow(),
            ApplyListener.none(),
            new CancelToken());
    assertThat(report.succeeded()).as(report.toString()).isTrue();
  }

  private Set<String> red() {
    MatrixSnapshot matrix = new Mesh(cluster, door).once(ONCE).matrix();
    List<NodeId> nodes = matrix.nodes();
    Set<String> red = new TreeSet<>();
    for (int from = 0; from < nodes.size(); from++) {
      for (int to = 0; to < nodes.size(); to++) {
        if (from != to && !(matrix.cell(from, to) instanceof Cell.Reached)) {
          red.add(nodes.get(from) + ">" + nodes.get(to));
        }
      }
    }
    return red;
  }
}

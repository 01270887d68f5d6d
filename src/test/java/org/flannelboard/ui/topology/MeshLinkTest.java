package org.flannelboard.ui.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.Test;

/** A link shows the worse of its two directions. */
class MeshLinkTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final List<NodeId> NODES = List.of(new NodeId("vm01"), new NodeId("vm02"));
  private static final Cell UNMEASURED = new Cell.NotMeasured(Cell.Reason.NOT_STARTED);
  private static final Cell LOST = new Cell.Lost(Cell.ProbeFailure.NO_REPLY, 1, NOW);

  @Test
  void showsTheSlowerWay() {
    assertThat(light(reached(420), reached(1370))).isEqualTo(new Light(Status.OK, "1.37 ms"));
  }

  @Test
  void namesTheWayThatIsBroken() {
    assertThat(light(LOST, reached(420))).isEqualTo(new Light(Status.FAILED, "vm01 → vm02 lost"));
    assertThat(light(reached(420), LOST)).isEqualTo(new Light(Status.FAILED, "vm02 → vm01 lost"));
    assertThat(light(LOST, LOST)).isEqualTo(new Light(Status.FAILED, "no reply"));
  }

  @Test
  void isNeverGoodWhileOneWayIsUnknown() {
    assertThat(light(reached(420), UNMEASURED))
        .isEqualTo(new Light(Status.UNKNOWN, "not measured"));
    assertThat(light(LOST, UNMEASURED).status()).isEqualTo(Status.FAILED);
  }

  private static Cell reached(int micros) {
    return new Cell.Reached(Duration.ofNanos(micros * 1000L), 0, NOW);
  }

  private static Light light(Cell there, Cell back) {
    MatrixSnapshot mesh = MatrixSnapshot.of(NODES, NOW, (from, _) -> from == 0 ? there : back);
    return MeshLink.of(mesh, Words.of(Locale.ENGLISH)).getFirst().light();
  }
}

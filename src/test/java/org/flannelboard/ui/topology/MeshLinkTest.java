package org.flannelboard.ui.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.run.MeshBoard;
import org.flannelboard.ui.kit.Inquiry;
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

  @Test
  void betweenRowsThatDidNotChangeItIsTheSameAsBefore() {
    List<NodeId> three = List.of(new NodeId("a"), new NodeId("b"), new NodeId("c"));
    MeshBoard board = new MeshBoard(three, () -> NOW);
    MeshLinks links = new MeshLinks(Words.of(Locale.ENGLISH));
    MapFindings nothing =
        new MapFindings(
            new Inquiry.Standing(null, Set.of()), MapScale.FULL, Words.of(Locale.ENGLISH));
    List<MeshLink> before = links.all(board.snapshot(), nothing);
    assertThat(before).hasSize(3);
    board.sourceFailed(three.get(2), new NodeFailure.Unreachable(three.get(2), "c:22", "down"));
    List<MeshLink> after = links.all(board.snapshot(), nothing);
    assertThat(after.get(0)).as("a – b").isSameAs(before.get(0));
    assertThat(after.get(1)).as("a – c").isNotSameAs(before.get(1));
    assertThat(after.get(2)).as("b – c").isNotSameAs(before.get(2));
    assertThat(links.some(board.snapshot(), nothing, 0))
        .containsExactly(after.get(0), after.get(1));
    assertThat(links.some(board.snapshot(), nothing, -1)).as("nothing is broken").isEmpty();
  }

  private static Cell reached(int micros) {
    return new Cell.Reached(Duration.ofNanos(micros * 1000L), 0, NOW);
  }

  private static Light light(Cell there, Cell back) {
    MatrixSnapshot mesh = MatrixSnapshot.of(NODES, NOW, (from, _) -> from == 0 ? there : back);
    return MeshLink.between(mesh, 0, 1, Words.of(Locale.ENGLISH)).light();
  }
}

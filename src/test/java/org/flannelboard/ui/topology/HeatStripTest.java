package org.flannelboard.ui.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Status;
import org.junit.jupiter.api.Test;

/** A strip loses no broken pair, however many pairs share a mark. */
class HeatStripTest {

  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static MatrixSnapshot mesh(int nodes, BiPredicate<Integer, Integer> lost) {
    List<NodeId> ids = IntStream.range(0, nodes).mapToObj(i -> new NodeId("n" + i)).toList();
    Cell green = new Cell.Reached(Duration.ofMillis(1), 0, NOW);
    Cell red = new Cell.Lost(Cell.ProbeFailure.NO_REPLY, 1, NOW);
    return MatrixSnapshot.of(ids, NOW, (from, to) -> lost.test(from, to) ? red : green);
  }

  @Test
  void oneBrokenPairOfManyIsSeenAtBothItsEnds() {
    MatrixSnapshot mesh = mesh(255, (from, to) -> from == 254 && to == 0);
    Status[] target = HeatStrip.marks(mesh, 0);
    assertThat(target).hasSize(16).containsOnlyOnce(Status.FAILED);
    assertThat(target[15]).isEqualTo(Status.FAILED);
    assertThat(HeatStrip.marks(mesh, 254)[0]).isEqualTo(Status.FAILED);
    assertThat(HeatStrip.marks(mesh, 100)).containsOnly(Status.OK);
  }

  @Test
  void fewPairsHaveAMarkEach() {
    assertThat(HeatStrip.marks(mesh(4, (from, to) -> from == 1 && to == 2), 1))
        .containsExactly(Status.OK, Status.FAILED, Status.OK);
  }
}

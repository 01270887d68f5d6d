package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.diagnosis.HealthyCluster.vm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Red cells of one and two nodes, out of four as out of 255, and what is no shape. */
class MatrixShapeTest {

  private static final Instant AT = HealthyCluster.AT;

  @ParameterizedTest
  @ValueSource(ints = {4, 255})
  void rowAndColumnOfOneNodeOrTwo(int size) {
    assertThat(shape(size, (from, to) -> from == 3 || to == 3))
        .isEqualTo(new MatrixShape.NodesLost(List.of(vm(3))));
    assertThat(shape(size, (from, to) -> from == 3 || to == 3 || from == 1 || to == 1))
        .isEqualTo(new MatrixShape.NodesLost(List.of(vm(1), vm(3))));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 255})
  void columnsAndRowsAlone(int size) {
    assertThat(shape(size, (_, to) -> to == 4))
        .isEqualTo(new MatrixShape.ColumnsLost(List.of(vm(4))));
    assertThat(shape(size, (_, to) -> to == 4 || to == 2))
        .isEqualTo(new MatrixShape.ColumnsLost(List.of(vm(2), vm(4))));
    assertThat(shape(size, (from, _) -> from == 1))
        .isEqualTo(new MatrixShape.RowsLost(List.of(vm(1))));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 255})
  void pairsAlone(int size) {
    assertThat(shape(size, (from, to) -> pair(from, to, 1, 2)))
        .isEqualTo(new MatrixShape.PairsLost(List.of(new Subject.OnPair(vm(1), vm(2)))));
    assertThat(shape(size, (from, to) -> pair(from, to, 1, 2) || pair(from, to, 3, 4)))
        .isEqualTo(
            new MatrixShape.PairsLost(
                List.of(new Subject.OnPair(vm(1), vm(2)), new Subject.OnPair(vm(3), vm(4)))));
  }

  @Test
  void allNoneAndNothing() {
    assertThat(shape(4, (_, _) -> true)).isEqualTo(new MatrixShape.AllLost());
    assertThat(shape(4, (_, _) -> false)).isEqualTo(new MatrixShape.AllReached());
    MatrixSnapshot nothing = MatrixSnapshot.unmeasured(nodes(4), Cell.Reason.NOT_STARTED, AT);
    assertThat(MatrixShape.of(nothing)).isEqualTo(new MatrixShape.NothingMeasured());
  }

  @Test
  void oneDirectionAloneIsNoPair() {
    assertThat(shape(4, (from, to) -> from == 2 && to == 4))
        .isEqualTo(new MatrixShape.Scattered(1, 12));
  }

  @Test
  void aNodeAndAPairBesideItHaveNothingInCommon() {
    assertThat(shape(255, (from, to) -> from == 3 || to == 3 || pair(from, to, 7, 8)))
        .isEqualTo(new MatrixShape.Scattered(2 * 254 + 2, 255 * 254));
  }

  @Test
  void whatWasNotMeasuredSaysNothing() {
    Cell unmeasured = new Cell.NotMeasured(Cell.Reason.TARGET_HAS_NO_LEASE);
    MatrixSnapshot matrix =
        MatrixSnapshot.of(nodes(4), AT, (from, to) -> to == 3 ? unmeasured : cell(from == 3));
    assertThat(MatrixShape.of(matrix)).isEqualTo(new MatrixShape.NodesLost(List.of(vm(4))));
  }

  @Test
  void manyNodesAreCountedAndNotAllNamed() {
    MatrixShape shape = shape(255, (_, to) -> to <= 100);
    assertThat(shape.arguments())
        .containsEntry("nodes", "vm01, vm02, vm03, vm04, vm05, vm06 … (100)");
  }

  private static boolean pair(int from, int to, int one, int other) {
    return from == one && to == other || from == other && to == one;
  }

  /** Nodes are numbered from 1. */
  private static MatrixShape shape(int size, BiPredicate<Integer, Integer> lost) {
    return MatrixShape.of(
        MatrixSnapshot.of(nodes(size), AT, (from, to) -> cell(lost.test(from + 1, to + 1))));
  }

  private static Cell cell(boolean lost) {
    return lost
        ? new Cell.Lost(Cell.ProbeFailure.NO_REPLY, 1, AT)
        : new Cell.Reached(Duration.ofMillis(1), 0, AT);
  }

  private static List<NodeId> nodes(int size) {
    return IntStream.rangeClosed(1, size).mapToObj(HealthyCluster::vm).toList();
  }
}

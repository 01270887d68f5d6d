package org.flannelboard.probe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.PingRound;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.Cell.ProbeFailure;
import org.flannelboard.probe.matrix.Cell.Reason;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.matrix.PairHistory;
import org.flannelboard.probe.plan.MeshPlan;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What becomes of rounds, failures and new plans on the board. */
class MeshBoardTest {

  private static final NodeId A = new NodeId("a");
  private static final NodeId B = new NodeId("b");
  private static final Ipv4Address AT_A = Ipv4Address.of("10.253.1.1");
  private static final Ipv4Address AT_B = Ipv4Address.of("10.253.2.1");
  private static final Duration RTT = Duration.ofMillis(1);
  private static final Failure DOWN = new NodeFailure.Unreachable(A, "a:22", "timed out");

  private Instant now = Instant.parse("2030-01-01T00:00:00Z");
  private final MeshBoard board = new MeshBoard(List.of(A, B), () -> now);

  @Test
  void nothingIsMeasuredBeforeTheFirstRound() {
    assertThat(cell(0, 1)).isEqualTo(new Cell.NotMeasured(Reason.NOT_STARTED));
    assertThat(board.version()).isZero();
    board.record(A, round(AT_B, RTT, null));
    assertThat(cell(0, 1)).as("no plan, no target").isInstanceOf(Cell.NotMeasured.class);
  }

  @Test
  void anAnswerIsReachedAtItsTime() {
    board.adopt(both());
    now = now.plusSeconds(3);
    board.record(A, round(AT_B, RTT, null));
    assertThat(cell(0, 1)).isEqualTo(new Cell.Reached(RTT, 0, now));
    assertThat(cell(1, 0)).isEqualTo(new Cell.NotMeasured(Reason.NOT_STARTED));
  }

  @Test
  void whatTheSourceSawInsteadIsKept() {
    board.adopt(both());
    board.record(A, round(AT_B, null, "host-unreachable"));
    assertThat(cell(0, 1)).isEqualTo(new Cell.Lost(ProbeFailure.HOST_UNREACHABLE, 1, now));
    board.record(A, round(AT_B, null, null));
    assertThat(cell(0, 1)).isEqualTo(new Cell.Lost(ProbeFailure.NO_REPLY, 1, now));
    board.record(A, round(AT_B, null, "something new"));
    assertThat(cell(0, 1)).isEqualTo(new Cell.Lost(ProbeFailure.OTHER, 1, now));
  }

  @Test
  void lossIsCountedOverTheWindowAndThenForgotten() {
    board.adopt(both());
    board.record(A, round(AT_B, null, null));
    for (int answered = 1; answered < MeshBoard.WINDOW; answered++) {
      board.record(A, round(AT_B, RTT, null));
      assertThat(cell(0, 1)).isEqualTo(new Cell.Reached(RTT, 1.0 / (answered + 1), now));
    }
    board.record(A, round(AT_B, RTT, null));
    assertThat(cell(0, 1)).isEqualTo(new Cell.Reached(RTT, 0, now));
  }

  @Test
  void aSourceThatFailsLosesItsRowAndItsHistory() {
    board.adopt(both());
    board.record(A, round(AT_B, null, null));
    board.record(B, round(AT_A, RTT, null));
    board.sourceFailed(A, DOWN);
    assertThat(cell(0, 1)).isEqualTo(new Cell.SourceUnreachable(DOWN, now));
    assertThat(cell(1, 0)).isInstanceOf(Cell.Reached.class);
    board.record(A, round(AT_B, RTT, null));
    assertThat(cell(0, 1)).isEqualTo(new Cell.Reached(RTT, 0, now));
  }

  @Test
  void theSameFailureKeepsItsAge() {
    board.sourceFailed(A, DOWN);
    Instant noticed = now;
    long version = board.version();
    now = now.plusSeconds(60);
    board.sourceFailed(A, DOWN);
    assertThat(cell(0, 1)).isEqualTo(new Cell.SourceUnreachable(DOWN, noticed));
    assertThat(board.version()).isEqualTo(version);
    Failure other = new NodeFailure.TimedOut(A, "ping");
    board.sourceFailed(A, other);
    assertThat(cell(0, 1)).isEqualTo(new Cell.SourceUnreachable(other, now));
  }

  @Test
  void aNewPlanLeavesOutAndTakesUp() {
    board.adopt(both());
    board.record(A, round(AT_B, RTT, null));
    MeshPlan without =
        new MeshPlan(Map.of(), Map.of(new MeshPlan.Pair(A, B), Reason.TARGET_HAS_NO_LEASE));
    board.adopt(without);
    assertThat(cell(0, 1)).isEqualTo(new Cell.NotMeasured(Reason.TARGET_HAS_NO_LEASE));
    board.record(A, round(AT_B, RTT, null));
    assertThat(cell(0, 1)).as("a late echo").isInstanceOf(Cell.NotMeasured.class);
    board.adopt(both());
    assertThat(cell(0, 1)).isEqualTo(new Cell.NotMeasured(Reason.NOT_STARTED));
  }

  @Test
  void theSamePlanAgainChangesNothing() {
    board.adopt(both());
    board.record(A, round(AT_B, RTT, null));
    MatrixSnapshot before = board.snapshot();
    long version = board.version();
    board.adopt(both());
    assertThat(board.version()).isEqualTo(version);
    assertThat(cell(0, 1)).isEqualTo(before.cell(0, 1));
  }

  @Test
  void withoutLeasesNothingIsKnown() {
    board.adopt(both());
    board.record(A, round(AT_B, RTT, null));
    board.leasesUnknown();
    assertThat(board.snapshot().count(new Cell.NotMeasured(Reason.LEASES_UNKNOWN)::equals))
        .isEqualTo(2);
    board.record(A, round(AT_B, RTT, null));
    assertThat(cell(0, 1)).isInstanceOf(Cell.NotMeasured.class);
  }

  @Test
  void everyChangeRaisesTheVersion() {
    board.adopt(both());
    long adopted = board.version();
    board.record(A, round(AT_B, RTT, null));
    assertThat(board.version()).isEqualTo(adopted + 1);
    board.record(A, round(AT_A, RTT, null)); // not a target of a
    assertThat(board.version()).isEqualTo(adopted + 1);
  }

  @Test
  void aStrangerIsABug() {
    NodeId stranger = new NodeId("c");
    assertThatThrownBy(() -> board.sourceFailed(stranger, DOWN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("c");
  }

  @Test
  void snapshotsCountOrderedPairsAndHaveNoDiagonal() {
    board.adopt(both());
    board.record(A, round(AT_B, RTT, null));
    MatrixSnapshot half = board.snapshot();
    assertThat(half.pairs()).isEqualTo(2);
    assertThat(half.reached()).isEqualTo(1);
    assertThat(half.allReached()).isFalse();
    assertThat(half.at()).isEqualTo(now);
    board.record(B, round(AT_A, RTT, null));
    assertThat(half.reached()).as("immutable").isEqualTo(1);
    assertThat(board.snapshot().allReached()).isTrue();
    assertThatThrownBy(() -> half.cell(1, 1)).isInstanceOf(IllegalArgumentException.class);
    MatrixSnapshot alone = MatrixSnapshot.unmeasured(List.of(A), Reason.NOT_STARTED, now);
    assertThat(alone.allReached()).isFalse();
  }

  @Test
  void snapshotsShareTheRowsThatDidNotChange() {
    board.adopt(both());
    board.record(A, round(AT_B, RTT, null));
    board.record(B, round(AT_A, RTT, null));
    MatrixSnapshot before = board.snapshot();
    assertThat(board.snapshot().sharesRow(before, 0)).isTrue();
    board.record(A, round(AT_B, null, null));
    MatrixSnapshot after = board.snapshot();
    assertThat(after.sharesRow(before, 0)).isFalse();
    assertThat(after.sharesRow(before, 1)).isTrue();
    assertThat(before.cell(0, 1)).as("immutable").isInstanceOf(Cell.Reached.class);
    assertThat(after.cell(0, 1)).isInstanceOf(Cell.Lost.class);
  }

  @Test
  void roundsAreRememberedAndAFailureOfTheSourceIsAGap() {
    MeshBoard remembering = new MeshBoard(List.of(A, B), () -> now, 5);
    remembering.adopt(both());
    remembering.record(A, round(AT_B, RTT, null));
    remembering.sourceFailed(A, DOWN);
    remembering.sourceFailed(A, DOWN);
    remembering.record(A, round(AT_B, null, null));
    PairHistory pair = remembering.history().of(0, 1);
    assertThat(IntStream.range(0, pair.size()).map(pair::micros).toArray())
        .containsExactly(1000, PairHistory.UNMEASURED, PairHistory.LOST);
    assertThat(board.history().of(0, 1).size()).as("a board without a history").isZero();
  }

  private Cell cell(int from, int to) {
    return board.snapshot().cell(from, to);
  }

  private static MeshPlan both() {
    return new MeshPlan(
        Map.of(
            A, new MeshPlan.Source(AT_A, new TreeMap<>(Map.of(AT_B, B))),
            B, new MeshPlan.Source(AT_B, new TreeMap<>(Map.of(AT_A, A)))),
        Map.of());
  }

  private static PingRound round(
      Ipv4Address target, @Nullable Duration rtt, @Nullable String error) {
    return new PingRound(1, List.of(new PingRound.Echo(target, rtt, error)));
  }
}

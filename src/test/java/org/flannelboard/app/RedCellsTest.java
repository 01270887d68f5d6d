package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.junit.jupiter.api.Test;

/** Which cells are believed to be red, one snapshot after the other. */
class RedCellsTest {

  private static final Instant START = Instant.parse("2030-06-13T15:15:17Z");
  private static final List<NodeId> NODES = nodes(4);
  private static final Subject.OnPair PAIR = new Subject.OnPair(NODES.get(0), NODES.get(1));

  private final RedCells cells = new RedCells(NODES);

  @Test
  void aLostPacketIsSuspectedAndForgottenByItselfWhenTheNextOneArrives() {
    cells.look(at(0, PAIR));
    assertThat(cells.suspected()).containsExactly(PAIR);
    assertThat(cells.worthAPing(9)).containsExactly(PAIR);
    cells.look(at(1));
    assertThat(cells.suspected()).isEmpty();
    assertThat(cells.confirmed()).isEmpty();
    assertThat(cells.allWell()).isTrue();
  }

  @Test
  void aSuspectThatDoesNotAnswerIsRedSinceItsFirstLoss() {
    cells.look(at(0, PAIR));
    cells.look(at(1, PAIR));
    cells.judge(List.of(PAIR), Set.of(), at(1, PAIR));
    assertThat(cells.confirmed()).containsExactly(PAIR);
    assertThat(cells.suspected()).isEmpty();
    assertThat(cells.since(PAIR)).isEqualTo(START);
  }

  @Test
  void aSuspectThatAnswersIsLeftAloneEverLonger() {
    List<Integer> suspectedAt = new ArrayList<>();
    for (int second = 0; second < 300; second++) {
      cells.look(at(second, PAIR));
      if (!cells.suspected().isEmpty()) {
        suspectedAt.add(second);
        cells.judge(List.of(PAIR), Set.of(PAIR), at(second, PAIR));
      }
    }
    assertThat(suspectedAt).containsExactly(0, 3, 8, 17, 34, 67, 132, 253);
    cells.look(at(253 + 121 + 600, PAIR));
    cells.judge(List.of(PAIR), Set.of(PAIR), at(253 + 121 + 600));
    cells.look(at(253 + 121 + 603, PAIR));
    assertThat(cells.suspected()).as("forgiven after a while").containsExactly(PAIR);
  }

  @Test
  void redIsRedUntilItIsReachedForThreeSecondsOnEnd() {
    cells.look(at(0, PAIR));
    cells.judge(List.of(PAIR), Set.of(), at(0, PAIR));
    for (int second = 1; second < 60; second += 2) {
      cells.look(at(second));
      cells.look(at(second + 1, PAIR));
      assertThat(cells.confirmed()).as("flaps").containsExactly(PAIR);
    }
    cells.look(at(61));
    cells.look(at(63));
    assertThat(cells.confirmed()).containsExactly(PAIR);
    cells.look(at(64));
    assertThat(cells.confirmed()).isEmpty();
  }

  @Test
  void whatIsMeasuredNoLongerHasNotRecovered() {
    cells.look(at(0, PAIR));
    cells.judge(List.of(PAIR), Set.of(), at(0, PAIR));
    for (int second = 1; second < 20; second++) {
      cells.look(
          MatrixSnapshot.unmeasured(
              NODES, Cell.Reason.TARGET_HAS_NO_LEASE, START.plusSeconds(second)));
    }
    assertThat(cells.confirmed()).containsExactly(PAIR);
  }

  @Test
  void aSourceThatCannotBeAskedIsGivenTimeForAnotherTry() {
    Cell gone =
        new Cell.SourceUnreachable(new AppFailure.NoClientCertificate("x"), START.plusSeconds(1));
    for (int second = 1; second < 7; second++) {
      cells.look(matrix(NODES, second, Set.of(PAIR), gone));
      assertThat(cells.confirmed()).isEmpty();
      assertThat(cells.worthAPing(9)).as("nobody there to ping").isEmpty();
    }
    cells.look(matrix(NODES, 7, Set.of(PAIR), gone));
    assertThat(cells.confirmed()).containsExactly(PAIR);
  }

  @Test
  void ofVeryManyAFewArePingedAndTheMeshItselfJudgesTheOthers() {
    Set<Subject.OnPair> all = pairs(NODES);
    cells.look(at(0, all.toArray(Subject.OnPair[]::new)));
    List<Subject.OnPair> few = cells.worthAPing(2);
    assertThat(few).hasSize(2);
    cells.judge(few, Set.of(), at(0, all.toArray(Subject.OnPair[]::new)));
    assertThat(cells.confirmed()).as("no other round yet").containsExactlyInAnyOrderElementsOf(few);
    cells.look(at(1, all.toArray(Subject.OnPair[]::new)));
    cells.judge(List.of(), Set.of(), at(1, all.toArray(Subject.OnPair[]::new)));
    assertThat(cells.confirmed()).isEqualTo(all);
  }

  @Test
  void whatIsNotSureIsLeftOutOfTheMatrix() {
    Subject.OnPair other = new Subject.OnPair(NODES.get(2), NODES.get(3));
    cells.look(at(0, PAIR));
    cells.judge(List.of(PAIR), Set.of(), at(0, PAIR));
    MatrixSnapshot sure = cells.sure(at(1, PAIR, other));
    assertThat(sure.cell(0, 1)).isInstanceOf(Cell.Lost.class);
    assertThat(sure.cell(2, 3)).isInstanceOf(Cell.NotMeasured.class);
    assertThat(sure.cell(1, 0)).isInstanceOf(Cell.Reached.class);
  }

  /** A round of 255 nodes, each of whose cells is new: what a look costs, a second of rounds. */
  @Test
  void aLookAtAGreenMeshOf255NodesCostsNextToNothing() {
    List<NodeId> many = nodes(255);
    RedCells large = new RedCells(many);
    List<MatrixSnapshot> rounds =
        IntStream.range(0, 8)
            .mapToObj(second -> matrix(many, second, Set.of(), lost(second)))
            .toList();
    rounds.forEach(large::look); // warm
    long began = System.nanoTime();
    for (int i = 0; i < 200; i++) {
      large.look(rounds.get(i % 8));
    }
    Duration each = Duration.ofNanos((System.nanoTime() - began) / 200);
    assertThat(each).isLessThan(Duration.ofMillis(2));
    assertThat(large.allWell()).isTrue();
  }

  @Test
  void aMeshOf255NodesThatIsLostAltogetherIsFollowedWithinAFractionOfASecond() {
    List<NodeId> many = nodes(255);
    RedCells large = new RedCells(many);
    Set<Subject.OnPair> all = pairs(many);
    MatrixSnapshot first = matrix(many, 0, all, lost(0));
    MatrixSnapshot second = matrix(many, 1, all, lost(1));
    long began = System.nanoTime();
    large.look(first);
    large.look(second);
    large.judge(large.worthAPing(SecondLook.MOST), Set.of(), second);
    assertThat(large.confirmed()).hasSize(255 * 254);
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
  }

  private static List<NodeId> nodes(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> new NodeId("vm%03d".formatted(i)))
        .toList();
  }

  private static Set<Subject.OnPair> pairs(List<NodeId> nodes) {
    Set<Subject.OnPair> pairs = new HashSet<>();
    nodes.forEach(
        from ->
            nodes.stream()
                .filter(to -> !to.equals(from))
                .forEach(to -> pairs.add(new Subject.OnPair(from, to))));
    return pairs;
  }

  private static Cell lost(int second) {
    return new Cell.Lost(Cell.ProbeFailure.NO_REPLY, 1, START.plusSeconds(second));
  }

  private static MatrixSnapshot at(int second, Subject.OnPair... red) {
    return matrix(NODES, second, Set.of(red), lost(second));
  }

  private static MatrixSnapshot matrix(
      List<NodeId> nodes, int second, Set<Subject.OnPair> red, Cell cell) {
    Instant now = START.plusSeconds(second);
    return MatrixSnapshot.of(
        nodes,
        now,
        (from, to) ->
            red.contains(new Subject.OnPair(nodes.get(from), nodes.get(to)))
                ? cell
                : new Cell.Reached(Duration.ofMillis(1), 0, now));
  }
}

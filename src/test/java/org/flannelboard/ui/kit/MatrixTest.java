package org.flannelboard.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.flannelboard.app.Settings.Thresholds;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.MatrixLook.Mode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cell looks like, where it lies, and how one comes to it. */
class MatrixTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Thresholds THRESHOLDS = new Thresholds(Duration.ofMillis(50), 10);
  private static final MatrixLook RTT = new MatrixLook(Mode.RTT, THRESHOLDS, Duration.ofSeconds(1));
  private static final Failure DOWN = new NodeFailure.TimedOut(new NodeId("a"), "ping");
  private static final Cell GOOD = new Cell.Reached(Duration.ofNanos(420_000), 0, NOW);
  private static final Cell SLOW = new Cell.Reached(Duration.ofMillis(51), 0, NOW);
  private static final Cell LOSSY = new Cell.Reached(Duration.ofMillis(1), 0.15, NOW);
  private static final Cell LOST = new Cell.Lost(Cell.ProbeFailure.NO_REPLY, 1, NOW);
  private static final Cell GONE = new Cell.SourceUnreachable(DOWN, NOW);
  private static final Cell NEVER = new Cell.NotMeasured(Cell.Reason.NOT_STARTED);

  @Test
  void thresholdsMakeAnAnswerWorthALook() {
    assertThat(
            List.of(GOOD, SLOW, LOSSY, LOST, GONE, NEVER).stream()
                .map(cell -> CellGrade.of(cell, THRESHOLDS)))
        .containsExactly(
            CellGrade.REACHED,
            CellGrade.WATCH,
            CellGrade.WATCH,
            CellGrade.LOST,
            CellGrade.UNREACHABLE,
            CellGrade.UNMEASURED);
    assertThat(CellGrade.UNMEASURED.bad()).isFalse();
    assertThat(CellGrade.WATCH.bad()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1000, 0, 0",
    "1000, 3000, 0",
    "1000, 3001, 1",
    "1000, 6001, 2",
    "1000, 12001, 3",
    "1000, 24001, 4",
    "1000, 86400000, 4",
    "60000, 180000, 0",
    "60000, 180001, 1"
  })
  void staleAfterThreeIntervalsAndPalerWithEachDoubling(long interval, long age, int step) {
    assertThat(CellFace.fading(age, Duration.ofMillis(interval))).isEqualTo(step);
    if (step > 0) {
      assertThat(CellFace.strength(step)).isLessThan(CellFace.strength(step - 1)).isPositive();
    }
  }

  @Test
  void aFaceHoldsWhatIsPainted() {
    int face = CellFace.of(GOOD, RTT, NOW.plusSeconds(4).toEpochMilli());
    assertThat(CellFace.grade(face)).isEqualTo(CellGrade.REACHED);
    assertThat(CellFace.fading(face)).isEqualTo(1);
    assertThat(CellFace.figure(face)).isEqualTo(42);
    assertThat(CellFace.of(GOOD, RTT, NOW.plusSeconds(5).toEpochMilli()))
        .as("no other look a second later")
        .isEqualTo(face);
    MatrixLook age = new MatrixLook(Mode.AGE, THRESHOLDS, Duration.ofSeconds(1));
    assertThat(CellFace.figure(CellFace.of(GONE, age, NOW.plusSeconds(90).toEpochMilli())))
        .isEqualTo(90);
    assertThat(CellFace.figure(CellFace.of(NEVER, age, 0))).isEqualTo(-1);
    assertThat(CellFace.fading(CellFace.of(GONE, RTT, NOW.plusSeconds(90).toEpochMilli())))
        .as("a source that is asked again and again")
        .isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "42, RTT, false, 0.42",
    "5, RTT, false, 0.05",
    "999, RTT, false, 9.99",
    "1234, RTT, false, 12.3",
    "12345, RTT, false, 123",
    "42, RTT, true, 0.4",
    "994, RTT, true, 9.9",
    "995, RTT, true, 10",
    "12345, RTT, true, 123",
    "15, LOSS, true, 15",
    "59, AGE, true, 59",
    "60, AGE, true, 1m",
    "60, AGE, false, 1",
    "7200, AGE, true, 2h"
  })
  void figuresAreBrief(int figure, Mode mode, boolean brief, String text) {
    assertThat(FigureText.digits(figure, mode, brief)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"4, true", "40, true", "255, false"})
  void allNodesFitIntoTheWindow(int nodes, boolean legible) {
    MatrixGeometry place = MatrixGeometry.of(nodes, nodes, 790, 548, 31, 1);
    assertThat(place.legible()).isEqualTo(legible);
    assertThat(place.x(nodes)).isLessThanOrEqualTo(790);
    assertThat(place.y(nodes)).isLessThanOrEqualTo(548);
    assertThat(place.maxScrollX()).isZero();
    assertThat(place.maxScrollY()).isZero();
    for (int i : new int[] {0, nodes / 2, nodes - 1}) {
      assertThat(place.columnAt(place.x(i) + place.cellWidth() / 2)).isEqualTo(i);
      assertThat(place.rowAt(place.y(i) + place.cellHeight() / 2)).isEqualTo(i);
    }
    assertThat(place.columnAt(place.x(0) - 1)).isEqualTo(-1);
    assertThat(place.rowAt(place.y(nodes) + 1)).isEqualTo(-1);
  }

  @Test
  void enlargedItMovesUnderItsNamesAndNoFurtherThanItsEdge() {
    MatrixGeometry place = MatrixGeometry.of(255, 255, 800, 540, 30, 10).scrolled(1e9, -5);
    assertThat(place.scrollX()).isEqualTo((int) place.maxScrollX()).isPositive();
    assertThat(place.scrollY()).isZero();
    assertThat(place.endColumn()).isEqualTo(255);
    MatrixGeometry moved = place.revealing(200, 3);
    assertThat(moved.firstColumn()).isLessThanOrEqualTo(3);
    assertThat(moved.x(3)).isGreaterThanOrEqualTo(moved.left());
    assertThat(moved.y(201)).isLessThanOrEqualTo(540);
    assertThat(moved.revealing(200, 3)).as("it is there already").isEqualTo(moved);
    MatrixGeometry tiny = MatrixGeometry.of(3, 3, 40, 40, 30, 3).revealing(2, 1);
    assertThat(tiny.scrollX())
        .as("no room for a cell")
        .isLessThanOrEqualTo(tiny.x(1) + tiny.scrollX());
  }

  @Test
  void walksStepOverTheDiagonalAndEndAtTheEdge() {
    MatrixWalk walk = new MatrixWalk(MatrixOrder.all(4));
    assertThat(walk.step(null, 0, 1)).isEqualTo(new Position(0, 1));
    assertThat(walk.step(new Position(1, 0), 0, 1)).isEqualTo(new Position(1, 2));
    assertThat(walk.step(new Position(1, 3), 0, 1)).isEqualTo(new Position(1, 3));
    assertThat(walk.step(new Position(2, 3), 1, 0)).isEqualTo(new Position(2, 3));
    assertThat(walk.edge(new Position(0, 2), false)).isEqualTo(new Position(0, 1));
    assertThat(walk.edge(new Position(3, 0), true)).isEqualTo(new Position(3, 2));
    assertThat(walk.page(new Position(0, 3), 10))
        .as("not the diagonal")
        .isEqualTo(new Position(2, 3));
    assertThat(walk.page(new Position(0, 1), 2)).isEqualTo(new Position(2, 1));
    assertThat(walk.first()).isEqualTo(new Position(0, 1));
    assertThat(walk.last()).isEqualTo(new Position(3, 2));
  }

  @Test
  void badCellsAreFoundBothWaysAroundTheEnd() {
    MatrixWalk walk = new MatrixWalk(MatrixOrder.all(3));
    List<Position> bad = List.of(new Position(0, 2), new Position(2, 1));
    List<Position> seen = new ArrayList<>();
    Position at = null;
    for (int i = 0; i < 3; i++) {
      at = Objects.requireNonNull(walk.find(at, true, bad::contains));
      seen.add(at);
    }
    assertThat(seen).containsExactly(bad.get(0), bad.get(1), bad.get(0));
    assertThat(walk.find(bad.get(0), false, bad::contains)).isEqualTo(bad.get(1));
    assertThat(walk.find(null, true, _ -> false)).isNull();
  }

  @Test
  void troubleOnlyLeavesOutWhatIsInOrderAndWorstComesFirst() {
    List<NodeId> nodes = IntStream.range(0, 4).mapToObj(i -> new NodeId("n" + i)).toList();
    // n1 is slow towards n3, n2 is lost towards n0.
    MatrixSnapshot mesh =
        MatrixSnapshot.of(
            nodes,
            NOW,
            (from, to) -> from == 1 && to == 3 ? SLOW : from == 2 && to == 0 ? LOST : GOOD);
    MatrixOrder bad =
        MatrixOrder.of(mesh, THRESHOLDS, new MatrixOrder.Choice(true, false), _ -> true);
    assertThat(sources(bad)).containsExactly(1, 2);
    assertThat(targets(bad)).containsExactly(0, 3);
    assertThat(bad.at(0, 1)).isEqualTo(new Position(1, 3));
    MatrixOrder worst =
        MatrixOrder.of(mesh, THRESHOLDS, new MatrixOrder.Choice(false, true), _ -> true);
    assertThat(sources(worst)).containsExactly(2, 1, 0, 3);
    assertThat(targets(worst)).containsExactly(0, 3, 1, 2);
    assertThat(new MatrixWalk(worst).step(new Position(2, 0), 1, 0)).isEqualTo(new Position(1, 0));
    assertThat(sources(MatrixOrder.of(mesh, THRESHOLDS, MatrixOrder.Choice.ALL, node -> node == 3)))
        .containsExactly(3);
    assertThat(MatrixOrder.of(mesh, THRESHOLDS, MatrixOrder.Choice.ALL, _ -> true))
        .isEqualTo(MatrixOrder.all(4))
        .isNotEqualTo(worst);
  }

  @Test
  void asTextTheShownFiguresHaveTabulatorsBetween() {
    List<NodeId> nodes = List.of(new NodeId("a"), new NodeId("b"));
    MatrixSnapshot mesh = MatrixSnapshot.of(nodes, NOW, (from, _) -> from == 0 ? GOOD : LOST);
    MatrixOrder all = MatrixOrder.all(2);
    assertThat(MatrixText.tsv(mesh, all, RTT, NOW)).isEqualTo("\ta\tb\na\t\t0.42\nb\tlost\t\n");
    MatrixLook loss = new MatrixLook(Mode.LOSS, THRESHOLDS, Duration.ofSeconds(1));
    assertThat(MatrixText.tsv(mesh, all, loss, NOW)).isEqualTo("\ta\tb\na\t\t0\nb\t100\t\n");
  }

  @Test
  void aPictureComesBackAsItWas() throws IOException {
    int[] pixels = {0xff010203, 0xffffffff, 0xff000000, 0xff804020, 0xff123456, 0xfffedcba};
    BufferedImage read = ImageIO.read(new ByteArrayInputStream(PngImage.encode(3, 2, pixels)));
    assertThat(read.getRGB(0, 0, 3, 2, null, 0, 3)).isEqualTo(pixels);
  }

  private static int[] sources(MatrixOrder order) {
    return IntStream.range(0, order.rows()).map(order::source).toArray();
  }

  private static int[] targets(MatrixOrder order) {
    return IntStream.range(0, order.columns()).map(order::target).toArray();
  }
}

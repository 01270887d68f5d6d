package org.flannelboard.ui.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flannelboard.app.Settings.Thresholds;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.connectivity.PairRow.Sort;
import org.flannelboard.ui.connectivity.PairsViewModel.Question;
import org.flannelboard.ui.kit.CellGrade;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pairs the table shows, in which order, and what is said of them. */
class PairsTest {

  private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");
  private static final Thresholds THRESHOLDS = new Thresholds(Duration.ofMillis(50), 0);
  private static final Words ENGLISH = Words.of(Locale.ENGLISH);
  private static final NodeId C = new NodeId("c");
  private static final Map<String, Cell> CELLS =
      Map.of(
          "01",
          reached(3, 0, 2),
          "02",
          new Cell.Lost(Cell.ProbeFailure.HOST_UNREACHABLE, 0.5, NOW),
          "10",
          reached(60, 0.1, 1),
          "12",
          new Cell.NotMeasured(Cell.Reason.TARGET_HAS_NO_LEASE),
          "20",
          new Cell.SourceUnreachable(new NodeFailure.TimedOut(C, "ping"), NOW.minusSeconds(9)),
          "21",
          reached(1, 0, 3));
  private static final MatrixSnapshot MESH =
      MatrixSnapshot.of(
          List.of(new NodeId("a"), new NodeId("b"), C),
          NOW,
          (from, to) -> CELLS.get(from.toString() + to));

  @ParameterizedTest
  @CsvSource({
    "STATE, true, ac ca ba bc ab cb", "STATE, false, ab cb bc ba ca ac",
    "SOURCE, false, ab ac ba bc ca cb", "TARGET, false, ba ca ab cb ac bc",
    "RTT, false, cb ab ba ac bc ca", "LOSS, true, ac ba ab cb bc ca",
    "AGE, false, ca cb ab ba ac bc"
  })
  void sorts(Sort sort, boolean descending, String pairs) {
    assertThat(shown(new Question("", false, sort, descending))).isEqualTo(pairs);
  }

  @ParameterizedTest
  @CsvSource({
    "'', true, ac ba ca", "SLOW, false, ba", "no reply, false, ac",
    "lease, false, bc", "told that the host, true, ac", "nothing like it, false, ''"
  })
  void filters(String part, boolean badOnly, String pairs) {
    assertThat(shown(new Question(part, badOnly, Sort.SOURCE, false))).isEqualTo(pairs);
  }

  @Test
  void saysWhatIsKnownInSentences() {
    assertThat(sentence(0, 1)).isEqualTo("a reaches b: the last answer took 3.00 ms.");
    assertThat(sentence(1, 0)).contains("but not well", "60.0 ms", "10 %");
    assertThat(sentence(0, 2)).contains("a asked and c did not answer", "host is unreachable");
    assertThat(sentence(1, 2)).contains("Nothing is known", "no lease");
    assertThat(sentence(2, 0)).contains("c").doesNotContain("{");
  }

  private static String shown(Question asked) {
    return String.join(
        " ",
        PairsViewModel.rows(MESH, THRESHOLDS, asked, ENGLISH).stream()
            .map(row -> row.from() + row.to())
            .toList());
  }

  private static String sentence(int from, int to) {
    Cell cell = MESH.cell(from, to);
    return CellWords.sentence(
        MESH.nodes().get(from).name(),
        MESH.nodes().get(to).name(),
        CellGrade.of(cell, THRESHOLDS),
        cell,
        ENGLISH);
  }

  private static Cell reached(int millis, double loss, int secondsAgo) {
    return new Cell.Reached(Duration.ofMillis(millis), loss, NOW.minusSeconds(secondsAgo));
  }
}

package org.flannelboard.ui.connectivity;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.flannelboard.app.Messages;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.ui.kit.CellGrade;
import org.flannelboard.ui.kit.Words;

/** What is said of cells, in the panel and in the table alike. */
final class CellWords {

  /** What stands for a value there is not. */
  static final String NONE = "–";

  private CellWords() {}

  /** The state in two or three words. */
  static String state(CellGrade grade, Words words) {
    return words.text(
        switch (grade) {
          case REACHED -> "cell.reached";
          case WATCH -> "cell.watch";
          case LOST -> "cell.lost";
          case UNREACHABLE -> "cell.source-unreachable";
          case UNMEASURED -> "cell.not-measured";
        });
  }

  /** Why it is so; empty where there is nothing to explain. */
  static String reason(Cell cell, Words words) {
    return switch (cell) {
      case Cell.Reached _ -> "";
      case Cell.Lost lost -> words.text("cell.cause." + lost.cause().code());
      case Cell.SourceUnreachable unreachable -> words.message(unreachable.cause());
      case Cell.NotMeasured unmeasured -> words.text("cell.reason." + unmeasured.why().code());
    };
  }

  /** What is known of a pair, in whole sentences. */
  static String sentence(String from, String to, CellGrade grade, Cell cell, Words words) {
    return switch (cell) {
      case Cell.Reached reached ->
          words.text(
              grade == CellGrade.WATCH ? "pair.watch" : "pair.reached",
              Map.of(
                  "from",
                  from,
                  "to",
                  to,
                  "ms",
                  Words.rtt(reached.rtt()),
                  "loss",
                  percent(reached.lossRatio())));
      case Cell.Lost _ ->
          words.text("pair.lost", "from", from, "to", to) + " " + reason(cell, words);
      case Cell.SourceUnreachable unreachable -> {
        Messages.Explanation why = words.describe(unreachable.cause());
        yield (why.message() + "\n" + why.remedy()).strip();
      }
      case Cell.NotMeasured _ ->
          words.text("pair.not-measured", "from", from, "to", to) + " " + reason(cell, words);
    };
  }

  /** A share of 1, in whole percent. */
  static String percent(double ratio) {
    return String.format(Locale.ROOT, "%.0f %%", ratio * 100);
  }

  /** A time in milliseconds, with its unit. */
  static String rtt(Duration rtt) {
    return Words.rtt(rtt) + " ms";
  }
}

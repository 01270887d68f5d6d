package org.flannelboard.ui.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.ui.kit.CellGrade;
import org.flannelboard.ui.kit.MatrixCanvas.Position;

/**
 * An ordered pair in the table.
 *
 * @param at which pair
 * @param from the source's name
 * @param to the target's name
 * @param grade what its cell means
 * @param cell what was measured
 */
record PairRow(Position at, String from, String to, CellGrade grade, Cell cell) {

  /** By what the table is sorted. */
  enum Sort {
    SOURCE,
    TARGET,
    STATE,
    RTT,
    LOSS,
    AGE;

    /** Ascending; pairs without such a value come last but for the state, where worse is more. */
    Comparator<PairRow> comparator() {
      return switch (this) {
        case SOURCE -> Comparator.comparingInt(row -> row.at.from());
        case TARGET -> Comparator.comparingInt(row -> row.at.to());
        case STATE -> Comparator.comparing(PairRow::grade);
        case RTT -> Comparator.comparing(row -> row.rtt().orElse(LONGEST));
        case LOSS -> Comparator.comparingDouble(row -> row.loss().orElse(-1.0));
        case AGE -> Comparator.comparing(row -> row.measured().orElse(Instant.MAX));
      };
    }
  }

  private static final Duration LONGEST = Duration.ofSeconds(Long.MAX_VALUE);

  /** The round-trip time; empty unless the last request was answered. */
  Optional<Duration> rtt() {
    return cell instanceof Cell.Reached reached ? Optional.of(reached.rtt()) : Optional.empty();
  }

  /** The share of requests without an answer; empty where none was sent. */
  Optional<Double> loss() {
    return switch (cell) {
      case Cell.Reached reached -> Optional.of(reached.lossRatio());
      case Cell.Lost lost -> Optional.of(lost.lossRatio());
      case Cell.SourceUnreachable _, Cell.NotMeasured _ -> Optional.empty();
    };
  }

  /** When that was measured, or noticed. */
  Optional<Instant> measured() {
    return switch (cell) {
      case Cell.Reached reached -> Optional.of(reached.at());
      case Cell.Lost lost -> Optional.of(lost.at());
      case Cell.SourceUnreachable unreachable -> Optional.of(unreachable.at());
      case Cell.NotMeasured _ -> Optional.empty();
    };
  }
}

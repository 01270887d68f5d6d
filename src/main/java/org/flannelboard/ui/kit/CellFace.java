package org.flannelboard.ui.kit;

import java.time.Duration;
import java.time.Instant;
import org.flannelboard.probe.matrix.Cell;

/**
 * What a cell looks like, packed into an int, so that a cell is painted again only when it would
 * look different: 3 bits of {@link CellGrade}, 3 of fading, 2 of tint, 23 for the figure.
 */
final class CellFace {

  /** No cell looks like this. */
  static final int NONE = -1;

  /** How strongly the steps of fading are painted; the first is a current cell. */
  private static final double[] STRENGTHS = {1, 0.6, 0.5, 0.4, 0.3};

  /** The largest figure. */
  private static final int LARGEST = (1 << 23) - 2;

  private static final CellGrade[] GRADES = CellGrade.values();

  private CellFace() {}

  /** The face of a cell at a moment. */
  static int of(Cell cell, MatrixLook look, long nowMillis) {
    CellGrade grade = CellGrade.of(cell, look.thresholds());
    return switch (cell) {
      case Cell.Reached(Duration rtt, double loss, Instant at) -> {
        long age = age(at, nowMillis);
        long figure =
            switch (look.mode()) {
              case RTT -> rtt.toNanos() / 10_000;
              case LOSS -> Math.round(loss * 100);
              case AGE -> age / 1000;
            };
        yield pack(grade, fading(age, look.interval()), tint(rtt, loss, look), figure);
      }
      case Cell.Lost(_, double loss, Instant at) -> {
        long age = age(at, nowMillis);
        long figure = look.mode() == MatrixLook.Mode.AGE ? age / 1000 : Math.round(loss * 100);
        yield pack(grade, fading(age, look.interval()), 0, figure);
      }
      case Cell.SourceUnreachable(_, Instant at) ->
          // The source is asked again until it answers, so what is known of it does not fade.
          pack(grade, 0, 0, look.mode() == MatrixLook.Mode.AGE ? age(at, nowMillis) / 1000 : -1);
      case Cell.NotMeasured _ -> pack(grade, 0, 0, -1);
    };
  }

  /**
   * How long a cell keeps the face it has at a moment if nothing new is measured.
   *
   * @return the first millisecond since the epoch at which it may look different
   */
  static long until(Cell cell, MatrixLook look, long nowMillis) {
    return switch (cell) {
      case Cell.Reached(_, _, Instant at) -> until(at, look, nowMillis);
      case Cell.Lost(_, _, Instant at) -> until(at, look, nowMillis);
      case Cell.SourceUnreachable(_, Instant at) ->
          look.mode() == MatrixLook.Mode.AGE ? untilNextSecond(at, nowMillis) : Long.MAX_VALUE;
      case Cell.NotMeasured _ -> Long.MAX_VALUE;
    };
  }

  private static long until(Instant at, MatrixLook look, long nowMillis) {
    long faded = untilFaded(at, look.interval(), nowMillis);
    return look.mode() == MatrixLook.Mode.AGE
        ? Math.min(faded, untilNextSecond(at, nowMillis))
        : faded;
  }

  private static long untilNextSecond(Instant at, long nowMillis) {
    return at.toEpochMilli() + (age(at, nowMillis) / 1000 + 1) * 1000;
  }

  private static long untilFaded(Instant at, Duration interval, long nowMillis) {
    int step = fading(age(at, nowMillis), interval);
    return step == STRENGTHS.length - 1
        ? Long.MAX_VALUE
        : at.toEpochMilli() + (MatrixLook.STALE_AFTER * interval.toMillis() << step) + 1;
  }

  static CellGrade grade(int face) {
    return GRADES[face & 7];
  }

  /** The step of fading: 0 for a current cell, up to 4. */
  static int fading(int face) {
    return face >> 3 & 7;
  }

  /** How far a value is from the best, in four steps: 0 to 3. */
  static int tint(int face) {
    return face >> 6 & 3;
  }

  /** Hundredths of a millisecond, percent, or seconds; -1 for none. */
  static int figure(int face) {
    return (face >>> 8) - 1;
  }

  /** How many steps of fading there are. */
  static int fadings() {
    return STRENGTHS.length;
  }

  /** How strongly a step is painted: 1 for a current cell. */
  static double strength(int fading) {
    return STRENGTHS[fading];
  }

  /** The step of fading of something that old: one at three intervals, then one each doubling. */
  static int fading(long ageMillis, Duration interval) {
    long limit = MatrixLook.STALE_AFTER * interval.toMillis();
    int step = 0;
    while (step < STRENGTHS.length - 1 && ageMillis > limit) {
      step++;
      limit *= 2;
    }
    return step;
  }

  private static long age(Instant at, long nowMillis) {
    return Math.max(0, nowMillis - at.toEpochMilli());
  }

  private static int pack(CellGrade grade, int fading, int tint, long figure) {
    int shown = Math.clamp(figure, -1, LARGEST) + 1;
    return grade.ordinal() | fading << 3 | tint << 6 | shown << 8;
  }

  private static int tint(Duration rtt, double loss, MatrixLook look) {
    return switch (look.mode()) {
      case RTT -> tint(rtt.toNanos(), look.thresholds().rtt().toNanos());
      case LOSS -> loss == 0 ? 0 : loss <= 0.05 ? 1 : loss <= 0.2 ? 2 : 3;
      case AGE -> 0;
    };
  }

  /** Times differ by their magnitude, so each step is four times the one before. */
  private static int tint(long value, long threshold) {
    return value * 4 >= threshold
        ? 3
        : value * 16 >= threshold ? 2 : value * 64 >= threshold ? 1 : 0;
  }
}

package org.flannelboard.probe.matrix;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The latest rounds of one ordered pair, the oldest first, and what they come to. */
public final class PairHistory {

  /** A sample without an answer. */
  public static final int LOST = -1;

  /** A sample of a round in which nothing was sent to this target. */
  public static final int UNMEASURED = -2;

  /** A pair that was never measured. */
  public static final PairHistory NONE = new PairHistory(new long[0], new int[0]);

  private final long[] at;
  private final int[] micros;

  /**
   * A history; takes the arrays over.
   *
   * @param at milliseconds since the epoch, one a round
   * @param micros round-trip times, {@link #LOST} or {@link #UNMEASURED}
   */
  public PairHistory(long[] at, int[] micros) {
    if (at.length != micros.length) {
      throw new IllegalArgumentException(at.length + " times, " + micros.length + " samples");
    }
    this.at = at;
    this.micros = micros;
  }

  /**
   * What the rounds come to.
   *
   * @param sent how many requests
   * @param lost how many of them without an answer
   * @param answers of those that were answered; null if none was
   */
  public record Summary(int sent, int lost, @Nullable Answers answers) {

    /** The share of lost requests, 0 to 1; 0 while none was sent. */
    public double lossRatio() {
      return sent == 0 ? 0 : (double) lost / sent;
    }
  }

  /**
   * How long answers took.
   *
   * @param p95 95 of 100 were as quick (nearest rank)
   * @param jitter the mean difference of an answer from the one before (RFC 3393's delay variation,
   *     without its sign); zero while there is only one
   */
  public record Answers(
      Duration min, Duration median, Duration p95, Duration max, Duration jitter) {}

  /** How many rounds there are. */
  public int size() {
    return micros.length;
  }

  /** When a round was counted. */
  public Instant at(int round) {
    return Instant.ofEpochMilli(at[round]);
  }

  /** Round-trip time in microseconds, {@link #LOST} or {@link #UNMEASURED}. */
  public int micros(int round) {
    return micros[round];
  }

  /** What all rounds come to. */
  public Summary summary() {
    int[] sorted = Arrays.stream(micros).filter(sample -> sample >= 0).sorted().toArray();
    int lost = (int) Arrays.stream(micros).filter(sample -> sample == LOST).count();
    return new Summary(sorted.length + lost, lost, sorted.length == 0 ? null : answers(sorted));
  }

  private Answers answers(int[] sorted) {
    return new Answers(
        duration(sorted[0]),
        duration(rank(sorted, 0.5)),
        duration(rank(sorted, 0.95)),
        duration(sorted[sorted.length - 1]),
        duration(jitter()));
  }

  private static int rank(int[] sorted, double share) {
    return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }

  private long jitter() {
    long sum = 0;
    int steps = 0;
    int before = UNMEASURED;
    for (int sample : micros) {
      if (sample >= 0) {
        if (before >= 0) {
          sum += Math.abs(sample - before);
          steps++;
        }
        before = sample;
      }
    }
    return steps == 0 ? 0 : Math.round((double) sum / steps);
  }

  private static Duration duration(long micros) {
    return Duration.ofNanos(micros * 1000);
  }
}

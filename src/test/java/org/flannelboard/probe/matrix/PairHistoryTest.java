package org.flannelboard.probe.matrix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.IntStream;
import org.flannelboard.probe.matrix.PairHistory.Answers;
import org.flannelboard.probe.matrix.PairHistory.Summary;
import org.junit.jupiter.api.Test;

/** What the rounds of a pair come to. */
class PairHistoryTest {

  private static final int LOST = PairHistory.LOST;
  private static final int UNMEASURED = PairHistory.UNMEASURED;

  @Test
  void nothingMeasuredIsNothingLost() {
    assertThat(PairHistory.NONE.summary()).isEqualTo(new Summary(0, 0, null));
    assertThat(history(UNMEASURED, UNMEASURED).summary()).isEqualTo(new Summary(0, 0, null));
    assertThat(PairHistory.NONE.summary().lossRatio()).isZero();
  }

  @Test
  void allLostHasNoTimes() {
    Summary summary = history(LOST, LOST).summary();
    assertThat(summary).isEqualTo(new Summary(2, 2, null));
    assertThat(summary.lossRatio()).isEqualTo(1);
  }

  @Test
  void lossCountsWhatWasSentAlone() {
    Summary summary = history(100, LOST, UNMEASURED, 100, 100).summary();
    assertThat(summary.sent()).isEqualTo(4);
    assertThat(summary.lossRatio()).isEqualTo(0.25);
  }

  @Test
  void ranksAreOfTheAnswersAlone() {
    int[] hundred = IntStream.rangeClosed(1, 100).map(i -> 101 - i).toArray();
    Answers answers = Objects.requireNonNull(history(hundred).summary().answers());
    assertThat(answers.min()).isEqualTo(micros(1));
    assertThat(answers.median()).isEqualTo(micros(50));
    assertThat(answers.p95()).isEqualTo(micros(95));
    assertThat(answers.max()).isEqualTo(micros(100));
    assertThat(answers.jitter()).isEqualTo(micros(1));
  }

  @Test
  void jitterStepsOverWhatWasLost() {
    Answers answers =
        Objects.requireNonNull(history(100, LOST, 140, UNMEASURED, 120).summary().answers());
    assertThat(answers.jitter()).as("of 40 and 20").isEqualTo(micros(30));
    Answers one = Objects.requireNonNull(history(LOST, 100).summary().answers());
    assertThat(one.jitter()).isEqualTo(Duration.ZERO);
  }

  @Test
  void everySampleHasItsTime() {
    assertThatThrownBy(() -> new PairHistory(new long[1], new int[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static PairHistory history(int... micros) {
    return new PairHistory(new long[micros.length], micros);
  }

  private static Duration micros(long micros) {
    return Duration.ofNanos(micros * 1000);
  }
}

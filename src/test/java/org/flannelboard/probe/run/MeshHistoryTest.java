package org.flannelboard.probe.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.flannelboard.probe.matrix.PairHistory;
import org.junit.jupiter.api.Test;

/** What the ring keeps, what it lets go, and how exactly it remembers. */
class MeshHistoryTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private final MeshHistory history = new MeshHistory(3, 4);

  @Test
  void aSourceThatNeverPingedHasNoRounds() {
    assertThat(history.of(0, 1).size()).isZero();
  }

  @Test
  void roundsComeBackOldestFirstWithTheirTimes() {
    round(0, 100);
    round(1, PairHistory.LOST);
    PairHistory pair = history.of(0, 1);
    assertThat(samples(pair)).containsExactly(100, PairHistory.LOST);
    assertThat(pair.at(0)).isEqualTo(START);
    assertThat(pair.at(1)).isEqualTo(START.plusSeconds(1));
    assertThat(samples(history.of(0, 2)))
        .as("a target the rounds left out")
        .containsExactly(PairHistory.UNMEASURED, PairHistory.UNMEASURED);
    assertThat(history.of(1, 0).size()).as("another source").isZero();
  }

  @Test
  void theOldestMakesRoomHoweverManyCome() {
    for (int i = 0; i < 1003; i++) {
      round(i, i + 1);
    }
    assertThat(samples(history.of(0, 1))).containsExactly(1000, 1001, 1002, 1003);
    assertThat(history.of(0, 1).at(3)).isEqualTo(START.plusSeconds(1002));
  }

  @Test
  void anOldSampleNeverShinesThroughARoundThatLeftThePairOut() {
    for (int i = 0; i < 4; i++) {
      round(i, 7);
    }
    history.begin(0, START.plusSeconds(4));
    assertThat(samples(history.of(0, 1))).containsExactly(7, 7, 7, PairHistory.UNMEASURED);
  }

  @Test
  void withoutRoundsNothingIsKept() {
    MeshHistory none = new MeshHistory(2, 0);
    none.begin(0, START).put(1, Duration.ofMillis(1));
    assertThat(none.of(0, 1).size()).isZero();
  }

  @Test
  void sixteenBitsAreExactUpToFourMillisecondsAndNearlySoBeyond() {
    for (int micros = 1; micros < 4096; micros++) {
      assertThat(MeshHistory.unpack(MeshHistory.pack(micros))).isEqualTo(micros);
    }
    LongStream.iterate(4096, micros -> micros < Integer.MAX_VALUE / 2, micros -> micros * 3 / 2 + 1)
        .forEach(
            micros ->
                assertThat((double) MeshHistory.unpack(MeshHistory.pack(micros)))
                    .isCloseTo(micros, within(micros / 4000.0)));
    assertThat(MeshHistory.unpack(MeshHistory.pack(0))).as("quicker than can be told").isEqualTo(1);
    assertThat(MeshHistory.unpack(MeshHistory.pack(Long.MAX_VALUE))).isGreaterThan(2_000_000_000);
  }

  private void round(int second, int micros) {
    history
        .begin(0, START.plusSeconds(second))
        .put(1, micros == PairHistory.LOST ? null : Duration.ofNanos(micros * 1000L));
  }

  private static int[] samples(PairHistory pair) {
    return IntStream.range(0, pair.size()).map(pair::micros).toArray();
  }
}

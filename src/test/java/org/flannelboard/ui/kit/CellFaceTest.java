package org.flannelboard.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.flannelboard.app.Settings;
import org.flannelboard.probe.matrix.Cell;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is painted of a cell, and until when that holds. */
class CellFaceTest {

  private static final Instant AT = Instant.parse("2030-06-13T15:15:17.250Z");
  private static final Settings.Thresholds THRESHOLDS =
      new Settings.Thresholds(Duration.ofMillis(50), 10);

  /** From before the measurement, as clocks are set back, to when nothing changes any more. */
  @ParameterizedTest
  @CsvSource({"RTT, 1000", "LOSS, 1000", "AGE, 1000", "RTT, 7", "AGE, 7"})
  void aFaceHoldsUntilThatVeryMillisecond(MatrixLook.Mode mode, long interval) {
    MatrixLook look = new MatrixLook(mode, THRESHOLDS, Duration.ofMillis(interval));
    Cell reached = new Cell.Reached(Duration.ofMillis(1), 0.25, AT);
    Cell lost = new Cell.Lost(Cell.ProbeFailure.NO_REPLY, 1, AT);
    long begin = AT.toEpochMilli();
    for (Cell cell : new Cell[] {reached, lost}) {
      long holds = Long.MIN_VALUE;
      int before = CellFace.NONE;
      for (long now = begin - 20; now < begin + 30_000; now++) {
        int face = CellFace.of(cell, look, now);
        assertThat(face != before).isEqualTo(now >= holds);
        before = face;
        holds = CellFace.until(cell, look, now);
      }
    }
  }
}

package org.flannelboard.ui.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A cell fades with its age, and never so far that it cannot be seen. */
class MatrixCanvasTest {

  @ParameterizedTest
  @CsvSource({"-1, 1.0", "0, 1.0", "3, 1.0", "11.5, 0.65", "20, 0.3", "86400, 0.3"})
  void fades(double seconds, double strength) {
    Duration age = Duration.ofMillis((long) (seconds * 1000));
    assertThat(MatrixCanvas.strength(age)).isCloseTo(strength, within(1e-9));
  }
}

package org.flannelboard.ui.kit;

import java.time.Duration;
import org.flannelboard.app.Settings;

/**
 * How the matrix is read.
 *
 * @param mode which figure a cell shows
 * @param thresholds from when on an answer is worth a look
 * @param interval how long a round takes: a cell older than {@value #STALE_AFTER} of them is stale
 */
public record MatrixLook(Mode mode, Settings.Thresholds thresholds, Duration interval) {

  /** After that many intervals a cell is no longer current. */
  public static final int STALE_AFTER = 3;

  /** Which figure a cell shows. */
  public enum Mode {
    RTT,
    LOSS,
    AGE
  }

  /** Whether something that old is no longer current. */
  public boolean stale(Duration age) {
    return age.compareTo(interval.multipliedBy(STALE_AFTER)) > 0;
  }
}

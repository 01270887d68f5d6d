package org.flannelboard.ui.kit;

import org.flannelboard.app.Settings.Thresholds;
import org.flannelboard.probe.matrix.Cell;

/** What a cell means to whoever looks for trouble, from the best to the worst. */
public enum CellGrade {
  REACHED(Status.OK),
  UNMEASURED(Status.UNKNOWN),
  /** Answers, but slower or with more loss than the person wants to see. */
  WATCH(Status.WARNING),
  /** The source cannot be asked: nothing is known of the pair. */
  UNREACHABLE(Status.UNKNOWN),
  LOST(Status.FAILED);

  private final Status status;

  CellGrade(Status status) {
    this.status = status;
  }

  /** The grade of a cell. */
  public static CellGrade of(Cell cell, Thresholds thresholds) {
    return switch (cell) {
      case Cell.Reached reached -> exceeds(reached, thresholds) ? WATCH : REACHED;
      case Cell.Lost _ -> LOST;
      case Cell.SourceUnreachable _ -> UNREACHABLE;
      case Cell.NotMeasured _ -> UNMEASURED;
    };
  }

  /** Its role in the stylesheet. */
  public Status status() {
    return status;
  }

  /** Whether someone should look. */
  public boolean bad() {
    return compareTo(WATCH) >= 0;
  }

  private static boolean exceeds(Cell.Reached reached, Thresholds thresholds) {
    return reached.rtt().compareTo(thresholds.rtt()) > 0
        || reached.lossRatio() * 100 > thresholds.lossPercent();
  }
}

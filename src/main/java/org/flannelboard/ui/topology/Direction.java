package org.flannelboard.ui.topology;

import java.util.List;
import java.util.OptionalInt;
import java.util.function.IntPredicate;
import javafx.geometry.Point2D;

/** A way an arrow key points. */
enum Direction {
  LEFT(-1, 0),
  RIGHT(1, 0),
  UP(0, -1),
  DOWN(0, 1);

  /** What lies aside counts so much more than what lies ahead: a row is left only at its end. */
  private static final double ASIDE = 3;

  private final int x;
  private final int y;

  Direction(int x, int y) {
    this.x = x;
    this.y = y;
  }

  int x() {
    return x;
  }

  int y() {
    return y;
  }

  /**
   * The place that lies nearest in this direction.
   *
   * @param at the places
   * @param from where to begin, one of them
   * @param counts which of them can be gone to
   */
  OptionalInt next(List<Point2D> at, int from, IntPredicate counts) {
    int best = -1;
    double nearest = Double.MAX_VALUE;
    for (int i = 0; i < at.size(); i++) {
      Point2D way = at.get(i).subtract(at.get(from));
      double ahead = way.getX() * x + way.getY() * y;
      double aside = Math.abs(way.getX() * y) + Math.abs(way.getY() * x);
      double far = ahead + ASIDE * aside;
      // Beyond the diagonal something lies rather aside than ahead.
      if (i != from && counts.test(i) && ahead > 1 && aside <= 2 * ahead && far < nearest) {
        nearest = far;
        best = i;
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }
}

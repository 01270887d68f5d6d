package org.flannelboard.ui.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Point2D;
import org.junit.jupiter.api.Test;

/** Arrow keys go where a person expects: along the row, along the column, never out of the map. */
class DirectionTest {

  /**
   * Three rows of four, the last with one place in its middle:
   *
   * <pre>
   * 0 1 2 3
   * 4 5 6 7
   *   8
   * </pre>
   */
  private static final List<Point2D> PLACES = places();

  private static List<Point2D> places() {
    List<Point2D> places = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      places.add(new Point2D(i % 4 * 200, i / 4 * 80));
    }
    places.add(new Point2D(200, 160));
    return places;
  }

  private static int next(Direction way, int from) {
    return way.next(PLACES, from, _ -> true).orElse(-1);
  }

  @Test
  void goesAlongRowsAndColumns() {
    assertThat(next(Direction.RIGHT, 0)).isEqualTo(1);
    assertThat(next(Direction.LEFT, 3)).isEqualTo(2);
    assertThat(next(Direction.DOWN, 2)).isEqualTo(6);
    assertThat(next(Direction.UP, 6)).isEqualTo(2);
    assertThat(next(Direction.DOWN, 5)).isEqualTo(8);
    assertThat(next(Direction.UP, 8)).isEqualTo(5);
  }

  @Test
  void staysAtTheEdge() {
    assertThat(next(Direction.LEFT, 0)).isEqualTo(-1);
    assertThat(next(Direction.UP, 1)).isEqualTo(-1);
    assertThat(next(Direction.RIGHT, 3)).isEqualTo(-1);
    assertThat(next(Direction.DOWN, 8)).isEqualTo(-1);
  }

  @Test
  void passesOverWhatTheFilterHolds() {
    assertThat(Direction.RIGHT.next(PLACES, 0, i -> i != 1)).hasValue(2);
    assertThat(Direction.RIGHT.next(PLACES, 0, _ -> false)).isEmpty();
  }
}

package org.flannelboard.ui.kit;

import java.util.function.Predicate;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.jspecify.annotations.Nullable;

/**
 * The ways from cell to cell. They lead over the diagonal, never onto it, and end at the edge; from
 * nowhere they lead to the first cell.
 *
 * @param order what is shown
 */
record MatrixWalk(MatrixOrder order) {

  /** So many rows and columns on, or the next cell that way that is one. */
  @Nullable Position step(@Nullable Position from, int down, int right) {
    if (from == null || !shows(from)) {
      return first();
    }
    int row = order.rowOf(from.from());
    int column = order.columnOf(from.to());
    Position near = order.at(row + down, column + right);
    Position beyond = order.at(row + 2 * down, column + 2 * right);
    return near != null ? near : beyond != null ? beyond : from;
  }

  /** So many rows up or down, at most to the edge. */
  @Nullable Position page(@Nullable Position from, int rows) {
    if (from == null || !shows(from)) {
      return first();
    }
    int column = order.columnOf(from.to());
    int row = Math.clamp(order.rowOf(from.from()) + (long) rows, 0, order.rows() - 1);
    Position there = order.at(row, column);
    if (there != null) {
      return there;
    }
    Position inward = order.at(row - Integer.signum(rows), column);
    return inward != null ? inward : from;
  }

  /** The first or the last cell of the row. */
  @Nullable Position edge(@Nullable Position from, boolean last) {
    if (from == null || !shows(from)) {
      return first();
    }
    int row = order.rowOf(from.from());
    int column = last ? order.columns() - 1 : 0;
    Position there = order.at(row, column);
    return there != null ? there : order.at(row, last ? column - 1 : column + 1);
  }

  /** The first cell. */
  @Nullable Position first() {
    return next(-1, 1, _ -> true);
  }

  /** The last cell. */
  @Nullable Position last() {
    return next(order.rows() * order.columns(), -1, _ -> true);
  }

  /** The next cell of that kind in reading order, or backwards, around the end; null for none. */
  @Nullable Position find(@Nullable Position from, boolean forward, Predicate<Position> wanted) {
    int place =
        from == null || !shows(from)
            ? forward ? -1 : order.rows() * order.columns()
            : order.rowOf(from.from()) * order.columns() + order.columnOf(from.to());
    int direction = forward ? 1 : -1;
    Position found = next(place, direction, wanted);
    return found != null
        ? found
        : next(forward ? -1 : order.rows() * order.columns(), direction, wanted);
  }

  private @Nullable Position next(int place, int direction, Predicate<Position> wanted) {
    int cells = order.rows() * order.columns();
    for (int i = place + direction; i >= 0 && i < cells; i += direction) {
      Position at = order.at(i / order.columns(), i % order.columns());
      if (at != null && wanted.test(at)) {
        return at;
      }
    }
    return null;
  }

  private boolean shows(Position at) {
    return order.rowOf(at.from()) >= 0 && order.columnOf(at.to()) >= 0;
  }
}

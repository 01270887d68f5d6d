package org.flannelboard.ui.kit;

import java.util.Arrays;
import java.util.Comparator;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.flannelboard.app.Settings.Thresholds;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.jspecify.annotations.Nullable;

/** Which sources and targets are shown, and in which order. */
public final class MatrixOrder {

  private final int[] rows;
  private final int[] columns;
  private final int[] rowOf;
  private final int[] columnOf;

  private MatrixOrder(int nodes, int[] rows, int[] columns) {
    this.rows = rows;
    this.columns = columns;
    this.rowOf = inverse(nodes, rows);
    this.columnOf = inverse(nodes, columns);
  }

  /**
   * What to show.
   *
   * @param badOnly leave out sources and targets whose every pair is in order
   * @param worstFirst sort by how much is wrong
   */
  public record Choice(boolean badOnly, boolean worstFirst) {
    /** Everything in the profile's order. */
    public static final Choice ALL = new Choice(false, false);
  }

  /** All nodes in the profile's order. */
  public static MatrixOrder all(int nodes) {
    int[] every = IntStream.range(0, nodes).toArray();
    return new MatrixOrder(nodes, every, every);
  }

  /**
   * The order that a choice leads to.
   *
   * @param source whether a node is wanted as a source
   */
  public static MatrixOrder of(
      MatrixSnapshot mesh, Thresholds thresholds, Choice choice, IntPredicate source) {
    int n = mesh.size();
    long[] rowWeight = new long[n];
    long[] columnWeight = new long[n];
    if (choice.badOnly() || choice.worstFirst()) {
      weigh(mesh, thresholds, rowWeight, columnWeight);
    }
    return new MatrixOrder(
        n, chosen(n, rowWeight, choice, source), chosen(n, columnWeight, choice, _ -> true));
  }

  public int rows() {
    return rows.length;
  }

  public int columns() {
    return columns.length;
  }

  /** The node's place in the profile that a row shows. */
  public int source(int row) {
    return rows[row];
  }

  /** The node's place in the profile that a column shows. */
  public int target(int column) {
    return columns[column];
  }

  /** The row that shows a source; -1 if none does. */
  public int rowOf(int source) {
    return source < rowOf.length ? rowOf[source] : -1;
  }

  /** The column that shows a target; -1 if none does. */
  public int columnOf(int target) {
    return target < columnOf.length ? columnOf[target] : -1;
  }

  /** The pair at a row and a column; null on the diagonal and outside. */
  public @Nullable Position at(int row, int column) {
    if (row < 0 || column < 0 || row >= rows.length || column >= columns.length) {
      return null;
    }
    return rows[row] == columns[column] ? null : new Position(rows[row], columns[column]);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MatrixOrder that
        && Arrays.equals(rows, that.rows)
        && Arrays.equals(columns, that.columns);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(rows) + Arrays.hashCode(columns);
  }

  private static void weigh(
      MatrixSnapshot mesh, Thresholds thresholds, long[] rowWeight, long[] columnWeight) {
    for (int from = 0; from < mesh.size(); from++) {
      for (int to = 0; to < mesh.size(); to++) {
        if (from != to) {
          long weight = weight(CellGrade.of(mesh.cell(from, to), thresholds));
          rowWeight[from] += weight;
          columnWeight[to] += weight;
        }
      }
    }
  }

  /** One pair of a worse grade outweighs all of a better one: there are at most 255 in a row. */
  private static long weight(CellGrade grade) {
    return switch (grade) {
      case REACHED, UNMEASURED -> 0;
      case WATCH -> 1;
      case UNREACHABLE -> 1 << 8;
      case LOST -> 1 << 16;
    };
  }

  private static int[] chosen(int n, long[] weight, Choice choice, IntPredicate wanted) {
    IntStream nodes =
        IntStream.range(0, n).filter(wanted).filter(i -> !choice.badOnly() || weight[i] > 0);
    return choice.worstFirst()
        ? nodes
            .boxed()
            .sorted(Comparator.comparingLong((Integer i) -> weight[i]).reversed())
            .mapToInt(i -> i)
            .toArray()
        : nodes.toArray();
  }

  private static int[] inverse(int nodes, int[] shown) {
    int[] places = new int[nodes];
    Arrays.fill(places, -1);
    for (int i = 0; i < shown.length; i++) {
      places[shown[i]] = i;
    }
    return places;
  }
}

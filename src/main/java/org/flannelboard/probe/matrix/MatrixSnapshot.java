package org.flannelboard.probe.matrix;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.flannelboard.cluster.NodeId;

/**
 * The whole mesh at one moment: an n × n grid of cells whose diagonal means nothing.
 *
 * <p>Rows are sources, columns are targets, both in the profile's order.
 */
public final class MatrixSnapshot {

  private final List<NodeId> nodes;
  private final Cell[] cells;
  private final Instant at;

  private MatrixSnapshot(List<NodeId> nodes, Cell[] cells, Instant at) {
    this.nodes = nodes;
    this.cells = cells;
    this.at = at;
  }

  /** A snapshot whose cells come from {@code cell}, asked once for each ordered pair. */
  public static MatrixSnapshot of(
      List<NodeId> nodes, Instant at, BiFunction<Integer, Integer, Cell> cell) {
    int n = nodes.size();
    Cell[] cells = new Cell[n * n];
    Arrays.fill(cells, new Cell.NotMeasured(Cell.Reason.TARGET_IS_LOCAL));
    for (int from = 0; from < n; from++) {
      for (int to = 0; to < n; to++) {
        if (from != to) {
          cells[from * n + to] = cell.apply(from, to);
        }
      }
    }
    return new MatrixSnapshot(List.copyOf(nodes), cells, at);
  }

  /** A mesh in which nothing was measured, for one reason. */
  public static MatrixSnapshot unmeasured(List<NodeId> nodes, Cell.Reason why, Instant at) {
    Cell cell = new Cell.NotMeasured(why);
    return of(nodes, at, (_, _) -> cell);
  }

  /** Sources and targets in their order. */
  public List<NodeId> nodes() {
    return nodes;
  }

  /** When the snapshot was taken; a cell's own time may be earlier. */
  public Instant at() {
    return at;
  }

  /** The number of nodes. */
  public int size() {
    return nodes.size();
  }

  /** The cell of two different nodes, by their places in {@link #nodes}. */
  public Cell cell(int from, int to) {
    if (from == to) {
      throw new IllegalArgumentException("a node has no cell with itself: " + nodes.get(from));
    }
    return cells[from * nodes.size() + to];
  }

  /** How many ordered pairs there are: n × (n − 1). */
  public int pairs() {
    return nodes.size() * (nodes.size() - 1);
  }

  /** How many ordered pairs are in such a state. */
  public int count(Predicate<Cell> state) {
    int n = nodes.size();
    int count = 0;
    for (int i = 0; i < cells.length; i++) {
      if (i / n != i % n && state.test(cells[i])) {
        count++;
      }
    }
    return count;
  }

  /** How many pairs are reached. */
  public int reached() {
    return count(Cell.Reached.class::isInstance);
  }

  /** Whether every ordered pair is reached; a mesh of one node has no pair and is not. */
  public boolean allReached() {
    return pairs() > 0 && reached() == pairs();
  }
}

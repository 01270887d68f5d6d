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
 * <p>Rows are sources, columns are targets, both in the profile's order. Snapshots share the rows
 * that did not change from one to the next, so that taking one, keeping one and comparing two cost
 * what changed and not the whole grid.
 */
public final class MatrixSnapshot {

  private final List<NodeId> nodes;
  private final Row[] rows;
  private final Instant at;
  private final int reached;
  private final int unmeasured;

  private MatrixSnapshot(List<NodeId> nodes, Row[] rows, Instant at) {
    this.nodes = nodes;
    this.rows = rows;
    this.at = at;
    this.reached = Arrays.stream(rows).mapToInt(row -> row.reached).sum();
    this.unmeasured = Arrays.stream(rows).mapToInt(row -> row.unmeasured).sum();
  }

  /** What one source sees of all targets; counted once, when it is made. */
  public static final class Row {

    private final Cell[] cells;
    private final int reached;
    private final int unmeasured;

    private Row(Cell[] cells, int self) {
      this.cells = cells;
      this.reached = count(cells, self, Cell.Reached.class);
      this.unmeasured = count(cells, self, Cell.NotMeasured.class);
    }

    /**
     * The row of a source.
     *
     * @param from its place; the cell there means nothing
     * @param cells one a target; copied
     */
    public static Row of(int from, Cell[] cells) {
      return new Row(cells.clone(), from);
    }

    private static int count(Cell[] cells, int self, Class<? extends Cell> state) {
      int count = 0;
      for (int to = 0; to < cells.length; to++) {
        if (to != self && state.isInstance(cells[to])) {
          count++;
        }
      }
      return count;
    }
  }

  /** A snapshot whose cells come from {@code cell}, asked once for each ordered pair. */
  public static MatrixSnapshot of(
      List<NodeId> nodes, Instant at, BiFunction<Integer, Integer, Cell> cell) {
    int n = nodes.size();
    Row[] rows = new Row[n];
    for (int from = 0; from < n; from++) {
      Cell[] cells = new Cell[n];
      for (int to = 0; to < n; to++) {
        cells[to] =
            from == to ? new Cell.NotMeasured(Cell.Reason.TARGET_IS_LOCAL) : cell.apply(from, to);
      }
      rows[from] = new Row(cells, from);
    }
    return new MatrixSnapshot(List.copyOf(nodes), rows, at);
  }

  /** A snapshot of rows, one a node in the nodes' order. */
  public static MatrixSnapshot ofRows(List<NodeId> nodes, Instant at, List<Row> rows) {
    if (rows.size() != nodes.size()) {
      throw new IllegalArgumentException(rows.size() + " rows for " + nodes.size() + " nodes");
    }
    return new MatrixSnapshot(List.copyOf(nodes), rows.toArray(Row[]::new), at);
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
    return rows[from].cells[to];
  }

  /**
   * Whether a source's row is the very one that another snapshot has, so that nothing in it
   * changed.
   */
  public boolean sharesRow(MatrixSnapshot other, int from) {
    return from < other.rows.length && rows[from] == other.rows[from];
  }

  /** Whether a source reaches all of its targets; known without a look at its cells. */
  public boolean reachesAll(int from) {
    return rows[from].reached == nodes.size() - 1;
  }

  /** How many ordered pairs there are: n × (n − 1). */
  public int pairs() {
    return nodes.size() * (nodes.size() - 1);
  }

  /** How many ordered pairs are in such a state. */
  public int count(Predicate<Cell> state) {
    int count = 0;
    for (int from = 0; from < rows.length; from++) {
      for (int to = 0; to < rows.length; to++) {
        if (from != to && state.test(rows[from].cells[to])) {
          count++;
        }
      }
    }
    return count;
  }

  /** How many pairs are reached. */
  public int reached() {
    return reached;
  }

  /** How many pairs nothing was sent between. */
  public int unmeasured() {
    return unmeasured;
  }

  /** Whether every ordered pair is reached; a mesh of one node has no pair and is not. */
  public boolean allReached() {
    return pairs() > 0 && reached() == pairs();
  }
}

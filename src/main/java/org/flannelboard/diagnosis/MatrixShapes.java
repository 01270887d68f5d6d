package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/**
 * From red cells to what they have in common. A shape is named only if it says which cells are red
 * and which are not: of the cells that were measured, none is left over.
 */
final class MatrixShapes {

  /** More pairs than these are no sentence any more. */
  private static final int PAIRS_TO_NAME = 8;

  private final MatrixSnapshot matrix;
  private final int size;

  private MatrixShapes(MatrixSnapshot matrix) {
    this.matrix = matrix;
    this.size = matrix.size();
  }

  static MatrixShape of(MatrixSnapshot matrix) {
    return new MatrixShapes(matrix).shape();
  }

  private MatrixShape shape() {
    int lost = matrix.count(Cell.Lost.class::isInstance);
    int measured = lost + matrix.reached();
    if (measured == 0) {
      return new MatrixShape.NothingMeasured();
    }
    if (lost == 0) {
      return new MatrixShape.AllReached();
    }
    if (lost == measured) {
      return new MatrixShape.AllLost();
    }
    Set<Integer> columns = where(to -> onlyLost(from -> from, from -> to));
    Set<Integer> rows = where(from -> onlyLost(to -> from, to -> to));
    Set<Integer> both = new TreeSet<>(where(this::unreachedAndUnreaching));
    if (covers(lost, (from, to) -> both.contains(from) || both.contains(to))) {
      return new MatrixShape.NodesLost(named(both));
    }
    if (covers(lost, (_, to) -> columns.contains(to))) {
      return new MatrixShape.ColumnsLost(named(columns));
    }
    if (covers(lost, (from, _) -> rows.contains(from))) {
      return new MatrixShape.RowsLost(named(rows));
    }
    List<Subject.OnPair> pairs = pairs();
    return !pairs.isEmpty() && pairs.size() <= PAIRS_TO_NAME
        ? new MatrixShape.PairsLost(pairs)
        : new MatrixShape.Scattered(lost, measured);
  }

  /** Whether the red cells are all in there: what is in there is red or was not measured. */
  private boolean covers(int lost, BiPredicate<Integer, Integer> cells) {
    int inside = 0;
    for (int from = 0; from < size; from++) {
      for (int to = 0; to < size; to++) {
        if (lost(from, to) && cells.test(from, to)) {
          inside++;
        }
      }
    }
    return inside == lost;
  }

  private Set<Integer> where(IntPredicate condition) {
    Set<Integer> found = new TreeSet<>();
    IntStream.range(0, size).filter(condition).forEach(found::add);
    return found;
  }

  /** Whether, along a row or a column, something was measured and nothing of it answered. */
  private boolean onlyLost(IntUnaryOperator from, IntUnaryOperator to) {
    boolean any = false;
    for (int i = 0; i < size; i++) {
      int row = from.applyAsInt(i);
      int column = to.applyAsInt(i);
      if (reached(row, column)) {
        return false;
      }
      any |= lost(row, column);
    }
    return any;
  }

  private boolean unreachedAndUnreaching(int node) {
    boolean any = false;
    for (int other = 0; other < size; other++) {
      if (reached(node, other) || reached(other, node)) {
        return false;
      }
      any |= lost(node, other) || lost(other, node);
    }
    return any;
  }

  /** The red pairs, once each; none at all if one of them is red in one direction alone. */
  private List<Subject.OnPair> pairs() {
    List<Subject.OnPair> pairs = new ArrayList<>();
    for (int one = 0; one < size; one++) {
      for (int other = one + 1; other < size; other++) {
        if (lost(one, other) && reached(other, one) || reached(one, other) && lost(other, one)) {
          return List.of();
        }
        if (lost(one, other) || lost(other, one)) {
          pairs.add(new Subject.OnPair(matrix.nodes().get(one), matrix.nodes().get(other)));
        }
      }
    }
    return pairs;
  }

  private boolean lost(int from, int to) {
    return from != to && matrix.cell(from, to) instanceof Cell.Lost;
  }

  private boolean reached(int from, int to) {
    return from != to && matrix.cell(from, to) instanceof Cell.Reached;
  }

  private List<NodeId> named(Set<Integer> places) {
    return places.stream().map(matrix.nodes()::get).toList();
  }
}

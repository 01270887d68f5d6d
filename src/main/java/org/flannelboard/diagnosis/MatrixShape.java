package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Map;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/**
 * What the red cells have in common, without a reason. It localises, it never names a cause: a ping
 * is a round trip, so that a break of one direction reddens both.
 */
public sealed interface MatrixShape {

  /** What a matrix shows; cells that were not measured say nothing. */
  static MatrixShape of(MatrixSnapshot matrix) {
    return MatrixShapes.of(matrix);
  }

  /** Kebab-case, stable over releases; the sentence's key ends in it. */
  default String code() {
    return switch (this) {
      case AllReached _ -> "all-reached";
      case NothingMeasured _ -> "nothing-measured";
      case AllLost _ -> "all-lost";
      case NodesLost _ -> "nodes-lost";
      case ColumnsLost _ -> "columns-lost";
      case RowsLost _ -> "rows-lost";
      case PairsLost _ -> "pairs-lost";
      case Scattered _ -> "scattered";
    };
  }

  /** What its sentence names. */
  default Map<String, String> arguments() {
    return switch (this) {
      case AllReached _, NothingMeasured _, AllLost _ -> Map.of();
      case NodesLost(List<NodeId> nodes) -> Map.of("nodes", Names.brief(nodes));
      case ColumnsLost(List<NodeId> nodes) -> Map.of("nodes", Names.brief(nodes));
      case RowsLost(List<NodeId> nodes) -> Map.of("nodes", Names.brief(nodes));
      case PairsLost(List<Subject.OnPair> pairs) ->
          Map.of(
              "pairs", Names.brief(pairs.stream().map(it -> it.from() + "–" + it.to()).toList()));
      case Scattered(int lost, int measured) ->
          Map.of("lost", String.valueOf(lost), "measured", String.valueOf(measured));
    };
  }

  /** Every measured cell is reached. */
  record AllReached() implements MatrixShape {}

  /** No cell was measured. */
  record NothingMeasured() implements MatrixShape {}

  /** Every measured cell is red. */
  record AllLost() implements MatrixShape {}

  /** Row and column of these nodes are red; all others are fine among themselves. */
  record NodesLost(List<NodeId> nodes) implements MatrixShape {
    public NodesLost {
      nodes = List.copyOf(nodes);
    }
  }

  /** Nobody reaches these nodes, which themselves reach the others. */
  record ColumnsLost(List<NodeId> nodes) implements MatrixShape {
    public ColumnsLost {
      nodes = List.copyOf(nodes);
    }
  }

  /** These nodes reach nobody, but are reached. */
  record RowsLost(List<NodeId> nodes) implements MatrixShape {
    public RowsLost {
      nodes = List.copyOf(nodes);
    }
  }

  /** Certain pairs alone, in both directions. */
  record PairsLost(List<Subject.OnPair> pairs) implements MatrixShape {
    public PairsLost {
      pairs = List.copyOf(pairs);
    }
  }

  /** None of these. */
  record Scattered(int lost, int measured) implements MatrixShape {}
}

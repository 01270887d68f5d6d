package org.flannelboard.diagnosis;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/** Which red cells a cause explains. A ping is a round trip: one broken way reddens both cells. */
final class RedCells {

  private RedCells() {}

  /** A cause at a node, in the way of all it sends or is sent. */
  static Finding ofNode(Case it, NodeId node, Finding finding) {
    return explaining(it, finding, pair -> pair.from().equals(node) || pair.to().equals(node));
  }

  /** A cause at a node that keeps it from answering, though not from asking. */
  static Finding ofColumn(Case it, NodeId node, Finding finding) {
    return explaining(it, finding, pair -> pair.to().equals(node));
  }

  /** A cause between two nodes. */
  static Finding ofPair(Case it, NodeId one, NodeId other, Finding finding) {
    return explaining(
        it,
        finding,
        pair ->
            pair.from().equals(one) && pair.to().equals(other)
                || pair.from().equals(other) && pair.to().equals(one));
  }

  /** Whether a ping was answered: both ways carry packets, whatever else seems to be so. */
  static boolean reached(Case it, NodeId from, NodeId to) {
    MatrixSnapshot matrix = it.facts().matrix();
    int row = matrix.nodes().indexOf(from);
    int column = matrix.nodes().indexOf(to);
    return row >= 0
        && column >= 0
        && row != column
        && matrix.cell(row, column) instanceof Cell.Reached;
  }

  private static Finding explaining(Case it, Finding finding, Predicate<Subject.OnPair> which) {
    Set<Subject.OnPair> pairs = it.lost().stream().filter(which).collect(Collectors.toSet());
    return finding.explaining(pairs);
  }
}

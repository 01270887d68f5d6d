package org.flannelboard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/** The mesh as a grid of text: a row a source, a column a target, milliseconds or a glyph. */
final class MatrixPrinter {

  private final Terminal terminal;

  MatrixPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(MatrixSnapshot matrix) {
    List<String> header = new ArrayList<>();
    header.add(terminal.text("cli.ping.corner"));
    matrix.nodes().forEach(node -> header.add(node.name()));
    Table table = new Table(header);
    for (int from = 0; from < matrix.size(); from++) {
      table.add(row(matrix, from));
    }
    table.lines().forEach(terminal::print);
    for (int from = 0; from < matrix.size(); from++) {
      explain(matrix, from);
    }
    String summary =
        terminal.text(
            "cli.ping.summary",
            Map.of(
                "reached", Integer.toString(matrix.reached()),
                "pairs", Integer.toString(matrix.pairs())));
    terminal.print(
        matrix.allReached() ? terminal.green("✓ ") + summary : terminal.red("✗ ") + summary);
  }

  private static List<String> row(MatrixSnapshot matrix, int from) {
    List<String> row = new ArrayList<>();
    row.add(matrix.nodes().get(from).name());
    for (int to = 0; to < matrix.size(); to++) {
      row.add(from == to ? "·" : glyph(matrix.cell(from, to)));
    }
    return row;
  }

  private static String glyph(Cell cell) {
    return switch (cell) {
      case Cell.Reached reached ->
          String.format(Locale.ROOT, "%.2f", reached.rtt().toNanos() / 1e6);
      case Cell.Lost _ -> "✗";
      case Cell.SourceUnreachable _ -> "!";
      case Cell.NotMeasured _ -> "?";
    };
  }

  private void explain(MatrixSnapshot matrix, int from) {
    Failure told = null;
    for (int to = 0; to < matrix.size(); to++) {
      if (from == to) {
        continue;
      }
      NodeId source = matrix.nodes().get(from);
      NodeId target = matrix.nodes().get(to);
      switch (matrix.cell(from, to)) {
        case Cell.Reached _ -> {}
        case Cell.Lost lost ->
            terminal.print(
                pair(source, target) + terminal.text("cell.lost." + lost.cause().code()));
        case Cell.NotMeasured unmeasured ->
            terminal.print(
                pair(source, target)
                    + terminal.text("cell.not-measured." + unmeasured.why().code()));
        case Cell.SourceUnreachable unreachable -> {
          if (!unreachable.cause().equals(told)) {
            told = unreachable.cause();
            terminal.complain(told);
          }
        }
      }
    }
  }

  private static String pair(NodeId from, NodeId to) {
    return from + " → " + to + ": ";
  }
}

package org.flannelboard.ui.kit;

import java.time.Instant;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/** The matrix as text for a spreadsheet: the figures that are shown, a word where there is none. */
public final class MatrixText {

  private MatrixText() {}

  /** Names and figures with tabulators between, as they are shown. */
  public static String tsv(
      MatrixSnapshot mesh, MatrixOrder order, MatrixLook look, Instant present) {
    StringBuilder tsv = new StringBuilder();
    for (int column = 0; column < order.columns(); column++) {
      tsv.append('\t').append(mesh.nodes().get(order.target(column)));
    }
    tsv.append('\n');
    for (int row = 0; row < order.rows(); row++) {
      tsv.append(mesh.nodes().get(order.source(row)));
      for (int column = 0; column < order.columns(); column++) {
        tsv.append('\t');
        if (order.at(row, column) != null) {
          int from = order.source(row);
          int to = order.target(column);
          int face = CellFace.of(mesh.cell(from, to), look, present.toEpochMilli());
          tsv.append(told(face, look.mode(), mesh.cell(from, to).state()));
        }
      }
      tsv.append('\n');
    }
    return tsv.toString();
  }

  private static String told(int face, MatrixLook.Mode mode, String state) {
    return switch (CellFace.grade(face)) {
      case REACHED, WATCH -> figure(face, mode);
      case LOST -> mode == MatrixLook.Mode.RTT ? state : figure(face, mode);
      case UNREACHABLE, UNMEASURED -> state;
    };
  }

  private static String figure(int face, MatrixLook.Mode mode) {
    int figure = CellFace.figure(face);
    return mode == MatrixLook.Mode.AGE
        ? Integer.toString(figure)
        : FigureText.digits(figure, mode, false);
  }
}

package org.flannelboard.app;

import java.nio.file.Path;
import java.time.Instant;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.profile.AtomicFiles;
import org.flannelboard.profile.FileFailure;

/** The mesh for other programs. Numbers have a point and no grouping, whatever the language. */
public final class MatrixExport {

  private static final String HEADER = "from,to,state,rttMs,lossRatio,at,cause\n";

  private MatrixExport() {}

  /**
   * A line an ordered pair, under a header (RFC 4180). Nothing needs quotes: node names and codes
   * have no commas.
   */
  public static String csv(MatrixSnapshot matrix) {
    StringBuilder csv = new StringBuilder(HEADER);
    for (int from = 0; from < matrix.size(); from++) {
      for (int to = 0; to < matrix.size(); to++) {
        if (from != to) {
          NodeId source = matrix.nodes().get(from);
          csv.append(source).append(',').append(matrix.nodes().get(to)).append(',');
          append(csv, matrix.cell(from, to));
        }
      }
    }
    return csv.toString();
  }

  /** One document, as {@code ping --json} prints it. */
  public static String json(MatrixSnapshot matrix, Messages messages) {
    return MatrixJson.write(matrix, messages);
  }

  /** Writes an export: the whole file, or none. One of that name is replaced. */
  public static Result<Path, FileFailure> write(Path file, byte[] content) {
    return AtomicFiles.replace(file, content);
  }

  private static void append(StringBuilder csv, Cell cell) {
    switch (cell) {
      case Cell.Reached(var rtt, double loss, Instant at) ->
          line(csv, cell, Double.toString(MatrixJson.millis(rtt)), Double.toString(loss), at, "");
      case Cell.Lost(var cause, double loss, Instant at) ->
          line(csv, cell, "", Double.toString(loss), at, cause.code());
      case Cell.SourceUnreachable(var cause, Instant at) ->
          line(csv, cell, "", "", at, cause.code());
      case Cell.NotMeasured(var why) -> line(csv, cell, "", "", "", why.code());
    }
  }

  private static void line(
      StringBuilder csv, Cell cell, String rtt, String loss, Object at, String cause) {
    csv.append(cell.state()).append(',').append(rtt).append(',').append(loss).append(',');
    csv.append(at).append(',').append(cause).append('\n');
  }
}

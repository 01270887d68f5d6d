package org.flannelboard.ui.topology;

import java.time.Duration;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/**
 * The link between two nodes: both directions of the mesh in one line.
 *
 * @param a the place of one node in the profile
 * @param b the place of the other, after {@code a}
 * @param light the worse direction, and what to write on the line
 * @param detail why it is broken as far as that is known; round-trip time and loss of both
 *     directions, a line each
 * @param cause what is known of why
 */
record MeshLink(int a, int b, Light light, String detail, Cause cause) {

  /** What is known of a link's trouble. */
  enum Cause {
    /** There is none, or nobody looked. */
    NONE("", ""),
    /** Pings are lost, and it is known why. */
    KNOWN("mesh-explained", "fth-search"),
    /** Pings pass, and containers are cut off. */
    CONTAINERS("mesh-containers", "fth-box");

    private final String styleClass;
    private final String glyph;

    Cause(String styleClass, String glyph) {
      this.styleClass = styleClass;
      this.glyph = glyph;
    }

    /** How the line is drawn, so that colour does not speak alone; empty for the plain one. */
    String styleClass() {
      return styleClass;
    }

    /** The Feather icon on the label; empty for that of the state. */
    String glyph() {
      return glyph;
    }
  }

  /** The link between two nodes, the earlier one first. */
  static MeshLink between(MatrixSnapshot mesh, int a, int b, Words words) {
    String detail = direction(mesh, a, b, words) + "\n" + direction(mesh, b, a, words);
    return new MeshLink(a, b, light(mesh, a, b, words), detail, Cause.NONE);
  }

  private static String direction(MatrixSnapshot mesh, int from, int to, Words words) {
    String way = mesh.nodes().get(from) + " → " + mesh.nodes().get(to);
    return words.text("link.way", "way", way, "state", light(mesh.cell(from, to), words).text());
  }

  /** One direction: its round-trip time and loss, or why there is none. */
  static Light light(Cell cell, Words words) {
    String text =
        switch (cell) {
          case Cell.Reached reached ->
              words.text(
                  "link.measured",
                  "ms",
                  Words.rtt(reached.rtt()),
                  "loss",
                  Math.round(reached.lossRatio() * 100));
          case Cell.Lost lost ->
              words.text(
                  "link.lost",
                  "cause",
                  words.text("cell.cause." + lost.cause().code()),
                  "loss",
                  Math.round(lost.lossRatio() * 100));
          case Cell.SourceUnreachable _ -> words.text("link.source-unreachable");
          case Cell.NotMeasured unmeasured -> words.text("cell.reason." + unmeasured.why().code());
        };
    return new Light(status(cell), text);
  }

  private static Light light(MatrixSnapshot mesh, int a, int b, Words words) {
    Cell there = mesh.cell(a, b);
    Cell back = mesh.cell(b, a);
    Status worst = status(there).worse(status(back));
    return switch (worst) {
      case OK -> new Light(worst, words.text("link.rtt", "ms", Words.rtt(slower(there, back))));
      case FAILED, WARNING -> new Light(worst, broken(mesh, a, b, words));
      case UNKNOWN, BUSY -> new Light(worst, words.text("link.not-measured"));
    };
  }

  private static String broken(MatrixSnapshot mesh, int a, int b, Words words) {
    boolean there = status(mesh.cell(a, b)) == Status.FAILED;
    boolean back = status(mesh.cell(b, a)) == Status.FAILED;
    if (there && back) {
      return words.text("link.broken");
    }
    int from = there ? a : b;
    int to = there ? b : a;
    return words.text(
        "link.one-way-broken", "from", mesh.nodes().get(from), "to", mesh.nodes().get(to));
  }

  /** How a direction stands: a source that cannot be asked says nothing about the way. */
  static Status status(Cell cell) {
    return switch (cell) {
      case Cell.Reached _ -> Status.OK;
      case Cell.Lost _ -> Status.FAILED;
      case Cell.SourceUnreachable _, Cell.NotMeasured _ -> Status.UNKNOWN;
    };
  }

  private static Duration slower(Cell there, Cell back) {
    Duration one = rtt(there);
    Duration other = rtt(back);
    return one.compareTo(other) >= 0 ? one : other;
  }

  private static Duration rtt(Cell cell) {
    return cell instanceof Cell.Reached reached ? reached.rtt() : Duration.ZERO;
  }
}

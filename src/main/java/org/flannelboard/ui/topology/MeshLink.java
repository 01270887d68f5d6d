package org.flannelboard.ui.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 */
record MeshLink(int a, int b, Light light) {

  /** All links of a mesh. */
  static List<MeshLink> of(MatrixSnapshot mesh, Words words) {
    List<MeshLink> links = new ArrayList<>();
    for (int a = 0; a < mesh.size(); a++) {
      for (int b = a + 1; b < mesh.size(); b++) {
        links.add(new MeshLink(a, b, light(mesh, a, b, words)));
      }
    }
    return links;
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

  private static Status status(Cell cell) {
    return switch (cell) {
      case Cell.Reached _ -> Status.OK;
      case Cell.Lost _, Cell.SourceUnreachable _ -> Status.FAILED;
      case Cell.NotMeasured _ -> Status.UNKNOWN;
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

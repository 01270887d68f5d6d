package org.flannelboard.ui.topology;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * The links of a mesh from snapshot to snapshot. Ten times a second one comes, and each brings some
 * rows that changed: links between the others are the very ones they were.
 */
final class MeshLinks {

  private final Words words;
  private @Nullable MatrixSnapshot before;
  private @Nullable MapFindings laidOn;
  private @Nullable MeshLink[] known = new MeshLink[0];

  MeshLinks(Words words) {
    this.words = words;
  }

  /** Which pairs are drawn, by the places of their nodes. */
  @FunctionalInterface
  private interface Wanted {
    boolean has(int a, int b);
  }

  /** All links of a mesh, with what was found of them. */
  List<MeshLink> all(MatrixSnapshot mesh, MapFindings found) {
    return read(mesh, found, (_, _) -> true);
  }

  /**
   * The links that many nodes leave room for: the broken ones, and those of one node.
   *
   * @param place of that node; negative if there is none
   */
  List<MeshLink> some(MatrixSnapshot mesh, MapFindings found, int place) {
    return read(
        mesh,
        found,
        (a, b) ->
            a == place
                || b == place
                || mesh.cell(a, b) instanceof Cell.Lost
                || mesh.cell(b, a) instanceof Cell.Lost);
  }

  private List<MeshLink> read(MatrixSnapshot mesh, MapFindings found, Wanted wanted) {
    int size = mesh.size();
    @Nullable MeshLink[] now = new MeshLink[size * size];
    List<MeshLink> links = new ArrayList<>();
    for (int a = 0; a < size; a++) {
      for (int b = a + 1; b < size; b++) {
        if (wanted.has(a, b)) {
          MeshLink link = link(mesh, found, a, b);
          now[a * size + b] = link;
          links.add(link);
        }
      }
    }
    before = mesh;
    laidOn = found;
    known = now;
    return links;
  }

  private MeshLink link(MatrixSnapshot mesh, MapFindings found, int a, int b) {
    int at = a * mesh.size() + b;
    MeshLink old =
        before != null
                && laidOn == found
                && before.nodes().equals(mesh.nodes())
                && mesh.sharesRow(before, a)
                && mesh.sharesRow(before, b)
            ? known[at]
            : null;
    return old == null
        ? found.explain(
            MeshLink.between(mesh, a, b, words), mesh.nodes().get(a), mesh.nodes().get(b))
        : old;
  }
}

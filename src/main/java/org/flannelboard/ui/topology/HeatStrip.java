package org.flannelboard.ui.topology;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import javafx.scene.layout.Region;
import javafx.scene.shape.ClosePath;
import javafx.scene.shape.HLineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import javafx.scene.shape.VLineTo;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Status;

/**
 * A node's pairs with all others in a strip, the others in the profile's order: each mark is the
 * worst of the pairs behind it, both ways. One shape a state, so that 255 strips stay light.
 */
final class HeatStrip extends Region {

  private static final int MARKS = 16;
  private static final double MARK = 5;
  private static final double GAP = 1;
  private static final double HEIGHT = 5;

  private final Map<Status, Path> paths = new EnumMap<>(Status.class);
  private Status[] shown = new Status[0];

  HeatStrip() {
    getStyleClass().add("heat-strip");
    setMinSize(MARKS * (MARK + GAP) - GAP, HEIGHT);
    setMaxSize(MARKS * (MARK + GAP) - GAP, HEIGHT);
  }

  /** Shows the pairs of the node at a place. */
  void show(MatrixSnapshot mesh, int place) {
    Status[] marks = marks(mesh, place);
    if (Arrays.equals(marks, shown)) {
      return;
    }
    shown = marks;
    Map<Status, List<PathElement>> elements = new EnumMap<>(Status.class);
    for (int i = 0; i < marks.length; i++) {
      double x = i * (MARK + GAP);
      elements
          .computeIfAbsent(marks[i], _ -> new ArrayList<>())
          .addAll(
              List.of(
                  new MoveTo(x, 0),
                  new HLineTo(x + MARK),
                  new VLineTo(HEIGHT),
                  new HLineTo(x),
                  new ClosePath()));
    }
    paths.forEach((status, path) -> path.setVisible(elements.containsKey(status)));
    elements.forEach((status, all) -> path(status).getElements().setAll(all));
  }

  private Path path(Status status) {
    return paths.computeIfAbsent(
        status,
        _ -> {
          Path path = new Path();
          path.getStyleClass().addAll("heat-mark", status.styleClass());
          path.setManaged(false);
          getChildren().add(path);
          return path;
        });
  }

  /** The worst state behind each mark. */
  static Status[] marks(MatrixSnapshot mesh, int place) {
    int others = mesh.size() - 1;
    Status[] marks = new Status[Math.min(MARKS, others)];
    Arrays.fill(marks, Status.OK);
    for (int i = 0, other = 0; other < mesh.size(); other++) {
      if (other == place) {
        continue;
      }
      int mark = i * marks.length / others;
      marks[mark] =
          marks[mark]
              .worse(MeshLink.status(mesh.cell(place, other)))
              .worse(MeshLink.status(mesh.cell(other, place)));
      i++;
    }
    return marks;
  }
}

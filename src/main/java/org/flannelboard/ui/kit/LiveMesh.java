package org.flannelboard.ui.kit;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.Mesh;
import org.flannelboard.app.MeshWatch;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.jspecify.annotations.Nullable;

/** The mesh as it is measured, until it is paused. */
public final class LiveMesh implements AutoCloseable {

  private final Opened opened;
  private final Consumer<MatrixSnapshot> show;
  private final ReadOnlyObjectWrapper<MatrixSnapshot> latest;
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
  private @Nullable MeshWatch watch;

  LiveMesh(Opened opened, Bridge bridge) {
    this.opened = opened;
    this.latest =
        new ReadOnlyObjectWrapper<>(
            MatrixSnapshot.unmeasured(
                opened.cluster().profile().nodes().stream().map(node -> node.id()).toList(),
                Cell.Reason.NOT_STARTED,
                opened.clock().instant()));
    this.show = bridge.latest(this::arrived);
  }

  // Properties

  /** The latest snapshot; nothing is measured in the first. */
  public ReadOnlyObjectProperty<MatrixSnapshot> latest() {
    return latest.getReadOnlyProperty();
  }

  /** Whether it is being measured. */
  public ReadOnlyBooleanProperty running() {
    return running.getReadOnlyProperty();
  }

  // Commands

  /** Begins to measure, or goes on. */
  public void start() {
    if (watch == null) {
      watch = new MeshWatch(opened.cluster(), opened.door(), Mesh.Pace.everySecond(0), show);
      running.set(true);
    }
  }

  /** Stops measuring; the last snapshot stays and ages. */
  public void pause() {
    if (watch != null) {
      watch.close();
      watch = null;
      running.set(false);
    }
  }

  @Override
  public void close() {
    pause();
  }

  private void arrived(MatrixSnapshot snapshot) {
    if (running.get()) {
      latest.set(snapshot);
    }
  }
}

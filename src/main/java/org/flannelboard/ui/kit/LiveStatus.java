package org.flannelboard.ui.kit;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.StatusReader;
import org.flannelboard.app.task.TaskRunner;
import org.jspecify.annotations.Nullable;

/** How the cluster stood when it was last asked. */
public final class LiveStatus {

  private final TaskRunner tasks;
  private final StatusReader reader;
  private final Consumer<ClusterStatus> show;
  private final Consumer<Boolean> end;
  private final ReadOnlyObjectWrapper<@Nullable ClusterStatus> latest =
      new ReadOnlyObjectWrapper<>();
  private final NodeMemory memory = new NodeMemory();
  private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();
  private boolean askedAgain;

  LiveStatus(Opened opened, Bridge bridge) {
    this.tasks = opened.cluster().tasks();
    this.reader = new StatusReader(opened.cluster(), opened.door());
    this.show =
        bridge.latest(
            status -> {
              memory.take(status);
              latest.set(status);
            });
    this.end = bridge.latest(_ -> ended());
  }

  // Properties

  /** The latest answer; null until the first one. */
  public ReadOnlyObjectProperty<@Nullable ClusterStatus> latest() {
    return latest.getReadOnlyProperty();
  }

  /** What the nodes said before. */
  public NodeMemory memory() {
    return memory;
  }

  /** Whether an answer is awaited. */
  public ReadOnlyBooleanProperty reading() {
    return reading.getReadOnlyProperty();
  }

  // Commands

  /** Asks; while an answer is awaited, asks once more afterwards, as things may have changed. */
  public void refresh() {
    if (reading.get()) {
      askedAgain = true;
      return;
    }
    reading.set(true);
    tasks
        .start(
            "status",
            () -> {
              try {
                show.accept(reader.read());
                return true;
              } finally {
                end.accept(true);
              }
            })
        .detach();
  }

  private void ended() {
    reading.set(false);
    if (askedAgain) {
      askedAgain = false;
      refresh();
    }
  }
}

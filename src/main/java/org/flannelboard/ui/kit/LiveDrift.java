package org.flannelboard.ui.kit;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.Drift;
import org.flannelboard.app.DriftReader;
import org.flannelboard.app.task.TaskRunner;
import org.jspecify.annotations.Nullable;

/** How far the cluster was from what its profile wants when it was last compared. */
public final class LiveDrift {

  private final TaskRunner tasks;
  private final DriftReader reader;
  private final Consumer<Drift> show;
  private final Consumer<Boolean> end;
  private final ReadOnlyObjectWrapper<@Nullable Drift> latest = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyBooleanWrapper reading = new ReadOnlyBooleanWrapper();
  private boolean askedAgain;

  LiveDrift(Opened opened, Bridge bridge) {
    this.tasks = opened.cluster().tasks();
    this.reader = new DriftReader(opened.cluster(), opened.door());
    this.show = bridge.latest(latest::set);
    this.end = bridge.latest(_ -> ended());
  }

  // Properties

  /** The latest answer; null until somebody has asked and it has come. */
  public ReadOnlyObjectProperty<@Nullable Drift> latest() {
    return latest.getReadOnlyProperty();
  }

  /** Whether an answer is awaited. */
  public ReadOnlyBooleanProperty reading() {
    return reading.getReadOnlyProperty();
  }

  // Commands

  /** Compares; while that is being done, once more afterwards, as things may have changed. */
  public void refresh() {
    if (reading.get()) {
      askedAgain = true;
      return;
    }
    reading.set(true);
    read();
  }

  private void read() {
    tasks
        .start(
            "drift",
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

  /** Compares again where somebody has asked before: the cluster has changed. */
  void changed() {
    if (latest.get() != null || reading.get()) {
      refresh();
    }
  }

  private void ended() {
    if (askedAgain) {
      // What has come may be older than the change: whoever awaits the answer waits on.
      askedAgain = false;
      read();
    } else {
      reading.set(false);
    }
  }
}

package org.flannelboard.ui.settings;

import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.util.Duration;
import org.flannelboard.app.Settings;
import org.flannelboard.app.SettingsFile;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.profile.FileFailure;
import org.flannelboard.ui.kit.Preferences;

/**
 * Keeps what the person chooses: writes the file in the background, a moment after the last choice.
 */
public final class SettingsKeeper {

  /** A slider that is dragged makes many choices; one of them is meant. */
  private static final Duration AFTER = Duration.millis(400);

  private final SettingsFile file;
  private final Consumer<FileFailure> failed;
  private Settings chosen;
  private Settings written;

  private SettingsKeeper(SettingsFile file, Settings begin, Consumer<FileFailure> failed) {
    this.file = file;
    this.failed = failed;
    this.chosen = begin;
    this.written = begin;
  }

  /**
   * Begins to keep; on the window's thread.
   *
   * @param failed is told, on a background thread, why something could not be written
   */
  public static SettingsKeeper of(
      Preferences preferences, SettingsFile file, TaskRunner tasks, Consumer<FileFailure> failed) {
    SettingsKeeper keeper = new SettingsKeeper(file, preferences.settings().get(), failed);
    PauseTransition pause = new PauseTransition(AFTER);
    pause.setOnFinished(_ -> tasks.start("settings", keeper::write).detach());
    preferences
        .settings()
        .addListener(
            (_, _, now) -> {
              keeper.choose(now);
              pause.playFromStart();
            });
    return keeper;
  }

  /** Writes what waits to be written; not on the window's thread. */
  public synchronized boolean write() {
    if (!chosen.equals(written)) {
      Settings now = chosen;
      file.save(now).ifOk(_ -> written = now).toFailure().ifPresent(failed);
    }
    return chosen.equals(written);
  }

  private synchronized void choose(Settings now) {
    chosen = now;
  }
}

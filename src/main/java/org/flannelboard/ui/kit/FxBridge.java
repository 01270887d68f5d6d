package org.flannelboard.ui.kit;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javafx.application.Platform;
import org.jspecify.annotations.Nullable;

/** The bridge to JavaFX, and the only class that hands work to its thread. */
public final class FxBridge implements Bridge {

  @Override
  public <T> Consumer<T> latest(Consumer<T> show) {
    AtomicReference<@Nullable T> waiting = new AtomicReference<>();
    return value -> {
      // Whoever finds the place empty asks for the turn; until then later values replace this one.
      if (waiting.getAndSet(value) == null) {
        Platform.runLater(
            () -> {
              T latest = waiting.getAndSet(null);
              if (latest != null) {
                show.accept(latest);
              }
            });
      }
    };
  }
}

package org.flannelboard.ui.kit;

import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

  /**
   * Asks the person in front, on JavaFX's thread, and waits for the answer; empty if the wait is
   * interrupted, as it is when the window closes.
   */
  public <T> Optional<T> ask(Supplier<Optional<T>> question) {
    FutureTask<Optional<T>> answer = new FutureTask<>(question::get);
    Platform.runLater(answer);
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a question could not be shown", e.getCause());
    }
  }
}

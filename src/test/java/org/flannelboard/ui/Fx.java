package org.flannelboard.ui;

import atlantafx.base.theme.PrimerLight;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.stage.Stage;
import org.flannelboard.ui.kit.Theme;
import org.flannelboard.ui.shell.Window;
import org.jspecify.annotations.Nullable;

/** The toolkit in tests: started once, asked from the test's own thread. */
public final class Fx {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static {
    Platform.setImplicitExit(false);
    Platform.startup(
        () -> {
          Theme.loadFonts();
          Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
        });
  }

  private Fx() {}

  /** Does something on JavaFX's thread and gives what came of it. */
  public static <T extends @Nullable Object> T get(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Platform.runLater(task);
    try {
      return task.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError("failed on JavaFX's thread", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("JavaFX's thread is stuck", e);
    }
  }

  /** Does something on JavaFX's thread. */
  public static void run(Runnable work) {
    get(
        () -> {
          work.run();
          return true;
        });
  }

  /** Closes a window and takes it off the screen, where it would be drawn as long as tests run. */
  public static void close(Window window) {
    run(
        () -> {
          window.close();
          if (window.scene().getWindow() instanceof Stage stage) {
            stage.hide();
          }
        });
  }

  /** Waits until a value fits. */
  public static <T extends @Nullable Object> T await(
      ObservableValue<T> value, String what, Predicate<T> fits) {
    CountDownLatch seen = new CountDownLatch(1);
    ChangeListener<T> listener =
        (_, _, now) -> {
          if (fits.test(now)) {
            seen.countDown();
          }
        };
    run(
        () -> {
          value.addListener(listener);
          listener.changed(value, value.getValue(), value.getValue());
        });
    try {
      if (!seen.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("never came: " + what + "; last " + get(value::getValue));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      run(() -> value.removeListener(listener));
    }
    return get(value::getValue);
  }
}

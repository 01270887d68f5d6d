package org.flannelboard.ui.shell;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.ui.kit.FxBridge;
import org.flannelboard.ui.kit.Opened;
import org.jspecify.annotations.Nullable;

/**
 * The window's life from its first frame to its last. The toolkit starts beside the reading of what
 * the window is made of. The cluster is opened when the window is there, and not before: it would
 * take the processors from it.
 */
public final class Launch {

  private final CompletableFuture<Void> toolkit = new CompletableFuture<>();
  private final CompletableFuture<Window> made = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Launch() {}

  /**
   * Starts the toolkit, which ends with the window, so that this is called once in a program's
   * life.
   */
  public static Launch begin(TaskRunner tasks) {
    Launch launch = new Launch();
    tasks.start("toolkit", launch::startToolkit).detach();
    return launch;
  }

  /**
   * Opens a window and returns when it has been closed, and with it its cluster: its streams, tasks
   * and connections.
   *
   * @param first opens the cluster that is shown first; null for the page with the ways to one
   */
  public void window(Supplier<@Nullable Opened> first, Window.Parts parts)
      throws InterruptedException {
    Opened opened = null;
    try {
      toolkit.join();
      new FxBridge().latest(this::show).accept(parts);
      Window window = made.join();
      opened = first.get();
      window.begin(Optional.ofNullable(opened));
      closed.await();
    } finally {
      Opened shown =
          made.handle((window, _) -> window == null ? null : window.opened()).getNow(null);
      Opened last = shown == null ? opened : shown;
      if (last != null) {
        last.close();
      }
      parts.clusters().tasks().close();
      Platform.exit();
    }
  }

  private boolean startToolkit() {
    try {
      Platform.startup(() -> toolkit.complete(null));
    } catch (RuntimeException | Error e) {
      toolkit.completeExceptionally(e);
    }
    return true;
  }

  private void show(Window.Parts parts) {
    try {
      made.complete(onStage(parts));
    } catch (RuntimeException | Error e) {
      made.completeExceptionally(e);
    }
  }

  private Window onStage(Window.Parts parts) {
    Window window = Window.opening(parts);
    Thread.setDefaultUncaughtExceptionHandler((_, error) -> window.report(error));
    Stage stage = new Stage();
    stage.setOnHidden(
        _ -> {
          window.close();
          closed.countDown();
        });
    window.showOn(stage);
    return window;
  }
}

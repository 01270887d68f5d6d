package org.flannelboard.ui.shell;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.stage.Stage;
import org.flannelboard.ui.kit.Opened;
import org.jspecify.annotations.Nullable;

/**
 * The window's life from its first frame to its last. The window is there before its cluster, which
 * is opened meanwhile on another thread.
 */
public final class Launch {

  private final Window.Parts parts;
  private final CompletableFuture<Window> made = new CompletableFuture<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  private Launch(Window.Parts parts) {
    this.parts = parts;
  }

  /**
   * Opens a window and returns when it has been closed, and with it its cluster: its streams, tasks
   * and connections. The toolkit starts with the window and ends with it, so this is called once in
   * a program's life.
   *
   * @param first opens the cluster that is shown first; null for the page with the ways to one
   */
  public static void window(Supplier<@Nullable Opened> first, Window.Parts parts)
      throws InterruptedException {
    new Launch(parts).live(first);
  }

  private void live(Supplier<@Nullable Opened> first) throws InterruptedException {
    parts.clusters().tasks().start("toolkit", this::startToolkit).detach();
    Opened opened = null;
    try {
      opened = first.get();
      made.join().begin(Optional.ofNullable(opened));
      closed.await();
    } finally {
      Opened shown = made.handle((window, _) -> window == null ? null : window.opened()).join();
      Opened last = shown == null ? opened : shown;
      if (last != null) {
        last.close();
      }
      parts.clusters().tasks().close();
      Platform.exit();
    }
  }

  private boolean startToolkit() {
    must(() -> Platform.startup(this::show));
    return true;
  }

  private void show() {
    must(() -> made.complete(onStage()));
  }

  private Window onStage() {
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

  /** Does something without which there is no window. */
  private void must(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      made.completeExceptionally(e);
    }
  }
}

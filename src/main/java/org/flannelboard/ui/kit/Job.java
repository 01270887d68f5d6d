package org.flannelboard.ui.kit;

import java.time.Instant;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.flannelboard.base.CancelToken;
import org.jspecify.annotations.Nullable;

/** Long work as the list of tasks shows it. */
public final class Job {

  /** Where a job stands. */
  public enum State {
    RUNNING,
    ENDED,
    CANCELLED
  }

  private final String title;
  private final Instant began;
  private final boolean changing;
  private final CancelToken token = new CancelToken();
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(-1);
  private final ReadOnlyStringWrapper detail = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.RUNNING);

  Job(String title, Instant began, boolean changing) {
    this.title = title;
    this.began = began;
    this.changing = changing;
  }

  /**
   * How far the work is.
   *
   * @param part 0 to 1; negative where that cannot be said
   * @param detail what it is at, in the window's language
   */
  public record Progress(double part, String detail) {}

  /**
   * What the work sees of its job. Used from the work's own thread.
   *
   * @param cancelled asks the work to end early
   * @param report shows how far it is; reports that come too fast are left out
   */
  public record Control(CancelToken cancelled, Consumer<Progress> report) {}

  /**
   * The work itself, on a background thread.
   *
   * @param <T> what it gives
   */
  @FunctionalInterface
  public interface Work<T> {
    T run(Control control);
  }

  // Properties

  /** What it is about, in the language it was begun in. */
  public String title() {
    return title;
  }

  public Instant began() {
    return began;
  }

  /** Whether it changes nodes or etcd, and does not only look. */
  public boolean changing() {
    return changing;
  }

  /** 0 to 1; negative where that cannot be said. */
  public ReadOnlyDoubleProperty progress() {
    return progress.getReadOnlyProperty();
  }

  /** What it is at. */
  public ReadOnlyStringProperty detail() {
    return detail.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<State> state() {
    return state.getReadOnlyProperty();
  }

  // Commands

  /** Asks the work to end early; it ends where it leaves nothing half done. */
  public void cancel() {
    token.cancel();
  }

  CancelToken token() {
    return token;
  }

  void show(Progress now) {
    progress.set(now.part());
    detail.set(now.detail());
  }

  void end(@Nullable Throwable error) {
    state.set(error == null && !token.isCancelled() ? State.ENDED : State.CANCELLED);
  }
}

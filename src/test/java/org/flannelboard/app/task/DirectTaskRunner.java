package org.flannelboard.app.task;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Runs each task at once on the calling thread, so that a test sees no other thread. */
public final class DirectTaskRunner implements TaskRunner {

  @Override
  public <T> Task<T> start(String name, Callable<T> work) {
    try {
      return new Ended<>(work.call(), null);
    } catch (Exception e) {
      return new Ended<>(null, e);
    }
  }

  @Override
  public void close() {}

  /** A task that has ended before anybody could wait for it. */
  private record Ended<T>(@Nullable T value, @Nullable Exception exception) implements Task<T> {

    @Override
    @SuppressWarnings("NullAway") // null only if the work itself gave null
    public T join() {
      if (exception instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (exception != null) {
        throw new CompletionException(exception);
      }
      return value;
    }

    @Override
    public void cancel() {}

    @Override
    public void detach() {
      if (exception != null) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, exception);
      }
    }
  }
}

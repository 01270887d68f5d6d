package org.flannelboard.app.task;

import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** One virtual thread a task. */
public final class VirtualThreadRunner implements TaskRunner {

  private final Set<Running<?>> running = ConcurrentHashMap.newKeySet();

  @Override
  public <T> Task<T> start(String name, Callable<T> work) {
    Running<T> task = new Running<>(name, Change.carriedBy(work));
    running.add(task);
    Thread.ofVirtual().name(name).start(task);
    return task;
  }

  @Override
  public void close() {
    running.forEach(Task::cancel);
  }

  private final class Running<T> extends FutureTask<T> implements Task<T> {

    private final String name;
    private boolean detached;
    private boolean ended;

    Running(String name, Callable<T> work) {
      super(work);
      this.name = name;
    }

    @Override
    protected void done() {
      running.remove(this);
      synchronized (this) {
        ended = true;
        if (detached) {
          report();
        }
      }
    }

    @Override
    public T join() {
      try {
        return get();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TaskInterruptedException(name);
      } catch (CancellationException e) {
        throw new TaskInterruptedException(name);
      } catch (ExecutionException e) {
        throw unwrap(e.getCause());
      }
    }

    @Override
    public void cancel() {
      cancel(true);
    }

    @Override
    public synchronized void detach() {
      detached = true;
      if (ended) {
        report();
      }
    }

    private void report() {
      if (state() == State.FAILED) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, exceptionNow());
      }
    }
  }

  private static RuntimeException unwrap(@Nullable Throwable cause) {
    return switch (cause) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      case null, default -> new CompletionException(cause);
    };
  }
}

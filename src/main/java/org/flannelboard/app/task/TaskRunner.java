package org.flannelboard.app.task;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;

/**
 * Runs background work. Every runner keeps the same promises: a task's value or exception reaches
 * whoever awaits it; an exception nobody awaits reaches the uncaught-exception handler when the
 * task is {@linkplain Task#detach detached}; cancelling interrupts the work; work belongs to the
 * {@link Change} that whoever started it works for.
 */
public interface TaskRunner extends AutoCloseable {

  /**
   * Starts a task.
   *
   * @param name what it is about; the thread carries it
   */
  <T> Task<T> start(String name, Callable<T> work);

  /**
   * Does the same for each item side by side and waits for all of them. If the waiting thread is
   * interrupted, or one fails with an exception, the others are cancelled.
   *
   * @return the results in the order of the items
   */
  default <I, T> List<T> forEach(String name, List<I> items, Function<I, T> work) {
    List<Task<T>> tasks =
        items.stream().map(item -> start(name + " " + item, () -> work.apply(item))).toList();
    try {
      return tasks.stream().map(Task::join).toList();
    } catch (RuntimeException | Error e) {
      tasks.forEach(Task::cancel);
      throw e;
    }
  }

  /** Cancels what is still at work. */
  @Override
  void close();
}

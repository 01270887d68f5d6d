package org.flannelboard.app.task;

/**
 * Work that was started.
 *
 * @param <T> what it gives
 */
public interface Task<T> {

  /**
   * Waits for the value.
   *
   * @throws TaskInterruptedException if the waiting thread is interrupted (its flag is set again)
   *     or the task was cancelled
   * @throws RuntimeException what the work threw; a checked exception comes wrapped in {@link
   *     java.util.concurrent.CompletionException}
   */
  T join();

  /** Interrupts the work; a task that has ended stays as it is. */
  void cancel();

  /** Says that nobody will wait: an exception then goes to the uncaught-exception handler. */
  void detach();

  /** The waiting thread was interrupted, or the task was cancelled. */
  final class TaskInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TaskInterruptedException(String task) {
      super("interrupted: " + task);
    }
  }
}

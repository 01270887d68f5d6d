package org.flannelboard.ssh;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import net.schmizz.sshj.common.SSHRuntimeException;
import org.flannelboard.base.Deadline;

/**
 * Calls that block without a limit of their own, made on a virtual thread so that the caller can
 * leave in time. This is the one place of the package that starts threads.
 */
final class Bounded {

  /** The caller left: the deadline passed, or its thread was interrupted and still is. */
  static final class GaveUp extends Exception {
    GaveUp() {
      super("no answer in time", null, false, false);
    }
  }

  private Bounded() {}

  /**
   * Does the work and waits for it.
   *
   * @param abort wakes the work when the caller leaves; must not block
   */
  static <T> T call(String name, Deadline deadline, Runnable abort, Callable<T> work)
      throws IOException, GaveUp {
    FutureTask<T> task = new FutureTask<>(work);
    start(name, task);
    try {
      return task.get(deadline.remainingMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      abort.run();
      throw new GaveUp();
    } catch (InterruptedException e) {
      abort.run();
      Thread.currentThread().interrupt();
      throw new GaveUp();
    } catch (ExecutionException e) {
      throw unwrapped(e);
    }
  }

  /** A thread of our own, for what has to go on beside the caller. */
  static Thread start(String name, Runnable work) {
    return Thread.ofVirtual().name(name).start(work);
  }

  /** The cause; a peer that breaks sshj's expectations is an input/output error, not our bug. */
  private static IOException unwrapped(ExecutionException e) {
    return switch (e.getCause()) {
      case IOException io -> io;
      case SSHRuntimeException broken -> new IOException(broken.getMessage(), broken);
      case Error error -> throw error;
      case RuntimeException bug -> throw bug;
      case null, default -> new IOException(e.getCause());
    };
  }
}

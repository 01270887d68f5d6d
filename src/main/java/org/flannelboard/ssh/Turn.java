package org.flannelboard.ssh;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock for what may need a person: one asks, the others wait for the answer. Who waits is bound
 * by the own deadline, but not by the time the person takes.
 */
final class Turn {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean taken;
  private boolean paused;

  /** The turn of somebody, until it is closed. */
  final class Held implements AutoCloseable {
    private final Attempt holder;

    private Held(Attempt holder) {
      this.holder = holder;
      holder.took(this);
    }

    /** A person is asked now, or no longer. */
    void paused(boolean now) {
      set(true, now);
    }

    @Override
    public void close() {
      holder.gave(this);
      set(false, false);
    }
  }

  /** Waits until nobody else has it. */
  Held take(Attempt attempt) throws Bounded.GaveUp {
    try {
      lock.lockInterruptibly();
      try {
        while (taken) {
          await(attempt);
        }
        taken = true;
      } finally {
        lock.unlock();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Bounded.GaveUp();
    }
    return new Held(attempt);
  }

  private void await(Attempt attempt) throws InterruptedException, Bounded.GaveUp {
    if (paused) {
      try (Attempt.Pause _ = attempt.pause()) {
        changed.await();
      }
    } else if (attempt.deadline().expired()
        || !changed.await(attempt.deadline().remainingMillis(), TimeUnit.MILLISECONDS) && taken) {
      throw new Bounded.GaveUp();
    }
  }

  private void set(boolean nowTaken, boolean nowPaused) {
    lock.lock();
    try {
      taken = nowTaken;
      paused = nowPaused;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}

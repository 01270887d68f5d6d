package org.flannelboard.practice;

import java.time.Duration;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import org.flannelboard.base.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Rounds in real time, all of them on one virtual thread: computing a round takes microseconds, and
 * one thread keeps rounds of different nodes from interleaving.
 */
final class RealTimePacer implements Pacer {

  private final Ticker ticker = Ticker.system();
  private final DelayQueue<Turn> turns = new DelayQueue<>();
  private @Nullable Thread thread;
  private boolean closed;

  @Override
  public synchronized Repetition every(Duration interval, Runnable round) {
    if (closed) {
      return () -> {};
    }
    if (thread == null) {
      thread = Thread.ofVirtual().name("practice-rounds").start(this::run);
    }
    Turn turn = new Turn(ticker, interval.toNanos(), round);
    turns.put(turn);
    return turn;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (thread != null) {
      thread.interrupt();
    }
    turns.clear();
  }

  private void run() {
    try {
      while (true) {
        Turn turn = turns.take();
        if (turn.ended) {
          continue;
        }
        if (turn.runs()) {
          turns.put(turn);
        }
      }
    } catch (InterruptedException _) {
      turns.clear();
    }
  }

  /** One repetition, waiting for its next moment. */
  private static final class Turn implements Delayed, Repetition {

    private final Ticker ticker;
    private final long interval;
    private final Runnable round;
    private long due;
    private volatile boolean ended;

    Turn(Ticker ticker, long interval, Runnable round) {
      this.ticker = ticker;
      this.interval = interval;
      this.round = round;
      this.due = ticker.nanos();
    }

    /** Runs the round; one that fails by a bug is reported and ends, the others go on. */
    boolean runs() {
      try {
        round.run();
      } catch (RuntimeException bug) {
        Thread current = Thread.currentThread();
        current.getUncaughtExceptionHandler().uncaughtException(current, bug);
        return false;
      }
      schedule();
      return !ended;
    }

    /** The next moment; rounds that a busy machine missed are not made up for. */
    void schedule() {
      due = Math.max(due + interval, ticker.nanos());
    }

    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(due - ticker.nanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }

    @Override
    public void close() {
      ended = true;
    }
  }
}

package org.flannelboard.base;

import java.time.Duration;

/** The moment by which an operation has answered or given up, on a monotonic clock. */
public final class Deadline {

  private final Ticker ticker;
  private final long expiresAt;

  private Deadline(Ticker ticker, long expiresAt) {
    this.ticker = ticker;
    this.expiresAt = expiresAt;
  }

  /** That long from now. */
  public static Deadline after(Duration duration) {
    return after(duration, Ticker.system());
  }

  /** That long from now on the given clock. */
  public static Deadline after(Duration duration, Ticker ticker) {
    return new Deadline(ticker, ticker.nanos() + duration.toNanos());
  }

  /** What is left; zero once it has passed, never negative. */
  public Duration remaining() {
    return Duration.ofNanos(Math.max(0, expiresAt - ticker.nanos()));
  }

  /** What is left in whole milliseconds, rounded up so that a live deadline is never 0. */
  public long remainingMillis() {
    return (remaining().toNanos() + 999_999) / 1_000_000;
  }

  /** Whether it has passed. */
  public boolean expired() {
    return remaining().isZero();
  }

  /** The earlier of this deadline and that long from now. */
  public Deadline atMost(Duration duration) {
    return new Deadline(ticker, Math.min(expiresAt, ticker.nanos() + duration.toNanos()));
  }
}

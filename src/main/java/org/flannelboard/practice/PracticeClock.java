package org.flannelboard.practice;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The time of a practice cluster: that of another clock, moved ahead. It never goes back. */
public final class PracticeClock implements InstantSource {

  private final InstantSource present;
  private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);

  public PracticeClock(InstantSource present) {
    this.present = present;
  }

  @Override
  public Instant instant() {
    return present.instant().plus(ahead.get());
  }

  /** Moves it on. */
  public void advance(Duration by) {
    if (by.isNegative()) {
      throw new IllegalArgumentException("time does not go back: " + by);
    }
    ahead.updateAndGet(so -> so.plus(by));
  }
}

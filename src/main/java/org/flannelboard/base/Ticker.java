package org.flannelboard.base;

/** A monotonic source of nanoseconds whose origin means nothing; only differences do. */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since an arbitrary origin; never runs backwards. */
  long nanos();

  /** The clock of this machine: the single place that reads it. */
  @Allowed(rule = "injected-time", because = "what is injected has to come from somewhere")
  static Ticker system() {
    return System::nanoTime;
  }
}

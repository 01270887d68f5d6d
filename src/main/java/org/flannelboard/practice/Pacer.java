package org.flannelboard.practice;

import java.time.Duration;

/** Runs rounds again and again, one after the other. */
public interface Pacer extends AutoCloseable {

  /** A repetition that goes on until it is closed. */
  interface Repetition extends AutoCloseable {
    @Override
    void close();
  }

  /** Runs {@code round} for the first time soon, and then in that interval. */
  Repetition every(Duration interval, Runnable round);

  /** Ends all repetitions. */
  @Override
  void close();
}

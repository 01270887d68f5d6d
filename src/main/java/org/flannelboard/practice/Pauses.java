package org.flannelboard.practice;

import java.time.Duration;

/** How simulated operations take their time. */
@FunctionalInterface
public interface Pauses {

  /** Returns that much later. */
  void pause(Duration length) throws InterruptedException;

  /** Returns at once: for tests and wherever nobody watches. */
  static Pauses none() {
    return _ -> {};
  }
}

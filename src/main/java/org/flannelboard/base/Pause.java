package org.flannelboard.base;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A way to let time pass between two looks at something that sends no word when it changes. */
@FunctionalInterface
public interface Pause {

  /** Returns after that long, or throws when the thread is interrupted. */
  void pause(Duration duration) throws InterruptedException;

  /** Real time: the single place that waits for it. */
  @Allowed(
      rule = "no-sleep",
      because =
          "states on a node settle without a word: somebody has to wait, here and nowhere else")
  static Pause system() {
    return duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());
  }
}

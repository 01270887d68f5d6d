package org.flannelboard.house.canary.base;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.flannelboard.house.canary.Breaks;
import org.flannelboard.house.canary.cluster.OpenPlan;

/** Faults any class can have. */
public final class LooseValues {

  @Breaks("arrows")
  static class LooksUp {
    Object above() {
      return new OpenPlan();
    }
  }

  @Breaks("injected-time")
  static class ReadsTheClock {
    Instant now() {
      return Instant.now();
    }
  }

  @Breaks("injected-time")
  static class ReadsTheClockByReference {
    LongSupplier nanos() {
      return System::nanoTime;
    }
  }

  @Breaks("no-sleep")
  static class Sleeps {
    void nap() throws InterruptedException {
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Breaks("threads")
  static class Forks {
    Thread fork() {
      return new Thread(() -> {});
    }
  }

  @Breaks("standard-streams")
  static class Prints {
    void print() {
      System.out.println("here");
    }
  }

  @Breaks("no-static-state")
  static class Remembers {
    static int count;
  }

  @Breaks("telling-names")
  static class NodeManager {}

  @Breaks("telling-names")
  static class StringUtils {}

  @Breaks("optional-is-for-returns")
  static class KeepsDoubt {
    Optional<String> doubt = Optional.empty();
  }

  @Breaks("optional-is-for-returns")
  public static class TakesDoubt {
    public boolean doubts(Optional<String> doubt) {
      return doubt.isPresent();
    }
  }

  private LooseValues() {}
}

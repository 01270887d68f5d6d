package org.flannelboard.app.task;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * A change that somebody asked for. What is done for it, on whatever thread a {@link TaskRunner}
 * does it, belongs to it.
 *
 * @param kind what was asked for
 * @param began when
 * @param number counts the changes of this run of the program, from 1
 */
public record Change(Kind kind, Instant began, long number) {

  private static final ScopedValue<Change> CURRENT = ScopedValue.newInstance();

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What can be asked for. */
  public enum Kind {
    PUSH,
    ROLLBACK,
    NETWORK,
    RENEWAL,
    RESTART,
    FIX;

    /** Kebab-case, stable over releases. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Names it in logs, for example {@code push-20261122T234001Z-2}; unique among runs too. */
  public String id() {
    return kind.code() + "-" + STAMP.format(began) + "-" + number;
  }

  /** The one that this thread works for. */
  public static Optional<Change> current() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  /** Does work that belongs to this change. */
  public <T> T during(Supplier<T> work) {
    return ScopedValue.where(CURRENT, this).call(work::get);
  }

  /** The same work for another thread, belonging to the change that this thread works for. */
  static <T> Callable<T> carriedBy(Callable<T> work) {
    return current()
        .<Callable<T>>map(change -> () -> ScopedValue.where(CURRENT, change).call(work::call))
        .orElse(work);
  }
}

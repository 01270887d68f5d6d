package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.flannelboard.diagnosis.Subject;
import org.jspecify.annotations.Nullable;

/**
 * When red cells are looked into. The first time at once; when others are red than last time, soon,
 * but the later the more often that happens (as routers dampen routes that flap, RFC 2439); and
 * while the same ones stay red, ever more rarely. For one thread.
 */
final class DiagnosisPace {

  private static final Duration SHORTEST = Duration.ofSeconds(5);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** After a time without any change, the next one is looked into at once again. */
  private static final Duration RESTED = Duration.ofMinutes(15);

  private static final Duration FIRST_REPEAT = Duration.ofMinutes(1);
  private static final Duration LAST_REPEAT = Duration.ofHours(1);

  private Set<Subject.OnPair> present = Set.of();
  private Set<Subject.OnPair> seen = Set.of();
  private @Nullable Instant changed;
  private @Nullable Instant ended;
  private int strain;
  private int repeats;

  /** Whether these red cells are to be looked into now; asked again and again. */
  boolean due(Set<Subject.OnPair> red, Instant now) {
    note(red, now);
    if (ended == null) {
      return !red.isEmpty();
    }
    boolean others = !red.equals(seen);
    boolean calmed = !now.isBefore(ended.plus(calm()));
    boolean old = !now.isBefore(ended.plus(doubled(FIRST_REPEAT, repeats, LAST_REPEAT)));
    return calmed && (others || old && !red.isEmpty());
  }

  private void note(Set<Subject.OnPair> red, Instant now) {
    if (!red.equals(present)) {
      if (changed == null || !now.isBefore(changed.plus(RESTED))) {
        strain = 0;
      }
      changed = now;
      present = red;
    }
  }

  /** How long things have to stay as they are before that is believed. */
  Duration calm() {
    return doubled(SHORTEST, strain - 1, LONGEST);
  }

  /** Takes note that these red cells were looked into. */
  void looked(Set<Subject.OnPair> red, Instant now) {
    if (ended != null && red.equals(seen)) {
      repeats++;
    } else {
      repeats = 0;
      // That nothing is red any more is good news, and no strain.
      strain += red.isEmpty() ? 0 : 1;
    }
    seen = red;
    ended = now;
  }

  private static Duration doubled(Duration first, int times, Duration most) {
    Duration doubled = first;
    for (int i = 0; i < times && doubled.compareTo(most) < 0; i++) {
      doubled = doubled.multipliedBy(2);
    }
    return doubled.compareTo(most) < 0 ? doubled : most;
  }
}

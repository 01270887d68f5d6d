package org.flannelboard.app.history;

import java.time.Instant;
import java.util.Map;

/** Keys in the order of time: milliseconds since the epoch, with room for 4096 events in each. */
final class Moments {

  private static final int ROOM_BITS = 12;

  private Moments() {}

  /** The first key of a moment. */
  static long first(Instant at) {
    return at.toEpochMilli() << ROOM_BITS;
  }

  /** Puts a value at a moment, behind those that are there. */
  static <V> void put(Map<Long, V> map, Instant at, V value) {
    long key = first(at);
    while (map.putIfAbsent(key, value) != null) {
      key++;
    }
  }
}

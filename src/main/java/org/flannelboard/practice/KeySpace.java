package org.flannelboard.practice;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.Revision;
import org.flannelboard.etcd.WatchEvent;
import org.flannelboard.etcd.WriteOutcome;
import org.jspecify.annotations.Nullable;

/** The keys of one of etcd's two APIs, with revisions, expiry and watchers. */
final class KeySpace {

  /** What a key holds. */
  private record Stored(String value, long revision, @Nullable Instant expires) {
    Entry entry(String key, Instant now) {
      return new Entry(key, value, new Revision(revision), expires == null ? null : left(now));
    }

    /** Time left in whole seconds, rounded up: etcd knows no smaller unit. */
    private Duration left(Instant now) {
      long millis = Duration.between(now, Objects.requireNonNull(expires)).toMillis();
      return Duration.ofSeconds(Math.max(0, Math.ceilDiv(millis, 1000)));
    }
  }

  /** Somebody who wants to know what happens under a directory. */
  private record Watcher(String prefix, Consumer<WatchEvent> events) {}

  private final TreeMap<String, Stored> keys = new TreeMap<>();
  private final List<Watcher> watchers = new ArrayList<>();
  private final Deque<Runnable> untold = new ArrayDeque<>();
  private boolean telling;
  private long revision = 3; // a young cluster has written about its members already

  long revision() {
    return revision;
  }

  Optional<Entry> get(String key, Instant now) {
    return Optional.ofNullable(keys.get(key)).map(stored -> stored.entry(key, now));
  }

  /** The entries directly in a directory. */
  List<Entry> list(String directory, Instant now) {
    int start = prefix(directory).length();
    return under(directory, now).stream()
        .filter(entry -> entry.key().indexOf('/', start) < 0)
        .toList();
  }

  /** The entries anywhere below a directory, sorted by key. */
  List<Entry> under(String directory, Instant now) {
    String prefix = prefix(directory);
    return keys.subMap(prefix, true, prefix + Character.MAX_VALUE, false).entrySet().stream()
        .map(key -> key.getValue().entry(key.getKey(), now))
        .toList();
  }

  WriteOutcome put(String key, String value, Expect expect, @Nullable Duration ttl, Instant now) {
    Stored old = keys.get(key);
    if (!meets(old, expect)) {
      return conflict(key, old, now);
    }
    Stored fresh = new Stored(value, ++revision, ttl == null ? null : now.plus(ttl));
    keys.put(key, fresh);
    announce(key, new WatchEvent.Put(fresh.entry(key, now)));
    return new WriteOutcome.Written(new Revision(revision));
  }

  WriteOutcome delete(String key, Expect expect, Instant now) {
    Stored old = keys.get(key);
    if (old == null && expect instanceof Expect.Absent) {
      return new WriteOutcome.Written(new Revision(revision));
    }
    if (old == null || !meets(old, expect)) {
      return conflict(key, old, now);
    }
    drop(key);
    return new WriteOutcome.Written(new Revision(revision));
  }

  /** The next moment at which a key expires. */
  Optional<Instant> nextExpiry() {
    return keys.values().stream()
        .map(Stored::expires)
        .filter(Objects::nonNull)
        .min(Instant::compareTo);
  }

  /** Drops what has expired by then. */
  void expire(Instant now) {
    keys.entrySet().stream()
        .filter(key -> key.getValue().expires() != null && !key.getValue().expires().isAfter(now))
        .map(Map.Entry::getKey)
        .toList()
        .forEach(this::drop);
  }

  /**
   * Has a watcher told of each change under a directory, on the changing thread and in the order of
   * the changes: what a watcher changes itself is told when all have heard what it answers to.
   */
  Runnable subscribe(String directory, Consumer<WatchEvent> events) {
    Watcher watcher = new Watcher(prefix(directory), events);
    watchers.add(watcher);
    return () -> watchers.removeIf(other -> other == watcher);
  }

  private void drop(String key) {
    keys.remove(key);
    announce(key, new WatchEvent.Deleted(key, new Revision(++revision)));
  }

  private void announce(String key, WatchEvent event) {
    watchers.stream()
        .filter(watcher -> key.startsWith(watcher.prefix()))
        .<Runnable>map(watcher -> () -> tell(watcher, event))
        .forEach(untold::add);
    if (telling) {
      return;
    }
    telling = true;
    try {
      while (!untold.isEmpty()) {
        untold.remove().run();
      }
    } finally {
      untold.clear();
      telling = false;
    }
  }

  private void tell(Watcher watcher, WatchEvent event) {
    if (watchers.contains(watcher)) {
      watcher.events().accept(event);
    }
  }

  private static WriteOutcome conflict(String key, @Nullable Stored actual, Instant now) {
    return new WriteOutcome.Conflict(actual == null ? null : actual.entry(key, now));
  }

  private static boolean meets(@Nullable Stored stored, Expect expect) {
    return switch (expect) {
      case Expect.Anything _ -> true;
      case Expect.Absent _ -> stored == null;
      case Expect.At(Revision at) -> stored != null && stored.revision() == at.number();
    };
  }

  private static String prefix(String directory) {
    return directory.endsWith("/") ? directory : directory + "/";
  }
}

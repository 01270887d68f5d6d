package org.flannelboard.practice;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A node's journal, by unit, in the short form of {@code journalctl}. */
final class Journal {

  /** Lines kept a unit: more than anybody asks for, and bounded. */
  private static final int KEPT = 500;

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("MMM dd HH:mm:ss", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  private final String host;
  private final Map<String, Deque<String>> lines = new HashMap<>();
  private final Map<String, Long> lengths = new HashMap<>();

  Journal(String host) {
    this.host = host;
  }

  void enter(Instant now, String unit, String identifier, int pid, String message) {
    Deque<String> of = lines.computeIfAbsent(unit, _ -> new ArrayDeque<>());
    lengths.merge(unit, 1L, Long::sum);
    of.add(TIME.format(now) + " " + host + " " + identifier + "[" + pid + "]: " + message);
    if (of.size() > KEPT) {
      of.removeFirst();
    }
  }

  /** How many lines a unit ever had. */
  long length(String unit) {
    return lengths.getOrDefault(unit, 0L);
  }

  /** The lines of a unit after the first so many, oldest first, as far as they are kept. */
  List<String> after(String unit, long length) {
    Deque<String> of = lines.getOrDefault(unit, new ArrayDeque<>());
    long fresh = Math.min(of.size(), length(unit) - length);
    return of.stream().skip(of.size() - fresh).toList();
  }

  /** The last lines of a unit, oldest first. */
  String tail(String unit, int count) {
    Deque<String> of = lines.getOrDefault(unit, new ArrayDeque<>());
    return of.stream().skip(Math.max(0, of.size() - count)).collect(Collectors.joining("\n"));
  }
}

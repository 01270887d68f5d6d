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

  /** An entry. */
  record Line(Instant at, String text) {}

  private final String host;
  private final Map<String, Deque<Line>> lines = new HashMap<>();
  private final Map<String, Long> lengths = new HashMap<>();

  Journal(String host) {
    this.host = host;
  }

  void enter(Instant now, String unit, String identifier, int pid, String message) {
    Deque<Line> of = lines.computeIfAbsent(unit, _ -> new ArrayDeque<>());
    lengths.merge(unit, 1L, Long::sum);
    of.add(new Line(now, identifier + "[" + pid + "]: " + message));
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
    long fresh = Math.min(of(unit).size(), length(unit) - length);
    return of(unit).stream().skip(of(unit).size() - fresh).map(this::printed).toList();
  }

  /** The last lines of a unit, oldest first. */
  String tail(String unit, int count) {
    return last(unit, count).stream().map(this::printed).collect(Collectors.joining("\n"));
  }

  /** The same as entries. */
  List<Line> last(String unit, int count) {
    return of(unit).stream().skip(Math.max(0, of(unit).size() - count)).toList();
  }

  private Deque<Line> of(String unit) {
    return lines.getOrDefault(unit, new ArrayDeque<>());
  }

  private String printed(Line line) {
    return TIME.format(line.at()) + " " + host + " " + line.text();
  }
}

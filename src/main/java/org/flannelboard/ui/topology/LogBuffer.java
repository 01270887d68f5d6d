package org.flannelboard.ui.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest lines of a journal, as many as a person may want to look back. Any thread writes. */
final class LogBuffer {

  /** Some 300 kB: days of a quiet flanneld, an hour of a loud one. */
  static final int KEPT = 2_000;

  private final Deque<String> lines = new ArrayDeque<>();

  synchronized void add(String line) {
    lines.add(line);
    if (lines.size() > KEPT) {
      lines.removeFirst();
    }
  }

  /** The lines, oldest first. */
  synchronized List<String> lines() {
    return List.copyOf(lines);
  }
}

package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.List;

/** The syntax of unit files (systemd.syntax(7)): sections, assignments, comments, continuations. */
final class UnitText {

  private UnitText() {}

  /** A {@code key=value} line of a section. */
  record Assignment(String section, String key, String value) {}

  /** All assignments in order; lines that are none are ignored, as systemd does with a warning. */
  static List<Assignment> parse(String text) {
    List<Assignment> found = new ArrayList<>();
    String section = "";
    for (String line : joined(text)) {
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1);
      } else {
        int equals = line.indexOf('=');
        if (equals > 0) {
          found.add(
              new Assignment(
                  section, line.substring(0, equals).strip(), line.substring(equals + 1).strip()));
        }
      }
    }
    return found;
  }

  /** Logical lines: a backslash at the end joins the next one, comments inside are skipped. */
  private static List<String> joined(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder open = new StringBuilder();
    for (String raw : text.lines().toList()) {
      String line = raw.strip();
      if (line.startsWith("#") || line.startsWith(";")) {
        continue;
      }
      if (line.endsWith("\\")) {
        open.append(line, 0, line.length() - 1).append(' ');
      } else {
        lines.add(open.append(line).toString().strip());
        open.setLength(0);
      }
    }
    if (!open.isEmpty()) {
      lines.add(open.toString().strip());
    }
    return lines;
  }
}

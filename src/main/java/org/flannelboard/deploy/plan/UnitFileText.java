package org.flannelboard.deploy.plan;

import java.util.ArrayList;
import java.util.List;

/**
 * A systemd unit file as its assignments in order (systemd.syntax(7)): comments dropped, continued
 * lines joined by a blank.
 */
record UnitFileText(List<Assignment> assignments) {

  /**
   * One {@code Name=value} line.
   *
   * @param section for example {@code Service}
   * @param name for example {@code ExecStart}
   * @param value without surrounding blanks; empty for a line that resets a list
   * @param firstLine where it begins, counted from 0
   * @param lastLine where it ends, which differs for a continued line
   */
  record Assignment(String section, String name, String value, int firstLine, int lastLine) {}

  UnitFileText {
    assignments = List.copyOf(assignments);
  }

  static UnitFileText parse(String text) {
    List<Assignment> assignments = new ArrayList<>();
    List<String> lines = lines(text);
    String section = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || isComment(line)) {
        continue;
      }
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1);
        continue;
      }
      int first = i;
      StringBuilder whole = new StringBuilder();
      i = join(lines, i, whole);
      int equals = whole.indexOf("=");
      if (equals > 0) {
        String name = whole.substring(0, equals).strip();
        String value = whole.substring(equals + 1).strip();
        assignments.add(new Assignment(section, name, value, first, i));
      }
    }
    return new UnitFileText(assignments);
  }

  /** The lines, with an empty one at the end if the text ends in a line feed. */
  static List<String> lines(String text) {
    return List.of(text.split("\n", -1));
  }

  /** Appends the line at {@code i} and those it continues on; comments in between are skipped. */
  private static int join(List<String> lines, int i, StringBuilder whole) {
    String line = lines.get(i).strip();
    int at = i;
    while (line.endsWith("\\") && at + 1 < lines.size()) {
      whole.append(line, 0, line.length() - 1).append(' ');
      at++;
      line = lines.get(at).strip();
      while (isComment(line) && at + 1 < lines.size()) {
        at++;
        line = lines.get(at).strip();
      }
    }
    whole.append(line.endsWith("\\") ? line.substring(0, line.length() - 1) : line);
    return at;
  }

  private static boolean isComment(String line) {
    return line.startsWith("#") || line.startsWith(";");
  }
}

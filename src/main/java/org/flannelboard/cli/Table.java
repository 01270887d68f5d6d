package org.flannelboard.cli;

import java.util.ArrayList;
import java.util.List;

/** Text in columns. East Asian wide characters take two places (Unicode UAX #11, by block). */
final class Table {

  private final List<List<String>> rows = new ArrayList<>();

  Table(List<String> header) {
    rows.add(header);
  }

  void add(List<String> row) {
    rows.add(row);
  }

  List<String> lines() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row.get(i)));
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i));
      if (i + 1 < row.size()) {
        line.append(" ".repeat(widths[i] - width(row.get(i)) + 2));
      }
    }
    return line.toString();
  }

  /** How many places a text takes on a terminal. */
  static int width(String text) {
    return text.codePoints().map(c -> wide(c) ? 2 : 1).sum();
  }

  /** As much of a text as fits into so many places; what is left out shows as {@code …}. */
  static String cut(String text, int places) {
    if (width(text) <= places) {
      return text;
    }
    int end = text.length();
    while (end > 0 && width(text.substring(0, end)) >= places) {
      end = text.offsetByCodePoints(end, -1);
    }
    return text.substring(0, end) + "…";
  }

  private static boolean wide(int c) {
    return c >= 0x1100
        && (c <= 0x115f
            || c >= 0x2e80 && c <= 0xa4cf
            || c >= 0xac00 && c <= 0xd7a3
            || c >= 0xf900 && c <= 0xfaff
            || c >= 0xfe30 && c <= 0xfe6f
            || c >= 0xff00 && c <= 0xff60
            || c >= 0x20000 && c <= 0x3fffd);
  }
}

package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a filter's rule, read one after another. What stands in double quotes or braces is
 * one word, kept with them.
 */
final class RuleWords {

  private static final Pattern WORD =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\{[^}]*\\}|[^\\s\"{}]+|[\"{}]");

  private final List<String> words = new ArrayList<>();
  private int at;

  RuleWords(String rule) {
    Matcher matcher = WORD.matcher(rule);
    while (matcher.find()) {
      words.add(matcher.group());
    }
  }

  boolean atEnd() {
    return at >= words.size();
  }

  /** The word that comes next, or one of those behind it; empty behind the end. */
  String peek(int ahead) {
    return at + ahead < words.size() ? words.get(at + ahead) : "";
  }

  /** The word that comes next, passed over; empty behind the end. */
  String next() {
    String word = peek(0);
    at++;
    return word;
  }

  /** Passes over these words if they come next. */
  boolean takes(String... expected) {
    for (int i = 0; i < expected.length; i++) {
      if (!peek(i).equals(expected[i])) {
        return false;
      }
    }
    at += expected.length;
    return true;
  }

  /** A word without the quotes around it. */
  static String unquoted(String word) {
    return word.length() >= 2 && word.startsWith("\"") && word.endsWith("\"")
        ? word.substring(1, word.length() - 1)
        : word;
  }
}

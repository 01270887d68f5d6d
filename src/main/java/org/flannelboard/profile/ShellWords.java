package org.flannelboard.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The right-hand side of a shell assignment, split as a shell would (POSIX.1-2017, Shell Command
 * Language, section 2.2), but with nothing run: command substitution, arithmetic and conditional
 * expansion are beyond it.
 */
final class ShellWords {

  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:\\{(?<braced>[A-Za-z_][A-Za-z0-9_]*(?:\\[(?:\\d{1,4}|[@*])])?)}"
              + "|(?<bare>[A-Za-z_][A-Za-z0-9_]*))");

  /** Characters that end a simple assignment or make the shell do something. */
  private static final String OPERATORS = "|&;<>()`";

  private final String text;
  private final Function<String, Optional<String>> resolve;
  private final List<String> words = new ArrayList<>();
  private int at;
  private boolean understood = true;
  private boolean unfinished;

  private ShellWords(String text, Function<String, Optional<String>> resolve) {
    this.text = text;
    this.resolve = resolve;
  }

  /**
   * Reads what stands after the equals sign.
   *
   * @param resolve gives a variable's value, from {@code NAME}, {@code NAME[2]} or {@code NAME[@]}
   */
  static ShellWords read(String text, Function<String, Optional<String>> resolve) {
    ShellWords words = new ShellWords(text, resolve);
    if (text.startsWith("(")) {
      words.array();
    } else {
      words.words.add(words.word());
      words.end();
    }
    return words;
  }

  /** No right-hand side at all. */
  static ShellWords nothing() {
    ShellWords words = new ShellWords("", _ -> Optional.empty());
    words.understood = false;
    return words;
  }

  /** The words; empty when something in them is not understood. */
  Optional<List<String>> words() {
    return understood && !unfinished ? Optional.of(List.copyOf(words)) : Optional.empty();
  }

  /** Whether a quote or a parenthesis is still open at the end, so that the next line belongs. */
  boolean isUnfinished() {
    return unfinished;
  }

  private void array() {
    at = 1;
    while (true) {
      skipBlanksAndComments();
      if (at >= text.length()) {
        unfinished = true;
        return;
      }
      if (text.charAt(at) == ')') {
        at++;
        end();
        return;
      }
      int before = at;
      words.add(word());
      if (at == before || unfinished) {
        understood &= at != before;
        return;
      }
    }
  }

  private void skipBlanksAndComments() {
    boolean comment = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      comment = c != '\n' && (comment || c == '#');
      if (!comment && !Character.isWhitespace(c)) {
        return;
      }
      at++;
    }
  }

  /** After the value there may be nothing but white space, a comment or a last semicolon. */
  private void end() {
    String rest = text.substring(Math.min(at, text.length())).strip();
    boolean comment = rest.startsWith("#") && Character.isWhitespace(text.charAt(at));
    understood &= rest.isEmpty() || rest.equals(";") || comment;
  }

  private String word() {
    StringBuilder word = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c) || OPERATORS.indexOf(c) >= 0) {
        break;
      }
      at++;
      switch (c) {
        case '\'' -> singleQuoted(word);
        case '"' -> doubleQuoted(word);
        case '\\' -> escaped(word);
        case '$' -> reference(word);
        case '*', '?', '[', '~', '{' -> understood = false;
        default -> word.append(c);
      }
    }
    return word.toString();
  }

  private void singleQuoted(StringBuilder word) {
    int close = text.indexOf('\'', at);
    if (close < 0) {
      unfinished = true;
      at = text.length();
      return;
    }
    word.append(text, at, close);
    at = close + 1;
  }

  private void doubleQuoted(StringBuilder word) {
    while (at < text.length()) {
      char c = text.charAt(at++);
      switch (c) {
        case '"' -> {
          return;
        }
        case '\\' -> escapedInQuotes(word);
        case '$' -> reference(word);
        case '`' -> understood = false;
        default -> word.append(c);
      }
    }
    unfinished = true;
  }

  /** Inside double quotes a backslash keeps itself before any other character. */
  private void escapedInQuotes(StringBuilder word) {
    if (at < text.length() && "$`\"\\\n".indexOf(text.charAt(at)) < 0) {
      word.append('\\');
    }
    escaped(word);
  }

  private void escaped(StringBuilder word) {
    if (at >= text.length()) {
      unfinished = true;
      return;
    }
    char c = text.charAt(at++);
    if (c != '\n') {
      word.append(c);
    }
  }

  private void reference(StringBuilder word) {
    Matcher reference = REFERENCE.matcher(text).region(at - 1, text.length());
    if (!reference.lookingAt()) {
      understood = false;
      return;
    }
    at = reference.end();
    String braced = reference.group("braced");
    Optional<String> value = resolve.apply(braced == null ? reference.group("bare") : braced);
    understood &= value.isPresent();
    value.ifPresent(word::append);
  }
}

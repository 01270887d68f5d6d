package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command lines of units (systemd.service(5), "Command lines"). */
final class CommandLine {

  private static final Pattern WHOLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern BRACED = Pattern.compile("\\$\\{([A-Za-z_][A-Za-z0-9_]*)}");

  /** Characters before the path that change how it is run, none of them what is run. */
  private static final Pattern PREFIX = Pattern.compile("^[@\\-:+!]+");

  private CommandLine() {}

  /**
   * The arguments of a command, the program's path first. A word that is just {@code $NAME} becomes
   * as many words as the variable has, none if it is unset; <code>${NAME}</code> anywhere is
   * replaced in its word.
   */
  static List<String> expand(String command, Map<String, String> environment) {
    List<String> arguments = new ArrayList<>();
    for (String word : words(PREFIX.matcher(command).replaceFirst(""))) {
      Matcher whole = WHOLE.matcher(word);
      if (whole.matches()) {
        arguments.addAll(words(environment.getOrDefault(whole.group(1), "")));
      } else {
        arguments.add(
            BRACED
                .matcher(word)
                .replaceAll(
                    name -> Matcher.quoteReplacement(environment.getOrDefault(name.group(1), ""))));
      }
    }
    return arguments;
  }

  /** Splits at white space outside of quotes, and drops the quotes. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (char c : line.toCharArray()) {
      if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
        open = true;
      } else if (Character.isWhitespace(c)) {
        if (open) {
          words.add(word.toString());
          word.setLength(0);
          open = false;
        }
      } else {
        word.append(c);
        open = true;
      }
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }
}

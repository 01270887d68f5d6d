package org.flannelboard.ssh;

import java.util.Collection;
import java.util.stream.Collectors;

/**
 * Words for a POSIX shell, quoted so that each arrives as it is: the one place that puts together a
 * command line (POSIX.1-2017, Shell Command Language, section 2.2.2).
 */
final class ShellQuoting {

  private ShellQuoting() {}

  /**
   * The word in single quotes. Within them nothing is special but the quote itself, which is
   * written outside: {@code 'it'\''s'}.
   *
   * @throws IllegalArgumentException if the word holds NUL, which no argument can carry (execve(2))
   */
  static String quote(String word) {
    if (word.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a NUL character cannot be part of an argument");
    }
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /** The words quoted, with a space between them. */
  static String join(Collection<String> words) {
    return words.stream().map(ShellQuoting::quote).collect(Collectors.joining(" "));
  }
}

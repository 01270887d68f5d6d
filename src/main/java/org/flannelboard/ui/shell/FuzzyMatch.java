package org.flannelboard.ui.shell;

import java.util.Locale;
import java.util.OptionalInt;

/**
 * How well a few typed letters fit a text: as a part of it, else as letters of it in their order.
 */
final class FuzzyMatch {

  private static final int AT_START = 1000;
  private static final int AT_WORD = 800;
  private static final int INSIDE = 600;
  private static final int LETTER_AT_WORD = 12;
  private static final int LETTER = 1;

  private FuzzyMatch() {}

  /** The higher, the better; empty if it does not fit. Nothing typed fits everything alike. */
  static OptionalInt score(String typed, String text) {
    String letters = typed.strip().toLowerCase(Locale.ROOT);
    String all = text.toLowerCase(Locale.ROOT);
    if (letters.isEmpty()) {
      return OptionalInt.of(0);
    }
    int at = all.indexOf(letters);
    while (at > 0 && !startsWord(all, at) && all.indexOf(letters, at + 1) >= 0) {
      at = all.indexOf(letters, at + 1);
    }
    if (at >= 0) {
      return OptionalInt.of(at == 0 ? AT_START : startsWord(all, at) ? AT_WORD : INSIDE);
    }
    return inOrder(letters, all);
  }

  private static OptionalInt inOrder(String letters, String all) {
    int score = 0;
    int from = 0;
    for (int i = 0; i < letters.length(); i++) {
      char letter = letters.charAt(i);
      if (letter == ' ') {
        continue;
      }
      int at = all.indexOf(letter, from);
      if (at < 0) {
        return OptionalInt.empty();
      }
      score += startsWord(all, at) ? LETTER_AT_WORD : LETTER;
      from = at + 1;
    }
    return OptionalInt.of(score);
  }

  private static boolean startsWord(String text, int at) {
    return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1));
  }
}

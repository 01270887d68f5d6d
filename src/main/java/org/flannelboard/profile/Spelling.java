package org.flannelboard.profile;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The known word that a mistyped one was most likely meant to be. */
final class Spelling {

  private static final int SHORTEST_ABBREVIATION = 3;

  private Spelling() {}

  /**
   * The known word nearest to this one; empty when even that needs more changes than one, and one
   * more for every four letters.
   */
  static Optional<String> nearest(String word, Collection<String> known) {
    if (word.length() > 64) {
      return Optional.empty();
    }
    String plain = plain(word);
    return known.stream()
        .filter(candidate -> cost(plain, plain(candidate)) <= 1 + candidate.length() / 4)
        .filter(candidate -> cost(plain, plain(candidate)) < plain(candidate).length())
        .min(Comparator.comparingInt(candidate -> cost(plain, plain(candidate))));
  }

  /** An abbreviation counts as one change. */
  private static int cost(String word, String candidate) {
    return word.length() >= SHORTEST_ABBREVIATION && candidate.startsWith(word)
        ? Math.min(1, candidate.length() - word.length())
        : distance(word, candidate);
  }

  /** Case and separators do not count: {@code subnetLen} is near {@code subnet-length}. */
  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ .]", "");
  }

  /**
   * The edit distance in which a swap of neighbours counts once (optimal string alignment, a
   * restriction of Damerau 1964).
   */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}

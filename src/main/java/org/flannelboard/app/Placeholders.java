package org.flannelboard.app;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The gaps in a text of the bundles: {@code {node}} is filled with a value, and {@code
 * {count|node|nodes}} with a number and what is said of one or of several, as in {@code 1 node}.
 */
public final class Placeholders {

  private static final Pattern GAP =
      Pattern.compile("\\{([A-Za-z][A-Za-z0-9]*)(?:\\|([^|{}]+)\\|([^|{}]+))?}");

  private Placeholders() {}

  /** The names in a text, each once. */
  public static Set<String> in(String text) {
    return GAP.matcher(text)
        .results()
        .map(gap -> gap.group(1))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Fills every gap; what the values hold is left as it is. */
  public static String fill(String text, UnaryOperator<String> values) {
    return GAP.matcher(text)
        .replaceAll(gap -> Matcher.quoteReplacement(filled(gap, values.apply(gap.group(1)))));
  }

  private static String filled(MatchResult gap, String value) {
    return gap.group(2) == null
        ? value
        : value + " " + ("1".equals(value) ? gap.group(2) : gap.group(3));
  }
}

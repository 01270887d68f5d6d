package org.flannelboard.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Ansible's way to write many hosts as one: {@code vm[01:04]}, {@code db-[a:f]}, with a step {@code
 * [1:10:2]}; digits keep the width of the first.
 */
final class HostPattern {

  /** More hosts than any network of this kind has; a slip of the pen makes millions. */
  private static final int MOST = 4096;

  private static final Pattern RANGE =
      Pattern.compile(
          "\\[(?<from>\\d+|[A-Za-z]):(?<to>\\d+|[A-Za-z])(?::(?<step>[1-9]\\d{0,3}))?]");

  private HostPattern() {}

  /** The hosts; empty when a range cannot be read or means none. */
  static Optional<List<String>> expand(String pattern) {
    Matcher range = RANGE.matcher(pattern);
    if (!range.find()) {
      return pattern.matches("[^\\[\\]]+") ? Optional.of(List.of(pattern)) : Optional.empty();
    }
    String before = pattern.substring(0, range.start());
    String after = pattern.substring(range.end());
    Optional<List<String>> items = items(range);
    Optional<List<String>> rest = after.isEmpty() ? Optional.of(List.of("")) : expand(after);
    if (items.isEmpty() || rest.isEmpty() || items.get().size() * rest.get().size() > MOST) {
      return Optional.empty();
    }
    List<String> hosts = new ArrayList<>();
    for (String item : items.get()) {
      rest.get().forEach(end -> hosts.add(before + item + end));
    }
    return Optional.of(hosts);
  }

  private static Optional<List<String>> items(Matcher range) {
    String from = range.group("from");
    String to = range.group("to");
    boolean digits = Character.isDigit(from.charAt(0));
    if (digits != Character.isDigit(to.charAt(0)) || from.length() > 6 || to.length() > 6) {
      return Optional.empty();
    }
    int step = range.group("step") == null ? 1 : Integer.parseInt(range.group("step"));
    int first = digits ? Integer.parseInt(from) : from.charAt(0);
    int last = digits ? Integer.parseInt(to) : to.charAt(0);
    if (first > last || (last - first) / step >= MOST) {
      return Optional.empty();
    }
    String width = from.startsWith("0") && from.length() > 1 ? "%0" + from.length() + "d" : "%d";
    List<String> items = new ArrayList<>();
    for (int i = first; i <= last; i += step) {
      items.add(digits ? width.formatted(i) : String.valueOf((char) i));
    }
    return Optional.of(items);
  }
}

package org.flannelboard.node.posix;

import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;

/**
 * A line of a tool's output: words between any number of spaces, most of them a key and its value.
 *
 * @param text the line with single spaces; the backslashes by which {@code ip -o} joins lines are
 *     spaces too
 * @param words its words, at least one
 */
record Line(String text, List<String> words) {

  /** A line that has words. */
  static Line of(String line) throws MalformedOutputException {
    String text = line.replace('\\', ' ').strip().replaceAll("\\s+", " ");
    if (text.isEmpty()) {
      throw new MalformedOutputException("an empty line");
    }
    return new Line(text, List.of(text.split(" ")));
  }

  String first() {
    return words.getFirst();
  }

  boolean has(String word) {
    return words.contains(word);
  }

  /** The word behind the first one that reads so. */
  Optional<String> after(String key) {
    int at = words.indexOf(key);
    return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /** The address behind a key; empty too if no IPv4 address stands there. */
  Optional<Ipv4Address> addressAfter(String key) {
    return after(key).flatMap(Ipv4Address::parse);
  }

  /** The line from its word {@code from} on, up to before {@code to}. */
  Line part(int from, int to) {
    List<String> part = words.subList(from, to);
    return new Line(String.join(" ", part), part);
  }

  int number(String digits) throws MalformedOutputException {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw malformed();
    }
  }

  MalformedOutputException malformed() {
    return new MalformedOutputException(text);
  }

  /** {@code veth0@if7} is the device {@code veth0}. */
  static String device(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }
}

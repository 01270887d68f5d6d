package org.flannelboard.base;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A 48-bit hardware address, lower case and colon-separated as {@code ip link} prints it.
 *
 * @param text six octets, for example {@code ca:4f:c9:70:58:48}
 */
public record MacAddress(String text) implements Comparable<MacAddress> {

  private static final Pattern FORM = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

  public MacAddress {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("not a hardware address: " + text);
    }
  }

  /** Reads six colon-separated octets of either case; empty when the text is anything else. */
  public static Optional<MacAddress> parse(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return FORM.matcher(lower).matches() ? Optional.of(new MacAddress(lower)) : Optional.empty();
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** Spelt out for the same reason as {@link Ipv4Address#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MacAddress its && its.text.equals(text);
  }

  @Override
  public int compareTo(MacAddress other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}

package org.flannelboard.base;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 address as its 32 bits, most significant octet first (RFC 791).
 *
 * @param bits the address in network byte order
 */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {

  /**
   * Reads dotted-decimal text of exactly four octets without leading zeros; empty when it is not.
   */
  public static Optional<Ipv4Address> parse(String text) {
    String[] octets = text.split("\\.", -1);
    if (octets.length != 4) {
      return Optional.empty();
    }
    int bits = 0;
    for (String octet : octets) {
      int value = octet(octet);
      if (value < 0) {
        return Optional.empty();
      }
      bits = bits << 8 | value;
    }
    return Optional.of(new Ipv4Address(bits));
  }

  /**
   * Reads an address that the caller knows to be well-formed.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Ipv4Address of(String text) {
    return parse(text)
        .orElseThrow(() -> new IllegalArgumentException("not an IPv4 address: " + text));
  }

  /** The address {@code offset} places further on; wraps at 255.255.255.255. */
  public Ipv4Address plus(int offset) {
    return new Ipv4Address(bits + offset);
  }

  /**
   * Spread by the golden ratio (Knuth, TAOCP 6.4): subnets differ in their third octet alone, and
   * would otherwise share two buckets of a hash table.
   */
  @Override
  public int hashCode() {
    return bits * 0x9E3779B1;
  }

  /** What a record has by itself, told to the compiler: a matrix of 255 nodes asks millions. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ipv4Address(int its) && its == bits;
  }

  @Override
  public int compareTo(Ipv4Address other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >>> 16 & 255)
        + "."
        + (bits >>> 8 & 255)
        + "."
        + (bits & 255);
  }

  private static int octet(String text) {
    if (text.isEmpty() || text.length() > 3 || text.length() > 1 && text.charAt(0) == '0') {
      return -1;
    }
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    int value = Integer.parseInt(text);
    return value <= 255 ? value : -1;
  }
}

package org.flannelboard.base;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An IPv4 network in CIDR notation (RFC 4632).
 *
 * @param network the first address; bits beyond the prefix are zero
 * @param prefixLength 0 to 32
 */
public record Cidr(Ipv4Address network, int prefixLength) implements Comparable<Cidr> {

  public Cidr {
    if (prefixLength < 0 || prefixLength > 32) {
      throw new IllegalArgumentException("prefix length out of 0..32: " + prefixLength);
    }
    if ((network.bits() & ~mask(prefixLength)) != 0) {
      throw new IllegalArgumentException(network + " has host bits beyond /" + prefixLength);
    }
  }

  /** The network of that prefix length to which {@code address} belongs. */
  public static Cidr containing(Ipv4Address address, int prefixLength) {
    return new Cidr(new Ipv4Address(address.bits() & mask(prefixLength)), prefixLength);
  }

  /** Reads {@code a.b.c.d/n} with no host bits set; empty when the text is anything else. */
  public static Optional<Cidr> parse(String text) {
    return parseWith(text, '/');
  }

  /**
   * Reads the form of a lease key, {@code a.b.c.d-n} (flannel, pkg/subnet: {@code MakeSubnetKey}).
   */
  public static Optional<Cidr> parseKey(String text) {
    return parseWith(text, '-');
  }

  /**
   * Reads a network that the caller knows to be well-formed.
   *
   * @throws IllegalArgumentException if it is not
   */
  public static Cidr of(String text) {
    return parse(text).orElseThrow(() -> new IllegalArgumentException("not a network: " + text));
  }

  /** Whether the address lies in this network. */
  public boolean contains(Ipv4Address address) {
    return (address.bits() & mask(prefixLength)) == network.bits();
  }

  /** Whether all of {@code other} lies in this network. */
  public boolean contains(Cidr other) {
    return other.prefixLength >= prefixLength && contains(other.network);
  }

  /** Whether the two networks share an address. */
  public boolean overlaps(Cidr other) {
    return contains(other) || other.contains(this);
  }

  /** The address after the network's own: what docker0 gets inside a lease. */
  public Ipv4Address firstHost() {
    return network.plus(1);
  }

  /** The highest address of the network. */
  public Ipv4Address last() {
    return new Ipv4Address(network.bits() | ~mask(prefixLength));
  }

  /** The form of a lease key: {@code a.b.c.d-n}. */
  public String asKey() {
    return network + "-" + prefixLength;
  }

  @Override
  public int hashCode() {
    return network.hashCode() + prefixLength;
  }

  /** Spelt out for the same reason as {@link Ipv4Address#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Cidr its
        && its.prefixLength == prefixLength
        && its.network.bits() == network.bits();
  }

  @Override
  public int compareTo(Cidr other) {
    int byNetwork = network.compareTo(other.network);
    return byNetwork != 0 ? byNetwork : Integer.compare(prefixLength, other.prefixLength);
  }

  @Override
  public String toString() {
    return network + "/" + prefixLength;
  }

  private static Optional<Cidr> parseWith(String text, char separator) {
    int at = text.indexOf(separator);
    if (at < 0 || !text.substring(at + 1).matches("[0-9]|[12][0-9]|3[0-2]")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(text.substring(at + 1));
    return Ipv4Address.parse(text.substring(0, at))
        .filter(address -> (address.bits() & ~mask(prefix)) == 0)
        .map(address -> new Cidr(address, prefix));
  }

  private static int mask(int prefixLength) {
    return prefixLength == 0 ? 0 : -1 << (32 - prefixLength);
  }
}

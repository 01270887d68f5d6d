package org.flannelboard.node.posix;

import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.facts.InterfaceAddress;

/** Reads what {@code ip -4 -o addr show} prints. */
final class AddressParser {

  private AddressParser() {}

  /** {@code 2: eth0 inet 172.16.16.81/24 brd …}, or {@code inet ADDRESS peer PEER/32 …}. */
  static InterfaceAddress parse(String text) throws MalformedOutputException {
    Line line = Line.of(text);
    String[] given = line.after("inet").orElse("").split("/", 2);
    Ipv4Address address = Ipv4Address.parse(given[0]).orElseThrow(line::malformed);
    return new InterfaceAddress(
        Line.device(line.words().get(1)),
        address,
        given.length > 1 ? prefixLength(given[1], line) : 32,
        line.text());
  }

  private static int prefixLength(String digits, Line line) throws MalformedOutputException {
    int length = line.number(digits);
    if (length < 0 || length > 32) {
      throw line.malformed();
    }
    return length;
  }
}

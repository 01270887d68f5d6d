package org.flannelboard.node.posix;

import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.facts.Neighbour;

/** Reads what {@code ip -4 neigh show} prints. */
final class NeighbourParser {

  private NeighbourParser() {}

  /** {@code 10.253.6.0 dev flannel.1 lladdr 92:14:8f:74:3a:00 PERMANENT}. */
  static Neighbour parse(String text) throws MalformedOutputException {
    Line line = Line.of(text);
    String state = line.words().getLast();
    if (!state.matches("[A-Z]+")) {
      throw line.malformed();
    }
    return new Neighbour(
        Ipv4Address.parse(line.first()).orElseThrow(line::malformed),
        line.after("dev").orElseThrow(line::malformed),
        line.after("lladdr").flatMap(MacAddress::parse).orElse(null),
        state,
        line.text());
  }
}

package org.flannelboard.node.posix;

import org.flannelboard.base.MacAddress;
import org.flannelboard.node.facts.Forward;

/** Reads what {@code bridge fdb show} prints. */
final class ForwardParser {

  private ForwardParser() {}

  /** {@code 92:14:8f:74:3a:00 dev flannel.1 dst 172.16.16.83 self permanent}. */
  static Forward parse(String text) throws MalformedOutputException {
    Line line = Line.of(text);
    return new Forward(
        MacAddress.parse(line.first()).orElseThrow(line::malformed),
        line.after("dev").orElseThrow(line::malformed),
        line.addressAfter("dst").orElse(null),
        line.has("permanent"),
        line.text());
  }
}

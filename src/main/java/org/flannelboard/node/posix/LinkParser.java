package org.flannelboard.node.posix;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Link.Vxlan;
import org.jspecify.annotations.Nullable;

/** Reads what {@code ip -d -o link show} prints, from iproute2 3.10 (CentOS 7.0) on. */
final class LinkParser {

  private LinkParser() {}

  /** {@code 5: flannel.1: <BROADCAST,UP> mtu 1450 …\ link/ether … \ vxlan id 1 local …}. */
  static Link parse(String text) throws MalformedOutputException {
    Line line = Line.of(text);
    if (line.words().size() < 3
        || !line.words().get(1).endsWith(":")
        || !line.words().get(2).startsWith("<")) {
      throw line.malformed();
    }
    String[] parts = text.split("\\\\");
    Line head = Line.of(parts[0]);
    String name = head.words().get(1);
    String flags = head.words().get(2);
    return new Link(
        Line.device(name.substring(0, name.length() - 1)),
        new HashSet<>(List.of(flags.substring(1, flags.length() - 1).split(","))),
        line.number(head.after("mtu").orElse("")),
        line.after("link/ether").flatMap(MacAddress::parse).orElse(null),
        head.after("master").orElse(null),
        vxlan(parts),
        line.text());
  }

  private static @Nullable Vxlan vxlan(String[] parts) throws MalformedOutputException {
    for (String part : parts) {
      if (part.strip().startsWith("vxlan ")) {
        return vxlan(Line.of(part));
      }
    }
    return null;
  }

  /**
   * iproute2 3.10 knows no {@code dstport}; its {@code port 0 0} is the range of source ports. A
   * device with {@code external} has no number of its own.
   */
  private static @Nullable Vxlan vxlan(Line part) throws MalformedOutputException {
    Optional<String> id = part.after("id");
    if (id.isEmpty()) {
      return null;
    }
    Optional<String> port = part.after("dstport");
    @Nullable Ipv4Address local = part.addressAfter("local").orElse(null);
    return new Vxlan(
        part.number(id.get()),
        port.isPresent()
            ? Known.of(part.number(port.get()))
            : Known.unknown("ip is too old to print a vxlan device's port"),
        local,
        part.after("dev").orElse(null));
  }
}

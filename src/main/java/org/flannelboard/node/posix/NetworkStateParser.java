package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.NetworkState.Vxlan;
import org.jspecify.annotations.Nullable;

/**
 * Reads what {@code ip -o} prints, from iproute2 3.10 (CentOS 7.0) on: words between any number of
 * spaces, the further lines of an entry after a backslash.
 */
final class NetworkStateParser {

  /** What may stand before a route's destination (ip-route(8)). */
  private static final Set<String> ROUTE_TYPES =
      Set.of(
          "unicast",
          "local",
          "broadcast",
          "multicast",
          "throw",
          "unreachable",
          "prohibit",
          "blackhole",
          "nat");

  private NetworkStateParser() {}

  static NetworkState parse(Section links, Section addresses, Section routes)
      throws MalformedOutputException {
    List<Link> allLinks = new ArrayList<>();
    for (String line : links.lines()) {
      allLinks.add(link(line));
    }
    List<Address> allAddresses = new ArrayList<>();
    for (String line : addresses.lines()) {
      allAddresses.add(address(line));
    }
    List<Route> allRoutes = new ArrayList<>();
    for (String line : routes.lines()) {
      allRoutes.addAll(routes(line));
    }
    return new NetworkState(allLinks, allAddresses, allRoutes);
  }

  /** {@code 5: flannel.1: <BROADCAST,UP> mtu 1450 …\ link/ether … \ vxlan id 1 local …}. */
  private static Link link(String line) throws MalformedOutputException {
    String[] parts = line.split("\\\\");
    List<String> head = words(parts[0]);
    if (head.size() < 3 || !head.get(1).endsWith(":") || !head.get(2).startsWith("<")) {
      throw new MalformedOutputException(line);
    }
    MacAddress mac = null;
    Vxlan vxlan = null;
    for (String part : parts) {
      List<String> words = words(part);
      mac = after(words, "link/ether").flatMap(MacAddress::parse).orElse(mac);
      if (!words.isEmpty() && words.getFirst().equals("vxlan")) {
        vxlan = vxlan(words);
      }
    }
    String flags = head.get(2).substring(1, head.get(2).length() - 1);
    int mtu = number(after(head, "mtu").orElse(""), line);
    String name = head.get(1).substring(0, head.get(1).length() - 1);
    return new Link(device(name), List.of(flags.split(",")).contains("UP"), mtu, mac, vxlan);
  }

  /**
   * iproute2 3.10 knows no {@code dstport}; its {@code port 0 0} is the range of source ports. A
   * device with {@code external} has no number of its own.
   */
  private static @Nullable Vxlan vxlan(List<String> words) throws MalformedOutputException {
    Optional<String> id = after(words, "id");
    if (id.isEmpty()) {
      return null;
    }
    String line = String.join(" ", words);
    return new Vxlan(
        number(id.get(), line),
        number(after(words, "dstport").orElse("0"), line),
        after(words, "local").flatMap(Ipv4Address::parse).orElse(null));
  }

  /** {@code 2: eth0 inet 172.16.16.81/24 brd …}, or {@code inet ADDRESS peer PEER/32 …}. */
  private static Address address(String line) throws MalformedOutputException {
    List<String> words = words(line);
    String[] given = after(words, "inet").orElse("").split("/");
    Optional<Ipv4Address> address = Ipv4Address.parse(given[0]);
    if (address.isEmpty()) {
      throw new MalformedOutputException(line);
    }
    int prefixLength = given.length > 1 ? number(given[1], line) : 32;
    return new Address(device(words.get(1)), address.get(), prefixLength);
  }

  /** One route, or one for each {@code nexthop} of a multipath route. */
  private static List<Route> routes(String line) throws MalformedOutputException {
    List<String> words = words(line.replace('\\', ' '));
    if (!words.isEmpty() && ROUTE_TYPES.contains(words.getFirst())) {
      words = words.subList(1, words.size());
    }
    if (words.isEmpty()) {
      throw new MalformedOutputException(line);
    }
    Cidr destination = destination(words.getFirst(), line);
    List<Route> routes = new ArrayList<>();
    for (int hop = words.indexOf("nexthop"); hop >= 0; hop = words.indexOf("nexthop")) {
      words = words.subList(hop + 1, words.size());
      int next = words.indexOf("nexthop");
      routes.add(route(destination, next < 0 ? words : words.subList(0, next)));
    }
    return routes.isEmpty() ? List.of(route(destination, words)) : routes;
  }

  private static Route route(Cidr destination, List<String> words) {
    return new Route(
        destination,
        after(words, "dev").orElse(""),
        after(words, "via").flatMap(Ipv4Address::parse).orElse(null));
  }

  private static Cidr destination(String text, String line) throws MalformedOutputException {
    String network = text.equals("default") ? "0.0.0.0/0" : text;
    return Cidr.parse(network.contains("/") ? network : network + "/32")
        .orElseThrow(() -> new MalformedOutputException(line));
  }

  /** {@code veth0@if7} is the device {@code veth0}. */
  private static String device(String name) {
    int at = name.indexOf('@');
    return at < 0 ? name : name.substring(0, at);
  }

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  private static Optional<String> after(List<String> words, String key) {
    int at = words.indexOf(key);
    return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  private static int number(String digits, String line) throws MalformedOutputException {
    try {
      return Integer.parseInt(digits);
    } catch (NumberFormatException e) {
      throw new MalformedOutputException(line);
    }
  }
}

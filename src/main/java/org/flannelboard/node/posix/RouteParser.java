package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.facts.Route;
import org.jspecify.annotations.Nullable;

/** Reads what {@code ip -4 -o route show} prints. */
final class RouteParser {

  /** What may stand before a route's destination (ip-route(8)). */
  private static final Set<String> TYPES =
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

  private RouteParser() {}

  /** One route, or one for each {@code nexthop} of a multipath route. */
  static List<Route> parse(String text) throws MalformedOutputException {
    Line line = Line.of(text);
    boolean typed = TYPES.contains(line.first());
    String type = typed ? line.first() : "unicast";
    if (typed && line.words().size() == 1) {
      throw line.malformed();
    }
    Line rest = line.part(typed ? 1 : 0, line.words().size());
    Cidr destination = destination(rest.first(), line);
    String table = rest.after("table").orElse(Route.MAIN);
    @Nullable Ipv4Address source = rest.addressAfter("src").orElse(null);
    List<Route> routes = new ArrayList<>();
    for (Line hop : hops(rest)) {
      routes.add(
          new Route(
              table,
              type,
              destination,
              hop.after("dev").orElse(""),
              hop.addressAfter("via").orElse(null),
              source,
              hop.has("onlink"),
              line.text()));
    }
    return routes;
  }

  private static List<Line> hops(Line route) {
    List<Line> hops = new ArrayList<>();
    int from = route.words().indexOf("nexthop");
    for (int i = from + 1; from >= 0 && i <= route.words().size(); i++) {
      if (i == route.words().size() || route.words().get(i).equals("nexthop")) {
        hops.add(route.part(from, i));
        from = i;
      }
    }
    return hops.isEmpty() ? List.of(route) : hops;
  }

  private static Cidr destination(String text, Line line) throws MalformedOutputException {
    String network = text.equals("default") ? "0.0.0.0/0" : text;
    return Cidr.parse(network.contains("/") ? network : network + "/32")
        .orElseThrow(line::malformed);
  }
}

package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.PolicyRule;
import org.flannelboard.node.facts.Route;
import org.jspecify.annotations.Nullable;

/** How a practice node's kernel shows its routes, and what it would do with a packet. */
final class RouteLook {

  /** What the kernel always has (ip-rule(8)). */
  private static final List<PolicyRule> RULES =
      List.of(
          rule(0, "from all", "local"),
          rule(32_766, "from all", "main"),
          rule(32_767, "from all", "default"));

  private final Machine machine;
  private final KernelNetwork network;

  RouteLook(Machine machine) {
    this.machine = machine;
    this.network = machine.network();
  }

  /** All tables but the kernel's broadcast entries, others before main before local. */
  List<Route> of(NetworkState state) {
    List<Route> routes = new ArrayList<>();
    network
        .policies()
        .forEach(policy -> routes.add(route(policy.route(), Integer.toString(policy.table()))));
    state.routes().forEach(route -> routes.add(route(route, Route.MAIN)));
    state.addresses().forEach(address -> routes.add(local(address)));
    return routes;
  }

  private Route route(NetworkState.Route route, String table) {
    boolean onlink = isOnlink(route);
    Ipv4Address source = source(route);
    String line = line(route) + (table.equals(Route.MAIN) ? "" : " table " + table);
    return new Route(
        table,
        "unicast",
        route.destination(),
        route.device(),
        route.gateway(),
        source,
        onlink,
        line);
  }

  /** A route as {@code ip route show} prints it. */
  String line(NetworkState.Route route) {
    Cidr to = route.destination();
    String text = to.prefixLength() == 0 ? "default" : short32(to);
    if (route.gateway() != null) {
      text += " via " + route.gateway();
    }
    text += " dev " + route.device();
    Ipv4Address source = source(route);
    if (route.gateway() == null) {
      text += source == null ? " scope link" : " proto kernel scope link src " + source;
    }
    boolean idle = route.device().equals(Dockerd.BRIDGE) && machine.containers().isEmpty();
    return text + (isOnlink(route) ? " onlink" : "") + (idle ? " linkdown" : "");
  }

  private static String short32(Cidr network) {
    return network.prefixLength() == 32 ? network.network().toString() : network.toString();
  }

  /** The kernel takes a gateway that no address of the device reaches only if it is told to. */
  private boolean isOnlink(NetworkState.Route route) {
    Ipv4Address gateway = route.gateway();
    return gateway != null
        && network
            .address(route.device())
            .filter(own -> own.prefixLength() < 32 && own.network().contains(gateway))
            .isEmpty();
  }

  /** Connected routes name the address they come from. */
  private @Nullable Ipv4Address source(NetworkState.Route route) {
    return route.gateway() != null
        ? null
        : network
            .address(route.device())
            .filter(own -> own.network().equals(route.destination()))
            .map(Address::address)
            .orElse(null);
  }

  private static Route local(Address address) {
    Cidr own =
        address.device().equals("lo") ? address.network() : Cidr.containing(address.address(), 32);
    String line =
        "local %s dev %s table local proto kernel scope host src %s"
            .formatted(short32(own), address.device(), address.address());
    return new Route("local", "local", own, address.device(), null, address.address(), false, line);
  }

  List<PolicyRule> rules() {
    List<PolicyRule> rules = new ArrayList<>(RULES);
    network
        .policies()
        .forEach(
            policy ->
                rules.add(
                    rules.size() - 2,
                    rule(
                        policy.priority(),
                        "from all to " + short32(policy.to()),
                        Integer.toString(policy.table()))));
    return rules;
  }

  private static PolicyRule rule(int priority, String selector, String table) {
    String line = priority + ":\t" + selector + " lookup " + table;
    return new PolicyRule(priority, selector, table, line);
  }

  /** The first line of {@code ip route get}. */
  Lookup lookup(Ipv4Address target) {
    if (network.isLocal(target)) {
      String line = "local " + target + " dev lo src " + target + user();
      return new Lookup(target, true, "lo", null, target, "", 0, null, line);
    }
    NetworkState.Route route = network.lookup(target);
    if (route == null) {
      String error = "Network is unreachable";
      String line = "RTNETLINK answers: " + error;
      return new Lookup(target, false, "", null, null, "", 0, error, line);
    }
    Ipv4Address source = network.address(route.device()).map(Address::address).orElse(null);
    Optional<String> table = network.policy(target).map(policy -> Integer.toString(policy.table()));
    String line =
        target
            + (route.gateway() == null ? "" : " via " + route.gateway())
            + " dev "
            + route.device()
            + table.map(it -> " table " + it).orElse("")
            + (source == null ? "" : " src " + source)
            + user();
    return new Lookup(
        target, false, route.device(), route.gateway(), source, table.orElse(""), 0, null, line);
  }

  /** Kernels since 4.10 know routes by user, and say whose they mean. */
  private String user() {
    return machine.isOld() ? "" : " uid 0";
  }

  /** Whether an address is on the link of the underlay. */
  boolean isOnUnderlay(Ipv4Address address) {
    NetworkState.Route route = network.lookup(address);
    return route != null && route.gateway() == null && route.device().equals(Machine.UNDERLAY);
  }
}

package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.PolicyRule;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.Source;
import org.jspecify.annotations.Nullable;

/**
 * Which way a node's kernel sends packets for its peers: what it says itself where it was asked,
 * otherwise what its rules and tables say. A longer prefix wins, and a rule wins over the main
 * table (ip-rule(8), ip-route(8)).
 */
final class Routes {

  private static final Pattern SELECTOR =
      Pattern.compile("from (all|[0-9./]+)(?: to (all|[0-9./]+))?");

  /** Where the kernel puts the rule of the main table (ip-rule(8)). */
  private static final int MAIN_PRIORITY = 32766;

  private final String device;
  private final boolean directRouting;
  private final Map<Ipv4Address, Lookup> lookups;
  private final @Nullable Map<Cidr, List<Route>> main;
  private final List<Route> longer = new ArrayList<>();
  private final List<Detour> detours = new ArrayList<>();

  /**
   * A rule that sends packets elsewhere before the main table is asked.
   *
   * @param ofDocker0 whether only those with docker0's address, which a lookup does not show
   */
  private record Detour(
      Cidr destination, boolean ofDocker0, PolicyRule rule, @Nullable Route route) {

    List<String> lines() {
      return route == null ? List.of(rule.line()) : List.of(rule.line(), route.line());
    }
  }

  Routes(SeenNode node, String device, boolean directRouting) {
    this.device = device;
    this.directRouting = directRouting;
    this.lookups = node.network().lookups();
    Optional<List<Route>> all = node.network().routes().toOptional();
    this.main = all.map(Routes::byDestination).orElse(null);
    all.ifPresent(
        routes -> {
          node.within().config().ifPresent(config -> findLonger(routes, config));
          findDetours(node, routes);
        });
  }

  /** The way to a peer's docker0. */
  Entry towards(Peer peer) {
    Lookup lookup = lookups.get(peer.docker0());
    if (lookup != null && lookup.local()) {
      return Entry.unseen(Source.LOOKUPS);
    }
    for (Detour detour : detours) {
      if (detour.destination().contains(peer.docker0())
          && (detour.ofDocker0() || lookup == null || !leadsTo(lookup, peer))) {
        return new Entry(Entry.State.WRONG, Source.RULES, detour.lines());
      }
    }
    if (lookup != null) {
      return looked(lookup, peer);
    }
    if (main == null) {
      return Entry.unseen(Source.ROUTES);
    }
    return longer.stream()
        .filter(it -> it.destination().contains(peer.docker0()))
        .findFirst()
        .map(it -> Entry.wrong(Source.ROUTES, it.line()))
        .orElseGet(() -> standing(peer));
  }

  /** Routes that take a part of a peer's subnet elsewhere, though not its docker0. */
  List<Route> parts(Peer peer) {
    if (longer.isEmpty()) {
      return List.of();
    }
    return longer.stream()
        .filter(it -> peer.lease().subnet().contains(it.destination()))
        .filter(it -> !it.destination().contains(peer.docker0()))
        .toList();
  }

  /** Whether packets to the peer need no tunnel: it is on the same link (DirectRouting). */
  boolean direct(Peer peer) {
    return directRouting
        && main != null
        && main.getOrDefault(peer.lease().subnet(), List.of()).stream()
            .anyMatch(it -> peer.publicIp().equals(it.gateway()));
  }

  private Entry looked(Lookup lookup, Peer peer) {
    if (leadsTo(lookup, peer)) {
      return Entry.right(Source.LOOKUPS, lookup.line());
    }
    Entry standing = main == null ? Entry.unseen(Source.ROUTES) : standing(peer);
    return switch (standing.state()) {
      case MISSING, WRONG ->
          new Entry(
              standing.state(), Source.ROUTES, List.of(standing.lines().getFirst(), lookup.line()));
      case RIGHT ->
          new Entry(
              Entry.State.WRONG,
              Source.LOOKUPS,
              List.of(lookup.line(), standing.lines().getFirst()));
      case UNSEEN -> Entry.wrong(Source.LOOKUPS, lookup.line());
    };
  }

  /** What the main table says of exactly the peer's subnet. */
  private Entry standing(Peer peer) {
    if (main == null) {
      return Entry.unseen(Source.ROUTES);
    }
    List<Route> found = main.getOrDefault(peer.lease().subnet(), List.of());
    Optional<Route> right =
        found.stream()
            .filter(
                it ->
                    it.device().equals(device) && isVtep(it.gateway(), peer)
                        || directRouting && peer.publicIp().equals(it.gateway()))
            .findFirst();
    if (right.isPresent()) {
      return Entry.right(Source.ROUTES, right.get().line());
    }
    return found.isEmpty()
        ? Entry.missing(Source.ROUTES, "no route to " + peer.lease().subnet())
        : Entry.wrong(Source.ROUTES, found.getFirst().line());
  }

  private static boolean isVtep(@Nullable Ipv4Address gateway, Peer peer) {
    return peer.vtepAddress().equals(gateway);
  }

  private boolean leadsTo(Lookup lookup, Peer peer) {
    return lookup.error() == null
        && (lookup.device().equals(device) && isVtep(lookup.gateway(), peer)
            || directRouting && peer.publicIp().equals(lookup.gateway()));
  }

  private static Map<Cidr, List<Route>> byDestination(List<Route> routes) {
    return routes.stream()
        .filter(it -> it.table().equals(Route.MAIN))
        .collect(Collectors.groupingBy(Route::destination, HashMap::new, Collectors.toList()));
  }

  private void findLonger(List<Route> routes, NetworkConfig config) {
    for (Route route : routes) {
      if (route.table().equals(Route.MAIN)
          && route.destination().prefixLength() > config.subnetLen()
          && config.network().contains(route.destination())
          && !route.device().equals(device)) {
        longer.add(route);
      }
    }
  }

  /** Only rules that say nothing but from and to: what others match is not known. */
  private void findDetours(SeenNode node, List<Route> routes) {
    for (PolicyRule rule : node.network().rules().toOptional().orElse(List.of())) {
      Matcher selector = SELECTOR.matcher(rule.selector().strip());
      if (isUsual(rule) || !selector.matches() || !fromDocker0(node, selector.group(1))) {
        continue;
      }
      Optional<Cidr> to = network(selector.group(2));
      boolean ofDocker0 = !selector.group(1).equals("all");
      if (rule.table().isEmpty()) {
        to.ifPresent(it -> detours.add(new Detour(it, ofDocker0, rule, null)));
      } else {
        for (Route route : routes) {
          if (route.table().equals(rule.table()) && !route.device().equals(device)) {
            common(route.destination(), to)
                .ifPresent(it -> detours.add(new Detour(it, ofDocker0, rule, route)));
          }
        }
      }
    }
  }

  /** Whether it is one of the kernel's own, or asked only after the main table. */
  private static boolean isUsual(PolicyRule rule) {
    return rule.priority() >= MAIN_PRIORITY
        || rule.table().equals("local")
        || rule.table().equals(Route.MAIN);
  }

  private static boolean fromDocker0(SeenNode node, String from) {
    return network(from)
        .map(
            network ->
                node.docker0Addresses().stream().anyMatch(it -> network.contains(it.address())))
        .orElse(from.equals("all"));
  }

  private static Optional<Cidr> network(@Nullable String text) {
    if (text == null || text.equals("all")) {
      return Optional.empty();
    }
    return Cidr.parse(text).or(() -> Ipv4Address.parse(text).map(it -> Cidr.containing(it, 32)));
  }

  /** The smaller of two networks that overlap; of one alone where there is no other. */
  private static Optional<Cidr> common(Cidr destination, Optional<Cidr> to) {
    if (to.isEmpty()) {
      return Optional.of(destination);
    }
    return destination.overlaps(to.get())
        ? Optional.of(destination.prefixLength() > to.get().prefixLength() ? destination : to.get())
        : Optional.empty();
  }
}

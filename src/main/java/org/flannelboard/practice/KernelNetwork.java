package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
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
 * What a node's kernel knows about its network: devices, addresses, routes and routing rules,
 * permanent neighbours, vxlan forwarding entries, its packet filter, settings and counts. It
 * changes the way Linux does: what hangs on a device goes with it.
 */
final class KernelNetwork {

  private static final Cidr EVERYWHERE = Cidr.of("0.0.0.0/0");

  private final Map<String, Link> links = new LinkedHashMap<>();
  private final Map<String, Address> addresses = new LinkedHashMap<>();
  private Set<Ipv4Address> locals = Set.of();
  private final Map<Cidr, Route> routes = new HashMap<>();
  private final BitSet prefixLengths = new BitSet(33);
  private final Map<String, Map<Ipv4Address, MacAddress>> neighbours = new HashMap<>();
  private final Map<String, Map<MacAddress, Ipv4Address>> forwarding = new HashMap<>();
  private final List<Policy> policies = new ArrayList<>();
  private final Map<Integer, Holder> takenPorts = new HashMap<>();
  private final Tally tally = new Tally();
  private final PacketFilter filter;
  private final KernelSettings settings;
  private final Epoch epoch = new Epoch();

  /**
   * A rule that has packets look into a table of its own before the main one (ip-rule(8)), with the
   * one route of that table.
   */
  record Policy(int priority, Cidr to, int table, Route route) {}

  /** A process that holds a UDP port. */
  record Holder(String program, int pid) {}

  private KernelNetwork() {
    this.filter = new PacketFilter(epoch);
    this.settings = new KernelSettings(links::containsKey, epoch);
  }

  /** A node as it comes up: loopback, one interface on the underlay, a default route. */
  static KernelNetwork booted(Address underlay, MacAddress mac, Ipv4Address gateway) {
    KernelNetwork network = new KernelNetwork();
    network.put(new Link("lo", true, 65_536, null, null));
    network.give(new Address("lo", Ipv4Address.of("127.0.0.1"), 8));
    network.put(new Link(underlay.device(), true, Machine.MTU, mac, null));
    network.assign(underlay);
    network.put(new Route(EVERYWHERE, underlay.device(), gateway));
    return network;
  }

  Optional<Link> link(String device) {
    return Optional.ofNullable(links.get(device));
  }

  /** The names of all devices, in the order they were made. */
  List<String> devices() {
    return List.copyOf(links.keySet());
  }

  /** Whether the device exists and is up. */
  boolean isUp(String device) {
    Link link = links.get(device);
    return link != null && link.up();
  }

  /** The vxlan device that takes packets of that VNI on that port. */
  Optional<Link> vxlan(int vni, int port) {
    for (Link link : links.values()) {
      Vxlan vxlan = link.vxlan();
      if (vxlan != null && vxlan.vni() == vni && vxlan.port() == port) {
        return Optional.of(link);
      }
    }
    return Optional.empty();
  }

  /** The vxlan device there is, whatever its VNI. */
  Optional<Link> vxlan() {
    return links.values().stream().filter(link -> link.vxlan() != null).findFirst();
  }

  /** Whether a vxlan device of any VNI listens on that port. */
  boolean listens(int port) {
    for (Link link : links.values()) {
      if (link.up() && link.vxlan() != null && link.vxlan().port() == port) {
        return true;
      }
    }
    return false;
  }

  /** How often it changed. */
  Epoch epoch() {
    return epoch;
  }

  PacketFilter filter() {
    return filter;
  }

  KernelSettings settings() {
    return settings;
  }

  Tally tally() {
    return tally;
  }

  /** Creates or replaces a device. */
  void put(Link link) {
    changedIf(!link.equals(links.put(link.name(), link)));
  }

  /** Removes a device with all that hangs on it. */
  void delete(String device) {
    flush(device);
    forwarding.remove(device);
    addresses.remove(device);
    addressesChanged();
    links.remove(device);
    tally.forget(device);
    settings.forget(device);
    epoch.advance();
  }

  /**
   * Sets or clears a device's UP flag. Going down takes its routes and neighbours along and leaves
   * forwarding entries and addresses; coming up brings back no more than the connected route, and a
   * vxlan device does not come up while somebody else has its port.
   */
  void setUp(String device, boolean up) {
    Link old = links.get(device);
    boolean taken =
        old != null && old.vxlan() != null && takenPorts.containsKey(old.vxlan().port()) && up;
    if (old == null || taken) {
      return;
    }
    put(new Link(old.name(), up, old.mtu(), old.mac(), old.vxlan()));
    if (!up) {
      flush(device);
    } else {
      address(device).ifPresent(this::connect);
    }
  }

  /** Gives a device another hardware address, which empties its neighbour table. */
  void setMac(String device, MacAddress mac) {
    Link old = links.get(device);
    if (old != null) {
      put(new Link(old.name(), old.up(), old.mtu(), mac, old.vxlan()));
      neighbours.remove(device);
    }
  }

  /** Puts another device in place of one, with all that hangs on it. */
  void exchange(String device, Link other) {
    Entries entries = entries(device);
    Optional<Address> address = address(device);
    Map<MacAddress, Ipv4Address> forwards = forwarding.getOrDefault(device, Map.of());
    delete(device);
    put(other);
    address.ifPresent(old -> assign(new Address(other.name(), old.address(), old.prefixLength())));
    forwarding.put(other.name(), new HashMap<>(forwards));
    add(other.name(), entries);
  }

  /**
   * What a device loses when it goes down.
   *
   * @param neighbours its permanent neighbours
   */
  record Entries(List<Route> routes, Map<Ipv4Address, MacAddress> neighbours) {}

  Entries entries(String device) {
    return new Entries(
        routes.values().stream().filter(route -> route.device().equals(device)).toList(),
        Map.copyOf(neighbours.getOrDefault(device, Map.of())));
  }

  /** Gives a device routes and neighbours, where there are none by now. */
  void add(String device, Entries entries) {
    for (Route route : entries.routes()) {
      if (!routes.containsKey(route.destination())) {
        put(new Route(route.destination(), device, route.gateway()));
      }
    }
    Map<Ipv4Address, MacAddress> present = neighbours.computeIfAbsent(device, _ -> new HashMap<>());
    entries.neighbours().forEach(present::putIfAbsent);
  }

  /** Gives a device its only address, and with it the connected route. */
  void assign(Address address) {
    address(address.device()).ifPresent(old -> deleteRoute(old.network()));
    give(address);
    connect(address);
  }

  private void give(Address address) {
    addresses.put(address.device(), address);
    addressesChanged();
  }

  private void addressesChanged() {
    epoch.advance();
    locals = addresses.values().stream().map(Address::address).collect(Collectors.toSet());
  }

  Optional<Address> address(String device) {
    return Optional.ofNullable(addresses.get(device));
  }

  /** Whether the address is one of this node's. */
  boolean isLocal(Ipv4Address address) {
    return locals.contains(address);
  }

  void put(Route route) {
    prefixLengths.set(route.destination().prefixLength());
    changedIf(!route.equals(routes.put(route.destination(), route)));
  }

  Optional<Route> route(Cidr destination) {
    return Optional.ofNullable(routes.get(destination));
  }

  Optional<Route> defaultRoute() {
    return route(EVERYWHERE);
  }

  void deleteRoute(Cidr destination) {
    routes.remove(destination);
    epoch.advance();
  }

  /** Has packets to a network look elsewhere first. */
  void add(Policy policy) {
    policies.add(policy);
    policies.sort(Comparator.comparing(Policy::priority));
    epoch.advance();
  }

  void remove(Policy policy) {
    policies.remove(policy);
    epoch.advance();
  }

  List<Policy> policies() {
    return List.copyOf(policies);
  }

  /** The policy that decides over packets to an address; empty if the main table does. */
  Optional<Policy> policy(Ipv4Address destination) {
    if (policies.isEmpty()) {
      return Optional.empty();
    }
    return policies.stream()
        .filter(policy -> policy.to().contains(destination))
        .filter(policy -> policy.route().destination().contains(destination))
        .filter(policy -> isUp(policy.route().device()))
        .findFirst();
  }

  /**
   * The route a packet takes: a policy's, else the longest prefix of the main table that fits, on a
   * device that is up.
   */
  @Nullable Route lookup(Ipv4Address destination) {
    Optional<Policy> policy = policy(destination);
    if (policy.isPresent()) {
      return policy.get().route();
    }
    for (int n = prefixLengths.length() - 1; n >= 0; n = prefixLengths.previousSetBit(n - 1)) {
      Route route = routes.get(Cidr.containing(destination, n));
      if (route != null && isUp(route.device())) {
        return route;
      }
      if (n == 0) {
        break;
      }
    }
    return null;
  }

  Optional<MacAddress> neighbour(String device, Ipv4Address address) {
    return Optional.ofNullable(neighbours.getOrDefault(device, Map.of()).get(address));
  }

  /** Sets a permanent neighbour entry; null removes it. */
  void setNeighbour(String device, Ipv4Address address, @Nullable MacAddress mac) {
    set(neighbours.computeIfAbsent(device, _ -> new HashMap<>()), address, mac);
  }

  Optional<Ipv4Address> forward(String device, MacAddress mac) {
    return Optional.ofNullable(forwarding.getOrDefault(device, Map.of()).get(mac));
  }

  /** Sets a vxlan forwarding entry; null removes it. */
  void setForward(String device, MacAddress mac, @Nullable Ipv4Address vtep) {
    set(forwarding.computeIfAbsent(device, _ -> new HashMap<>()), mac, vtep);
  }

  /** A copy of the permanent neighbours on a device. */
  SortedMap<Ipv4Address, MacAddress> neighbours(String device) {
    return new TreeMap<>(neighbours.getOrDefault(device, Map.of()));
  }

  /** A copy of the forwarding entries of a device. */
  SortedMap<MacAddress, Ipv4Address> forwards(String device) {
    return new TreeMap<>(forwarding.getOrDefault(device, Map.of()));
  }

  int sysctl(Sysctl name) {
    return settings.read(name.below()).orElse(0);
  }

  void setSysctl(Sysctl name, int value) {
    settings.set(name.below(), value);
  }

  /** Has another process bind a UDP port, or let go of it. A device that had it goes down. */
  void setPortTaken(int port, @Nullable Holder holder) {
    epoch.advance();
    if (holder == null) {
      takenPorts.remove(port);
      return;
    }
    takenPorts.put(port, holder);
    List.copyOf(links.values()).stream()
        .filter(link -> link.vxlan() != null && link.vxlan().port() == port)
        .forEach(link -> setUp(link.name(), false));
  }

  /** The UDP ports processes hold. */
  Map<Integer, Holder> takenPorts() {
    return Map.copyOf(takenPorts);
  }

  /** Loses what a boot does not bring back: devices made by programs, rules, settings. */
  void reboot(Set<String> permanent) {
    List.copyOf(links.keySet()).stream()
        .filter(device -> !permanent.contains(device))
        .forEach(this::delete);
    policies.clear();
    takenPorts.clear();
    filter.clear();
    settings.clear();
    tally.clear();
    epoch.advance();
  }

  /** All of it that {@code ip} shows, routes in the kernel's order. */
  NetworkState state() {
    return new NetworkState(
        List.copyOf(links.values()),
        List.copyOf(addresses.values()),
        routes.values().stream().sorted(Comparator.comparing(Route::destination)).toList());
  }

  private void connect(Address address) {
    if (address.prefixLength() < 32 && isUp(address.device())) {
      put(new Route(address.network(), address.device(), null));
    }
  }

  private void flush(String device) {
    routes.values().removeIf(route -> route.device().equals(device));
    neighbours.remove(device);
    epoch.advance();
  }

  private <K, V> void set(Map<K, V> map, K key, @Nullable V value) {
    V old = value == null ? map.remove(key) : map.put(key, value);
    changedIf(!Objects.equals(old, value));
  }

  private void changedIf(boolean changed) {
    if (changed) {
      epoch.advance();
    }
  }
}

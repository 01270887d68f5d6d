package org.flannelboard.practice;

import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
 * What a node's kernel knows about its network: devices, addresses, the main routing table,
 * permanent neighbours, vxlan forwarding entries and source NAT. It changes the way Linux does:
 * what hangs on a device goes with it.
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
  private final Set<Cidr> masqueraded = new HashSet<>();
  private final Set<Firewall> rules = EnumSet.noneOf(Firewall.class);
  private final Map<Sysctl, Integer> sysctls = new EnumMap<>(Sysctl.class);
  private final Set<Integer> takenPorts = new HashSet<>();

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

  /** Creates or replaces a device. */
  void put(Link link) {
    links.put(link.name(), link);
  }

  /** Removes a device with all that hangs on it. */
  void delete(String device) {
    flush(device);
    forwarding.remove(device);
    addresses.remove(device);
    addressesChanged();
    links.remove(device);
  }

  /**
   * Sets or clears a device's UP flag. Going down takes its routes and neighbours along and leaves
   * forwarding entries and addresses; coming up brings back no more than the connected route, and a
   * vxlan device does not come up while somebody else has its port.
   */
  void setUp(String device, boolean up) {
    Link old = links.get(device);
    boolean taken =
        old != null && old.vxlan() != null && takenPorts.contains(old.vxlan().port()) && up;
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
    routes.put(route.destination(), route);
    prefixLengths.set(route.destination().prefixLength());
  }

  Optional<Route> route(Cidr destination) {
    return Optional.ofNullable(routes.get(destination));
  }

  Optional<Route> defaultRoute() {
    return route(EVERYWHERE);
  }

  void deleteRoute(Cidr destination) {
    routes.remove(destination);
  }

  /** The route a packet takes: the longest prefix that fits, on a device that is up. */
  @Nullable Route lookup(Ipv4Address destination) {
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

  /** The permanent neighbours on a device. */
  Map<Ipv4Address, MacAddress> neighbours(String device) {
    return Map.copyOf(neighbours.getOrDefault(device, Map.of()));
  }

  /** Whether the packet filter has that rule. */
  boolean drops(Firewall rule) {
    return rules.contains(rule);
  }

  void setRule(Firewall rule, boolean present) {
    if (present) {
      rules.add(rule);
    } else {
      rules.remove(rule);
    }
  }

  int sysctl(Sysctl name) {
    return sysctls.getOrDefault(name, name.atBoot());
  }

  void setSysctl(Sysctl name, int value) {
    sysctls.put(name, value);
  }

  /** Has another process bind a UDP port, or let go of it. A device that had it goes down. */
  void setPortTaken(int port, boolean taken) {
    if (!taken) {
      takenPorts.remove(port);
      return;
    }
    takenPorts.add(port);
    List.copyOf(links.values()).stream()
        .filter(link -> link.vxlan() != null && link.vxlan().port() == port)
        .forEach(link -> setUp(link.name(), false));
  }

  /** Loses what a boot does not bring back: devices made by programs, rules, settings. */
  void reboot(Set<String> permanent) {
    List.copyOf(links.keySet()).stream()
        .filter(device -> !permanent.contains(device))
        .forEach(this::delete);
    rules.clear();
    sysctls.clear();
    masqueraded.clear();
    takenPorts.clear();
  }

  /** Whether packets from there leave with the address of the device they leave by. */
  boolean masquerades(Ipv4Address source) {
    for (Cidr network : masqueraded) {
      if (network.contains(source)) {
        return true;
      }
    }
    return false;
  }

  /** Replaces all source NAT, as docker does for its one bridge. */
  void masqueradeOnly(Set<Cidr> networks) {
    masqueraded.clear();
    masqueraded.addAll(networks);
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
  }

  private static <K, V> void set(Map<K, V> map, K key, @Nullable V value) {
    if (value == null) {
      map.remove(key);
    } else {
      map.put(key, value);
    }
  }
}

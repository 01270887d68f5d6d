package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.UdpSocket;
import org.jspecify.annotations.Nullable;

/** How a practice node's kernel shows its network, in the words of ip(8), bridge(8) and ss(8). */
final class NetworkLook {

  private static final String TAIL =
      "addrgenmode eui64 numtxqueues 1 numrxqueues 1 gso_max_size 65536 gso_max_segs 65535";

  private final World world;
  private final Machine machine;
  private final KernelNetwork network;
  private final NetworkState state;
  private final RouteLook routes;

  NetworkLook(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
    this.network = machine.network();
    this.state = network.state();
    this.routes = new RouteLook(machine);
  }

  NetworkFacts facts(Inspection inspection) {
    boolean all = inspection.depth() == Inspection.Depth.EVERYTHING;
    Map<Ipv4Address, Lookup> lookups = new HashMap<>();
    inspection.lookups().forEach(target -> lookups.put(target, routes.lookup(target)));
    return new NetworkFacts(
        Known.of(links()),
        Known.of(state.addresses().stream().map(this::address).toList()),
        Known.of(routes.of(state)),
        Known.of(routes.rules()),
        lookups,
        Known.of(Stream.concat(onUnderlay(), neighbours()).toList()),
        Known.of(forwards()),
        Known.of(sockets()),
        network.settings().all(network.devices()),
        all ? Known.of(offloads()) : Known.notChecked());
  }

  private List<Link> links() {
    List<Link> links = new ArrayList<>();
    state.links().forEach(link -> links.add(link(links.size() + 1, link)));
    machine.containers().forEach(container -> links.add(end(links.size() + 1, container.id())));
    return links;
  }

  private Link link(int index, NetworkState.Link link) {
    Set<String> flags = flags(link, carrier(link));
    String kind = address(link) + "promiscuity 0 ";
    return new Link(
        link.name(),
        flags,
        link.mtu(),
        link.mac(),
        null,
        vxlan(link.vxlan()),
        head(index, link) + kind + detail(link) + TAIL);
  }

  /** A device as {@code ip -o link show dev} prints it. */
  String shown(NetworkState.Link link) {
    return head(state.links().indexOf(link) + 1, link) + address(link).strip();
  }

  private String head(int index, NetworkState.Link link) {
    boolean carrier = carrier(link);
    return "%d: %s: <%s> mtu %d qdisc %s state %s mode DEFAULT group default %s"
        .formatted(
            index,
            link.name(),
            String.join(",", flags(link, carrier)),
            link.mtu(),
            link.name().equals(Machine.UNDERLAY) ? "fq_codel" : "noqueue",
            operating(link, carrier),
            link.name().equals(Dockerd.BRIDGE) || link.vxlan() != null ? "" : "qlen 1000 ");
  }

  private static String address(NetworkState.Link link) {
    if (link.mac() == null && !link.name().equals("lo")) {
      return "    link/none ";
    }
    return link.mac() == null
        ? "    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00 "
        : "    link/ether " + link.mac() + " brd ff:ff:ff:ff:ff:ff ";
  }

  /** A bridge has none without ports. */
  private boolean carrier(NetworkState.Link link) {
    return !link.name().equals(Dockerd.BRIDGE) || !machine.containers().isEmpty();
  }

  private static Set<String> flags(NetworkState.Link link, boolean carrier) {
    Set<String> flags = new LinkedHashSet<>();
    if (link.up() && !carrier) {
      flags.add("NO-CARRIER");
    }
    if (link.name().equals("lo")) {
      flags.add("LOOPBACK");
    } else {
      flags.addAll(
          link.mac() == null
              ? List.of("POINTOPOINT", "MULTICAST", "NOARP")
              : List.of("BROADCAST", "MULTICAST"));
    }
    if (link.up()) {
      flags.add("UP");
      flags.addAll(carrier ? List.of("LOWER_UP") : List.of());
    }
    return flags;
  }

  private static String operating(NetworkState.Link link, boolean carrier) {
    if (!link.up() || !carrier) {
      return "DOWN";
    }
    return link.mac() == null || link.vxlan() != null ? "UNKNOWN" : "UP";
  }

  private static String detail(NetworkState.Link link) {
    NetworkState.Vxlan vxlan = link.vxlan();
    if (vxlan != null) {
      return "    vxlan id %d local %s dev eth0 srcport 0 0 dstport %d nolearning ttl auto ageing 300 udpcsum noudp6zerocsumtx noudp6zerocsumrx "
          .formatted(vxlan.vni(), vxlan.local(), vxlan.port());
    }
    return link.name().equals(Dockerd.BRIDGE)
        ? "    bridge forward_delay 1500 hello_time 200 max_age 2000 ageing_time 30000 stp_state 0 "
        : "";
  }

  private static Link.@Nullable Vxlan vxlan(NetworkState.@Nullable Vxlan vxlan) {
    return vxlan == null
        ? null
        : new Link.Vxlan(vxlan.vni(), Known.of(vxlan.port()), vxlan.local(), Machine.UNDERLAY);
  }

  /** The host's end of a container's cable, named as docker does: by something random. */
  private static Link end(int index, String container) {
    String name = "veth" + container.substring(0, 7);
    String bytes = container.substring(0, 10).replaceAll("(..)(?!$)", "$1:");
    MacAddress mac = new MacAddress("96:" + bytes);
    Set<String> flags = new LinkedHashSet<>(List.of("BROADCAST", "MULTICAST", "UP", "LOWER_UP"));
    String line =
        "%d: %s@if%d: <%s> mtu 1500 qdisc noqueue master docker0 state UP mode DEFAULT group default    link/ether %s brd ff:ff:ff:ff:ff:ff link-netnsid 0 promiscuity 1     veth     bridge_slave state forwarding %s"
            .formatted(index, name, index - 1, String.join(",", flags), mac, TAIL);
    return new Link(name, flags, Machine.MTU, mac, Dockerd.BRIDGE, null, line);
  }

  private InterfaceAddress address(NetworkState.Address address) {
    int index = network.devices().indexOf(address.device()) + 1;
    String scope = address.device().equals("lo") ? "host" : "global";
    String broadcast =
        address.prefixLength() == 32 || scope.equals("host")
            ? ""
            : " brd " + address.network().last();
    String line =
        "%d: %s    inet %s/%d%s scope %s %s       valid_lft forever preferred_lft forever"
            .formatted(
                index,
                address.device(),
                address.address(),
                address.prefixLength(),
                broadcast,
                scope,
                address.device());
    return new InterfaceAddress(address.device(), address.address(), address.prefixLength(), line);
  }

  /** The nodes this one sends tunnels to: each answers for its address, or nobody does. */
  private Stream<Neighbour> onUnderlay() {
    return state.links().stream()
        .filter(link -> link.vxlan() != null)
        .flatMap(link -> network.forwards(link.name()).values().stream())
        .distinct()
        .sorted()
        .filter(routes::isOnUnderlay)
        .map(this::onUnderlay);
  }

  private Neighbour onUnderlay(Ipv4Address address) {
    String head = address + " dev " + Machine.UNDERLAY + " ";
    Optional<MacAddress> mac =
        world
            .at(address)
            .filter(peer -> !peer.isCutOff())
            .flatMap(peer -> peer.network().link(Machine.UNDERLAY))
            .map(NetworkState.Link::mac);
    return mac.map(
            it ->
                new Neighbour(
                    address,
                    Machine.UNDERLAY,
                    it,
                    "REACHABLE",
                    head + "lladdr " + it + " REACHABLE"))
        .orElseGet(() -> new Neighbour(address, Machine.UNDERLAY, null, "FAILED", head + "FAILED"));
  }

  private Stream<Neighbour> neighbours() {
    return network.devices().stream()
        .flatMap(
            device ->
                network.neighbours(device).entrySet().stream()
                    .map(
                        it ->
                            new Neighbour(
                                it.getKey(),
                                device,
                                it.getValue(),
                                "PERMANENT",
                                neighbour(it.getKey(), device, it.getValue()))));
  }

  static String neighbour(Ipv4Address address, String device, MacAddress mac) {
    return address + " dev " + device + " lladdr " + mac + " PERMANENT";
  }

  private List<Forward> forwards() {
    return state.links().stream()
        .filter(link -> link.vxlan() != null)
        .map(NetworkState.Link::name)
        .flatMap(
            device ->
                network.forwards(device).entrySet().stream()
                    .map(
                        it ->
                            new Forward(
                                it.getKey(),
                                device,
                                it.getValue(),
                                true,
                                forward(it.getKey(), device, it.getValue()))))
        .toList();
  }

  static String forward(MacAddress mac, String device, Ipv4Address vtep) {
    return mac + " dev " + device + " dst " + vtep + " self permanent";
  }

  private List<UdpSocket> sockets() {
    Ipv4Address any = new Ipv4Address(0);
    Stream<UdpSocket> kernel =
        state.links().stream()
            .filter(link -> link.up() && link.vxlan() != null)
            .map(link -> link.vxlan().port())
            .distinct()
            .map(
                port ->
                    new UdpSocket(any, port, Known.of(Optional.empty()), 0, socket(0, port, "")));
    Stream<UdpSocket> held =
        network.takenPorts().entrySet().stream()
            .map(
                it ->
                    new UdpSocket(
                        any,
                        it.getKey(),
                        Known.of(
                            Optional.of(
                                new UdpSocket.Owner(it.getValue().program(), it.getValue().pid()))),
                        0,
                        socket(FULL, it.getKey(), users(it.getValue()))));
    return Stream.concat(kernel, held).toList();
  }

  /** What a queue that nobody reads holds in the end (net.core.rmem_default). */
  private static final int FULL = 212_992;

  private static String socket(int queued, int port, String users) {
    return "UNCONN %-6d 0            0.0.0.0:%d       0.0.0.0:*%s".formatted(queued, port, users);
  }

  private static String users(KernelNetwork.Holder holder) {
    return "    users:((\"%s\",pid=%d,fd=3))".formatted(holder.program(), holder.pid());
  }

  private Map<String, Map<String, Boolean>> offloads() {
    Map<String, Map<String, Boolean>> offloads = new HashMap<>();
    state.links().stream()
        .filter(link -> link.vxlan() != null)
        .forEach(
            link ->
                offloads.put(
                    link.name(), Map.of("rx-checksumming", true, "tx-checksum-ip-generic", true)));
    return offloads;
  }
}

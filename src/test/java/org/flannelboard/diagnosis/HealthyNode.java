package org.flannelboard.diagnosis;

import static org.flannelboard.diagnosis.HealthyCluster.AT;
import static org.flannelboard.diagnosis.HealthyCluster.subnet;
import static org.flannelboard.diagnosis.HealthyCluster.vm;
import static org.flannelboard.diagnosis.HealthyCluster.vtepAddress;
import static org.flannelboard.diagnosis.HealthyCluster.vtepMac;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.Host;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.PolicyRule;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.UdpSocket;
import org.jspecify.annotations.Nullable;

/** What one node of a {@link HealthyCluster} says. */
final class HealthyNode {

  static final String FLANNEL = "flannel.1";
  static final String DOCKER0 = "docker0";
  static final String NIC = "eth0";
  static final RemotePath SUBNET_ENV = RemotePath.of("/run/flannel/subnet.env");
  static final RemotePath DOCKER_OPTIONS = RemotePath.of("/run/flannel/docker");

  private final HealthyCluster cluster;
  private final int number;

  HealthyNode(HealthyCluster cluster, int number) {
    this.cluster = cluster;
    this.number = number;
  }

  NodeFacts facts() {
    return new NodeFacts(
        vm(number),
        AT.minusMillis(100),
        Known.of(
            new Host(
                "vm%02d".formatted(number),
                "Debian GNU/Linux 12 (bookworm)",
                "6.1.0-18-amd64",
                Duration.ofDays(12),
                true,
                Known.of("%032x".formatted(0xabcdef00L + number)),
                Known.of(true))),
        network(),
        Known.of(HealthyFirewall.of(subnet(number))),
        Known.of(counters()),
        daemons());
  }

  private List<Integer> peers() {
    return IntStream.rangeClosed(1, cluster.size()).filter(it -> it != number).boxed().toList();
  }

  // How its kernel carries packets

  private NetworkFacts network() {
    return new NetworkFacts(
        Known.of(links()),
        Known.of(addresses()),
        Known.of(routes()),
        Known.of(
            List.of(
                new PolicyRule(0, "from all", "local", "0: from all lookup local"),
                new PolicyRule(32766, "from all", "main", "32766: from all lookup main"),
                new PolicyRule(32767, "from all", "default", "32767: from all lookup default"))),
        lookups(),
        Known.of(neighbours()),
        Known.of(forwards()),
        Known.of(sockets()),
        sysctls(),
        Known.of(Map.of(FLANNEL, Map.of("tx-checksum-ip-generic", true))));
  }

  private List<Link> links() {
    Ipv4Address underlay = cluster.underlay(number);
    MacAddress nic = new MacAddress("52:54:00:10:16:%02x".formatted(number));
    MacAddress bridge = new MacAddress("02:42:9d:3a:51:%02x".formatted(number));
    MacAddress port = new MacAddress("7a:20:11:5c:0e:%02x".formatted(number));
    return List.of(
        link("lo", Set.of("LOOPBACK", "UP", "LOWER_UP"), 65536, null, null, null),
        link(NIC, Set.of("BROADCAST", "MULTICAST", "UP", "LOWER_UP"), 1500, nic, null, null),
        link(
            FLANNEL,
            Set.of("BROADCAST", "MULTICAST", "UP", "LOWER_UP"),
            1450,
            vtepMac(number),
            null,
            new Link.Vxlan(1, Known.of(8472), underlay, NIC)),
        link(DOCKER0, Set.of("BROADCAST", "MULTICAST", "UP", "LOWER_UP"), 1450, bridge, null, null),
        link(
            "veth1f3a",
            Set.of("BROADCAST", "MULTICAST", "UP", "LOWER_UP"),
            1450,
            port,
            DOCKER0,
            null));
  }

  static Link link(
      String name,
      Set<String> flags,
      int mtu,
      @Nullable MacAddress mac,
      @Nullable String master,
      Link.@Nullable Vxlan vxlan) {
    String details =
        vxlan == null
            ? ""
            : " vxlan id %d local %s dev %s srcport 0 0 dstport %s nolearning"
                .formatted(
                    vxlan.vni(),
                    vxlan.local(),
                    vxlan.device(),
                    vxlan.port().toOptional().map(String::valueOf).orElse("?"));
    return new Link(
        name,
        flags,
        mtu,
        mac,
        master,
        vxlan,
        "%s: <%s> mtu %d link/ether %s%s"
            .formatted(name, String.join(",", flags), mtu, mac, details));
  }

  private List<InterfaceAddress> addresses() {
    return List.of(
        address("lo", Ipv4Address.of("127.0.0.1"), 8),
        address(NIC, cluster.underlay(number), 24),
        address(FLANNEL, vtepAddress(number), 32),
        address(DOCKER0, subnet(number).firstHost(), 24));
  }

  static InterfaceAddress address(String device, Ipv4Address address, int prefixLength) {
    return new InterfaceAddress(
        device,
        address,
        prefixLength,
        "%s inet %s/%d scope global %s".formatted(device, address, prefixLength, device));
  }

  private List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    Ipv4Address underlay = cluster.underlay(number);
    routes.add(route("main", "0.0.0.0/0", NIC, Ipv4Address.of("172.16.16.1"), null, false));
    routes.add(route("main", "172.16.16.0/24", NIC, null, underlay, false));
    routes.add(
        route("main", subnet(number).toString(), DOCKER0, null, subnet(number).firstHost(), false));
    peers().forEach(it -> routes.add(peerRoute(it)));
    for (Ipv4Address own : List.of(underlay, vtepAddress(number), subnet(number).firstHost())) {
      routes.add(
          new Route(
              "local",
              "local",
              Cidr.containing(own, 32),
              own.equals(underlay) ? NIC : own.equals(vtepAddress(number)) ? FLANNEL : DOCKER0,
              null,
              own,
              false,
              "local " + own + " table local proto kernel scope host src " + own));
    }
    return List.copyOf(routes);
  }

  static Route peerRoute(int peer) {
    return route("main", subnet(peer).toString(), FLANNEL, vtepAddress(peer), null, true);
  }

  static Route route(
      String table,
      String destination,
      String device,
      @Nullable Ipv4Address gateway,
      @Nullable Ipv4Address source,
      boolean onlink) {
    return new Route(
        table,
        "unicast",
        Cidr.of(destination),
        device,
        gateway,
        source,
        onlink,
        destination
            + (gateway == null ? "" : " via " + gateway)
            + " dev "
            + device
            + (source == null ? "" : " src " + source)
            + (onlink ? " onlink" : ""));
  }

  private Map<Ipv4Address, Lookup> lookups() {
    Map<Ipv4Address, Lookup> lookups = new LinkedHashMap<>();
    for (int peer : peers()) {
      Lookup overlay =
          lookup(subnet(peer).firstHost(), FLANNEL, vtepAddress(peer), vtepAddress(number));
      Lookup underlay = lookup(cluster.underlay(peer), NIC, null, cluster.underlay(number));
      lookups.put(overlay.target(), overlay);
      lookups.put(underlay.target(), underlay);
    }
    return lookups;
  }

  static Lookup lookup(
      Ipv4Address target, String device, @Nullable Ipv4Address gateway, Ipv4Address source) {
    return new Lookup(
        target,
        false,
        device,
        gateway,
        source,
        "",
        0,
        null,
        target + (gateway == null ? "" : " via " + gateway) + " dev " + device + " src " + source);
  }

  private List<Neighbour> neighbours() {
    List<Neighbour> neighbours = new ArrayList<>();
    for (int peer : peers()) {
      neighbours.add(neighbour(vtepAddress(peer), vtepMac(peer)));
      neighbours.add(
          new Neighbour(
              cluster.underlay(peer),
              NIC,
              new MacAddress("52:54:00:10:16:%02x".formatted(peer)),
              "REACHABLE",
              cluster.underlay(peer) + " dev eth0 REACHABLE"));
    }
    return List.copyOf(neighbours);
  }

  static Neighbour neighbour(Ipv4Address address, MacAddress mac) {
    return new Neighbour(
        address,
        FLANNEL,
        mac,
        "PERMANENT",
        address + " dev flannel.1 lladdr " + mac + " PERMANENT");
  }

  private List<Forward> forwards() {
    return peers().stream().map(it -> forward(vtepMac(it), cluster.underlay(it))).toList();
  }

  static Forward forward(MacAddress mac, Ipv4Address destination) {
    return new Forward(
        mac,
        FLANNEL,
        destination,
        true,
        mac + " dev flannel.1 dst " + destination + " self permanent");
  }

  private List<UdpSocket> sockets() {
    return List.of(
        new UdpSocket(
            Ipv4Address.of("0.0.0.0"),
            8472,
            Known.of(Optional.empty()),
            0,
            "UNCONN 0 0 0.0.0.0:8472 0.0.0.0:*"),
        new UdpSocket(
            Ipv4Address.of("127.0.0.1"),
            323,
            Known.of(Optional.of(new UdpSocket.Owner("chronyd", 512))),
            0,
            "UNCONN 0 0 127.0.0.1:323 0.0.0.0:* users:((\"chronyd\",pid=512,fd=5))"));
  }

  private static Map<String, Integer> sysctls() {
    Map<String, Integer> sysctls = new TreeMap<>();
    sysctls.put("ipv4/ip_forward", 1);
    sysctls.put("ipv4/icmp_echo_ignore_all", 0);
    for (String device : List.of("all", "default", NIC, FLANNEL, DOCKER0)) {
      sysctls.put("ipv4/conf/" + device + "/forwarding", 1);
      sysctls.put("ipv4/conf/" + device + "/rp_filter", device.equals(NIC) ? 2 : 0);
    }
    sysctls.put("bridge/bridge-nf-call-iptables", 1);
    sysctls.put("netfilter/nf_conntrack_count", 137);
    sysctls.put("netfilter/nf_conntrack_max", 262144);
    return sysctls;
  }

  private Counters counters() {
    TreeMap<String, Long> values = new TreeMap<>();
    for (String device : List.of(NIC, FLANNEL, DOCKER0)) {
      values.put(Counters.device(device, "rx"), 90_000L + number);
      values.put(Counters.device(device, "tx"), 80_000L + number);
      for (String count : List.of("rx-error", "tx-error", "rx-dropped", "tx-carrier")) {
        values.put(Counters.device(device, count), 0L);
      }
      // IPv6's router solicitations have no entry in the forwarding database.
      values.put(Counters.device(device, "tx-dropped"), device.equals(FLANNEL) ? 13L : 0L);
    }
    for (String point :
        List.of("Udp/InDatagrams", "Icmp/InEchos", "Icmp/OutEchoReps", "Ip/ForwDatagrams")) {
      values.put(point, 40_000L);
    }
    for (String point : List.of("Udp/NoPorts", "Udp/InErrors", "Udp/InCsumErrors")) {
      values.put(point, 0L);
    }
    return new Counters(values);
  }

  // What runs there

  private DaemonFacts daemons() {
    Map<String, DaemonFacts.Unit> units =
        Map.of(
            "flanneld.service",
            unit("flanneld.service", "always", List.of("network.target"), List.of()),
            "docker.service",
            unit("docker.service", "always", List.of("flanneld.service"), List.of()));
    return new DaemonFacts(
        units,
        Known.of(List.of(flanneld(), dockerd())),
        Map.of(SUBNET_ENV, file(subnetEnv()), DOCKER_OPTIONS, file(dockerOptions())),
        Known.of(
            new DaemonFacts.Docker(
                subnet(number).toString(),
                Map.of("com.docker.network.driver.mtu", "1450"),
                List.of("web"))),
        Known.of(
            List.of(
                line("Found network config - Backend type: vxlan"),
                line("Using interface with name eth0 and address " + cluster.underlay(number)),
                line("Waiting for 22h59m59s to renew lease"))),
        Known.of(List.of()));
  }

  static DaemonFacts.Unit unit(
      String name, String restart, List<String> after, List<String> boundTo) {
    return new DaemonFacts.Unit(
        name, "loaded", "active", "running", "success", restart, 0, started(), null, after,
        boundTo);
  }

  private static Instant started() {
    return AT.minus(Duration.ofHours(3));
  }

  private DaemonFacts.Process flanneld() {
    return new DaemonFacts.Process(
        "flanneld",
        812,
        List.of(
            "/usr/bin/flanneld",
            "-etcd-endpoints=https://172.16.16.81:2379",
            "-etcd-prefix=/kubernetes/network",
            "-iface=" + cluster.underlay(number),
            "-ip-masq=true"),
        Map.of());
  }

  private DaemonFacts.Process dockerd() {
    return new DaemonFacts.Process(
        "dockerd",
        903,
        List.of(
            "/usr/bin/dockerd",
            "--bip=" + subnet(number).firstHost() + "/24",
            "--ip-masq=false",
            "--mtu=1450"),
        Map.of());
  }

  private String subnetEnv() {
    return """
    FLANNEL_NETWORK=10.253.0.0/16
    FLANNEL_SUBNET=%s/24
    FLANNEL_MTU=1450
    FLANNEL_IPMASQ=true
    """
        .formatted(subnet(number).firstHost());
  }

  private String dockerOptions() {
    return """
    DOCKER_OPT_BIP="--bip=%1$s/24"
    DOCKER_OPT_IPMASQ="--ip-masq=false"
    DOCKER_OPT_MTU="--mtu=1450"
    DOCKER_NETWORK_OPTIONS=" --bip=%1$s/24 --ip-masq=false --mtu=1450"
    """
        .formatted(subnet(number).firstHost());
  }

  private static Known<Optional<DaemonFacts.FileText>> file(String text) {
    return Known.of(Optional.of(new DaemonFacts.FileText(text, started())));
  }

  private static DaemonFacts.JournalLine line(String text) {
    return new DaemonFacts.JournalLine(started(), text);
  }
}

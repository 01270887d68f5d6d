package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.DOCKER;
import static org.flannelboard.practice.Fixture.FLANNELD;
import static org.flannelboard.practice.Fixture.PATHS;
import static org.flannelboard.practice.Fixture.soon;
import static org.flannelboard.practice.Fixture.vm;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.Host;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.PolicyRule;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.Source;
import org.flannelboard.node.facts.UdpSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The line by which each fault shows itself to who looks at the node it is at. */
class PracticeFactsTest {

  private static final int NODE = 4;
  private static final int PEER = 2;

  /**
   * What is looked for on the fourth node: {@code ~} a line that is there, {@code !} one that is
   * not. {@code PEERNET}, {@code PEERMAC}, {@code PEERVTEP} are the peer's subnet, hardware address
   * and underlay address, with {@code OWN} before them the node's.
   */
  @ParameterizedTest(name = "{0} {1} {2}{3}")
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          ; LINKS; ~; flannel\\.1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1450 .* link/ether OWNMAC .* vxlan id 1 local OWNVTEP dev eth0 .* dstport 8472 nolearning .*
          ; LINKS; ~; docker0: <NO-CARRIER,BROADCAST,MULTICAST,UP> mtu 1500 .* state DOWN .*
          ; ADDRESSES; ~; flannel\\.1    inet OWNNET.0/32 scope global flannel\\.1 .*
          ; ROUTES; ~; PEERNET\\.0/24 via PEERNET\\.0 dev flannel\\.1 onlink
          ; ROUTES; ~; OWNNET\\.0/24 dev docker0 proto kernel scope link src OWNNET\\.1 linkdown
          ; ROUTES; ~; local OWNNET\\.1 dev docker0 table local proto kernel scope host src OWNNET\\.1
          ; ROUTES; ~; default via 172\\.16\\.16\\.1 dev eth0
          ; RULES; ~; 32766:\\tfrom all lookup main
          ; LOOKUPS; ~; PEERNET\\.1 via PEERNET\\.0 dev flannel\\.1 src OWNNET\\.0 uid 0
          ; LOOKUPS; ~; PEERVTEP dev eth0 src OWNVTEP uid 0
          ; NEIGHBOURS; ~; PEERNET\\.0 dev flannel\\.1 lladdr PEERMAC PERMANENT
          ; FORWARDS; ~; PEERMAC dev flannel\\.1 dst PEERVTEP self permanent
          ; SOCKETS; ~; UNCONN 0 .* 0\\.0\\.0\\.0:8472 .*
          ; SYSCTLS; ~; ipv4/ip_forward=1
          ; FIREWALL; ~; filter FORWARD DROP
          ; FIREWALL; ~; filter FORWARD -d 10\\.253\\.0\\.0/16 -j ACCEPT
          ; FIREWALL; ~; nat POSTROUTING -s OWNNET\\.0/24 ! -o docker0 -j MASQUERADE
          ; PROCESSES; ~; /usr/sbin/dockerd .* --bip=OWNNET\\.1/24 --ip-masq=true --mtu=1450
          ; UNITS; ~; docker\\.service loaded active running success on-failure 0 after .*flanneld\\.service.* with .*flanneld\\.service.*
          ; DOCKER; ~; OWNNET\\.0/24 mtu 1450
          ; FILES; ~; FLANNEL_SUBNET=OWNNET\\.1/24
          ; JOURNAL; ~; flanneld\\[\\d+]: Waiting for 22h59m59s to renew lease
          INPUT_FIREWALL; FIREWALL; ~; filter INPUT -p udp -m udp --dport 8472 -j DROP
          INPUT_REJECTED; FIREWALL; ~; filter INPUT -p udp -m udp --dport 8472 -j REJECT --reject-with icmp-host-prohibited
          OUTPUT_FIREWALL; FIREWALL; ~; filter OUTPUT -p udp -m udp --dport 8472 -j DROP
          ICMP_FILTERED; FIREWALL; ~; filter INPUT -i flannel\\.1 -p icmp -j DROP
          FORWARD_DROP; FIREWALL; !; filter FORWARD -[sd] 10\\.253\\.0\\.0/16 -j ACCEPT
          FIREWALL_FLUSHED; FIREWALL; !; filter DOCKER .*
          FIREWALL_FLUSHED; FIREWALL; ~; filter FORWARD -s 10\\.253\\.0\\.0/16 -j ACCEPT
          DOCKER_DIRECT_ROUTING; FIREWALL; ~; filter DOCKER ! -i docker0 -o docker0 -j DROP
          ICMP_IGNORED; SYSCTLS; ~; ipv4/icmp_echo_ignore_all=1
          IP_FORWARD_OFF; SYSCTLS; ~; ipv4/conf/flannel\\.1/forwarding=0
          TUNNEL_FORWARD_OFF; SYSCTLS; ~; ipv4/conf/flannel\\.1/forwarding=0
          REVERSE_PATH; SYSCTLS; ~; ipv4/conf/all/rp_filter=1
          REVERSE_PATH; ROUTES; ~; PEERNET\\.0 via 172\\.16\\.16\\.1 dev eth0
          MTU_TOO_LARGE; LINKS; ~; eth0: .* mtu 1400 .*
          DEVICE_DOWN; LINKS; ~; flannel\\.1: <BROADCAST,MULTICAST> .* state DOWN .*
          DEVICE_DOWN; FORWARDS; ~; PEERMAC dev flannel\\.1 dst PEERVTEP self permanent
          DEVICE_DOWN; NEIGHBOURS; !; .* dev flannel\\.1 .*
          DEVICE_DOWN; SOCKETS; !; .*:8472 .*
          DEVICE_BOUNCED; LINKS; ~; flannel\\.1: <BROADCAST,MULTICAST,UP,LOWER_UP> .*
          DEVICE_BOUNCED; ROUTES; !; .* dev flannel\\.1 onlink
          DEVICE_BOUNCED; FORWARDS; ~; PEERMAC dev flannel\\.1 dst PEERVTEP self permanent
          DEVICE_MISSING; LINKS; !; .* vxlan .*
          PORT_TAKEN; SOCKETS; ~; UNCONN \\d+ .* 0\\.0\\.0\\.0:8472 .* users:\\(\\("python3",pid=5996,fd=3\\)\\)
          PORT_MISMATCH; LINKS; ~; flannel\\.1: .* dstport 4789 .*
          VNI_MISMATCH; LINKS; ~; flannel\\.2: .* vxlan id 2 .*
          VTEP_MAC_CHANGED; LINKS; !; flannel\\.1: .* link/ether OWNMAC .*
          LOCAL_ADDRESS_WRONG; LINKS; ~; flannel\\.1: .* local 172\\.16\\.18\\.9 .*
          ROUTE_MISSING; ROUTES; !; PEERNET\\.0/24 .*
          ROUTE_MISSING; LOOKUPS; ~; PEERNET\\.1 via 172\\.16\\.16\\.1 dev eth0 src OWNVTEP uid 0
          ROUTE_SHADOWED; ROUTES; ~; PEERNET\\.0/25 via 172\\.16\\.16\\.1 dev eth0
          ROUTE_RULE; RULES; ~; 100:\\tfrom all to PEERNET\\.0/24 lookup 200
          ROUTE_RULE; ROUTES; ~; default via 172\\.16\\.16\\.1 dev eth0 table 200
          ROUTE_RULE; LOOKUPS; ~; PEERNET\\.1 via 172\\.16\\.16\\.1 dev eth0 table 200 src OWNVTEP uid 0
          NEIGHBOUR_MISSING; NEIGHBOURS; !; PEERNET\\.0 dev flannel\\.1 .*
          NEIGHBOUR_STALE; NEIGHBOURS; ~; PEERNET\\.0 dev flannel\\.1 lladdr 02:de:ad:be:ef:04 PERMANENT
          FORWARD_MISSING; FORWARDS; !; PEERMAC .*
          FORWARD_WRONG; FORWARDS; ~; PEERMAC dev flannel\\.1 dst 172\\.16\\.17\\.254 self permanent
          FORWARD_WRONG; NEIGHBOURS; ~; 172\\.16\\.17\\.254 dev eth0 FAILED
          FLANNELD_STOPPED; UNITS; ~; flanneld\\.service loaded inactive dead success on-failure 0 .*
          LEASE_MISSING; UNITS; ~; flanneld\\.service loaded inactive dead success on-failure 0 .*
          LEASE_MISSING; JOURNAL; ~; flanneld\\[\\d+]: Lease has been revoked\\. Shutting down daemon\\.
          ETCD_KEY_MISSING; UNITS; ~; flanneld\\.service loaded failed failed exit-code on-failure 1 .*
          ETCD_PREFIX_WRONG; UNITS; ~; flanneld\\.service loaded activating start success on-failure 0 .*
          BACKEND_UDP; FILES; ~; FLANNEL_MTU=1472
          BACKEND_UDP; LINKS; ~; flannel0: <POINTOPOINT,MULTICAST,NOARP,UP,LOWER_UP> mtu 1472 .*
          CLOCK_BEHIND; CLOCK; ~; false
          DUPLICATE_VTEP_MAC; LINKS; ~; flannel\\.1: .* link/ether PEERMAC .*
          DUPLICATE_SUBNET; ADDRESSES; ~; flannel\\.1    inet PEERNET.0/32 .*
          DOCKER0_MISSING; UNITS; ~; docker\\.service loaded failed failed start-limit-hit .*
          DOCKER0_DOWN; LINKS; ~; docker0: <BROADCAST,MULTICAST> .*
          DOCKER0_WRONG_SUBNET; ADDRESSES; ~; docker0    inet 172\\.17\\.0\\.1/16 brd 172\\.17\\.255\\.255 .*
          DOCKER0_STALE_SUBNET; FILES; !; FLANNEL_SUBNET=OWNNET\\.1/24
          DOCKER0_ROUTE_HIJACKED; ROUTES; ~; OWNNET\\.0/24 dev flannel\\.1 scope link
          DOCKER_WITHOUT_OPTIONS; PROCESSES; !; .*--bip.*
          """)
  void showsItself(FaultKind fault, Source source, String mark, String pattern) {
    try (Fixture fixture = Fixture.deployed(4)) {
      String wanted = filled(filled(pattern, fixture, "OWN", NODE), fixture, "PEER", PEER);
      Inspection inspection =
          inspection(
              Depth.EVERYTHING,
              fixture.docker0(PEER).toString(),
              fixture.spec(PEER).ip().toString());
      if (fault != null) {
        fixture.cluster.switchOn(at(fault));
      }
      NodeFacts facts = inspect(fixture.node(NODE), inspection);
      List<String> matching =
          lines(facts, source).stream()
              .map(line -> line.replaceFirst("^\\d+: (?=\\S+[: ] {0,4}(<|inet))", ""))
              .filter(line -> line.matches(wanted))
              .toList();
      assertThat(matching)
          .as(() -> wanted + "\nin\n" + String.join("\n", lines(facts, source)))
          .hasSize(mark.equals("~") ? Math.max(1, matching.size()) : 0);
    }
  }

  private static String filled(String pattern, Fixture fixture, String prefix, int node) {
    Link device = fixture.network(node).link("flannel.1").orElseThrow();
    String net = fixture.docker0(node).toString().replaceFirst("\\.1$", "");
    return pattern
        .replace(prefix + "NET", net.replace(".", "\\."))
        .replace(prefix + "MAC", String.valueOf(device.mac()))
        .replace(prefix + "VTEP", fixture.spec(node).ip().toString().replace(".", "\\."));
  }

  /** A cloned machine shares what addresses are made from. */
  @Test
  void machineIdsAreTheirOwnUnlessTheMachineIsAClone() {
    try (Fixture fixture = Fixture.deployed(4)) {
      assertThat(Stream.of(1, 2, 3, 4).map(node -> machineId(fixture, node)))
          .doesNotHaveDuplicates()
          .allMatch(id -> id.matches("[0-9a-f]{32}"));
      fixture.cluster.switchOn(at(FaultKind.DUPLICATE_VTEP_MAC));
      assertThat(machineId(fixture, NODE)).isEqualTo(machineId(fixture, PEER));
      fixture.cluster.switchOff(at(FaultKind.DUPLICATE_VTEP_MAC));
      assertThat(machineId(fixture, NODE)).isNotEqualTo(machineId(fixture, PEER));
    }
  }

  private static String machineId(Fixture fixture, int node) {
    return inspect(fixture.node(node), inspection(Depth.STATE))
        .host()
        .toOptional()
        .map(Host::machineId)
        .flatMap(Known::toOptional)
        .orElseThrow();
  }

  /** What was not asked for is not known to be absent. */
  @Test
  void theDepthIsRespected() {
    try (Fixture fixture = Fixture.deployed(2)) {
      NodeFacts counters = inspect(fixture.node(1), Inspection.counters());
      assertThat(counters.host()).isEqualTo(Known.notChecked());
      assertThat(counters.network()).isEqualTo(NetworkFacts.notChecked());
      assertThat(counters.daemons()).isEqualTo(DaemonFacts.notChecked());
      assertThat(counters.counters().toOptional()).isPresent();
      NodeFacts state = inspect(fixture.node(1), inspection(Depth.STATE));
      assertThat(state.daemons().docker()).isEqualTo(Known.notChecked());
      assertThat(state.daemons().journal()).isEqualTo(Known.notChecked());
      assertThat(state.network().offloads()).isEqualTo(Known.notChecked());
      assertThat(state.network().links().toOptional()).isPresent();
    }
  }

  /** All times are by the node's own clock. */
  @Test
  void timesAreTheNodesOwn() {
    try (Fixture fixture = Fixture.deployed(4)) {
      fixture.cluster.switchOn(at(FaultKind.CLOCK_BEHIND));
      NodeFacts facts = inspect(fixture.node(NODE), inspection(Depth.EVERYTHING));
      assertThat(facts.clock()).isEqualTo(fixture.clock.instant().minus(Duration.ofHours(2)));
      assertThat(facts.daemons().unit(FLANNELD).orElseThrow().started()).isEqualTo(facts.clock());
      assertThat(facts.daemons().journal().toOptional().orElseThrow().getLast().at())
          .isEqualTo(facts.clock());
    }
  }

  private static PracticeFault at(FaultKind kind) {
    return kind.at(List.of(vm(NODE), vm(PEER)).subList(0, kind.nodes()));
  }

  private static Inspection inspection(Depth depth, String... lookups) {
    return new Inspection(
        depth,
        Stream.of(lookups).map(Ipv4Address::of).toList(),
        List.of(FLANNELD, DOCKER),
        List.of(PATHS.subnetEnv()),
        30);
  }

  private static NodeFacts inspect(NodeOps node, Inspection inspection) {
    return node.inspect(inspection, soon()).orElseThrow();
  }

  private static List<String> lines(NodeFacts facts, Source source) {
    NetworkFacts network = facts.network();
    return switch (source) {
      case LINKS -> known(network.links()).map(it -> it.line()).toList();
      case ADDRESSES -> known(network.addresses()).map(InterfaceAddress::line).toList();
      case ROUTES -> known(network.routes()).map(Route::line).toList();
      case RULES -> known(network.rules()).map(PolicyRule::line).toList();
      case LOOKUPS -> network.lookups().values().stream().map(Lookup::line).toList();
      case NEIGHBOURS -> known(network.neighbours()).map(Neighbour::line).toList();
      case FORWARDS -> known(network.forwards()).map(Forward::line).toList();
      case SOCKETS -> known(network.sockets()).map(UdpSocket::line).toList();
      case SYSCTLS -> pairs(network.sysctls());
      case FIREWALL -> facts.firewall().toOptional().stream().flatMap(it -> rules(it)).toList();
      case FILES ->
          facts.daemons().files().values().stream()
              .flatMap(it -> it.toOptional().flatMap(text -> text).stream())
              .flatMap(it -> it.text().lines())
              .toList();
      case UNITS -> facts.daemons().units().values().stream().map(it -> unit(it)).toList();
      case PROCESSES ->
          known(facts.daemons().processes()).map(it -> String.join(" ", it.arguments())).toList();
      case DOCKER -> facts.daemons().docker().toOptional().stream().map(it -> docker(it)).toList();
      case JOURNAL -> known(facts.daemons().journal()).map(DaemonFacts.JournalLine::text).toList();
      case CLOCK ->
          facts.host().toOptional().map(Host::synchronised).flatMap(Known::toOptional).stream()
              .map(Object::toString)
              .toList();
      case HOST, FIREWALL_LEGACY, FIREWALL_NFT, COUNTERS, OFFLOADS, KERNEL_LOG ->
          throw new IllegalArgumentException("not looked for here: " + source);
    };
  }

  private static <T> Stream<T> known(Known<List<T>> list) {
    return list.toOptional().orElse(List.of()).stream();
  }

  private static List<String> pairs(Map<String, Integer> sysctls) {
    return new TreeMap<>(sysctls)
        .entrySet().stream().map(it -> it.getKey() + "=" + it.getValue()).toList();
  }

  private static Stream<String> rules(Firewall firewall) {
    return firewall.chains().stream()
        .flatMap(
            chain -> {
              String place = chain.table() + " " + chain.name() + " ";
              return Stream.concat(
                  Stream.of(place + chain.policy()),
                  chain.rules().stream().map(rule -> place + rule.line()));
            });
  }

  private static String unit(DaemonFacts.Unit it) {
    return String.join(
        " ",
        it.name(),
        it.loadState(),
        it.activeState(),
        it.subState(),
        it.result(),
        it.restart(),
        Integer.toString(it.exitStatus()),
        "after",
        String.join(",", it.after()),
        "with",
        String.join(",", it.boundTo()));
  }

  private static String docker(DaemonFacts.Docker it) {
    return it.subnet()
        + " mtu "
        + Optional.ofNullable(it.options().get("com.docker.network.driver.mtu")).orElse("");
  }
}

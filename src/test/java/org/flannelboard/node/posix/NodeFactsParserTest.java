package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.PolicyRule;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.UdpSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeFactsParserTest {

  private static final NodeId NODE = new NodeId("vm01");
  private static final MacAddress PEER = new MacAddress("92:14:8f:74:3a:00");
  private static final List<Ipv4Address> ASKED =
      List.of(
          address("10.253.6.1"),
          address("10.253.46.1"),
          address("10.253.99.3"),
          address("10.99.1.1"),
          address("172.16.16.83"));

  private final String modern = Golden.text("inspect-iproute2-6.1.txt");

  @ParameterizedTest
  @ValueSource(strings = {"3.10", "4.11", "6.1"})
  void readsTheSameFromEveryIproute2(String version) throws MalformedOutputException {
    NetworkFacts network = state(Golden.text("inspect-iproute2-" + version + ".txt")).network();

    assertThat(known(network.links()))
        .extracting(Link::name)
        .containsExactly("lo", "eth0", "flannel.1", "docker0", "veth1a2b3c4");
    Link flannel = network.link("flannel.1").orElseThrow();
    assertThat(flannel.flags()).contains("UP", "LOWER_UP", "BROADCAST");
    assertThat(flannel.up()).isTrue();
    assertThat(flannel.mtu()).isEqualTo(1450);
    assertThat(flannel.mac()).isNotNull();
    assertThat(flannel.vxlan()).isNotNull();
    assertThat(flannel.vxlan().vni()).isEqualTo(1);
    assertThat(flannel.vxlan().port()).isEqualTo(Known.of(8472));
    assertThat(flannel.vxlan().local()).isEqualTo(address("172.16.16.81"));
    assertThat(flannel.vxlan().device()).isEqualTo("eth0");
    assertThat(network.link("veth1a2b3c4").orElseThrow().master()).isEqualTo("docker0");
    assertThat(network.link("docker0").orElseThrow().flags()).contains("NO-CARRIER", "UP");

    assertThat(known(network.addresses()))
        .extracting(InterfaceAddress::device, InterfaceAddress::address, it -> it.prefixLength())
        .containsExactly(
            tuple("lo", address("127.0.0.1"), 8),
            tuple("eth0", address("172.16.16.81"), 24),
            tuple("flannel.1", address("10.253.46.0"), 32),
            tuple("docker0", address("10.253.46.1"), 24));
    assertThat(known(network.neighbours()))
        .extracting(Neighbour::address, Neighbour::device, Neighbour::state)
        .containsExactlyInAnyOrder(
            tuple(address("10.253.6.0"), "flannel.1", "PERMANENT"),
            tuple(address("10.253.38.0"), "flannel.1", "PERMANENT"),
            tuple(address("172.16.16.99"), "eth0", "FAILED"),
            tuple(address("172.16.16.83"), "eth0", "REACHABLE"));
    assertThat(network.neighbour("flannel.1", address("10.253.6.0")).orElseThrow().mac())
        .isEqualTo(PEER);
    assertThat(network.neighbour("eth0", address("172.16.16.99")).orElseThrow().mac()).isNull();
    assertThat(known(network.forwards()))
        .containsExactly(
            new Forward(
                PEER,
                "flannel.1",
                address("172.16.16.83"),
                true,
                PEER + " dev flannel.1 dst 172.16.16.83 self permanent"));
    assertThat(known(network.rules()))
        .contains(
            new PolicyRule(
                100,
                "from all to 10.253.99.0/24",
                "200",
                "100: from all to 10.253.99.0/24 lookup 200"))
        .extracting(PolicyRule::priority)
        .containsExactly(0, 100, 32766, 32767);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.10", "4.11", "6.1"})
  void readsRoutesOfAllTables(String version) throws MalformedOutputException {
    List<Route> routes =
        known(state(Golden.text("inspect-iproute2-" + version + ".txt")).network().routes());
    assertThat(routes)
        .filteredOn(route -> !route.table().equals("local"))
        .extracting(
            Route::table,
            Route::type,
            Route::destination,
            Route::device,
            Route::gateway,
            Route::onlink)
        .containsExactly(
            tuple("200", "unicast", Cidr.of("10.253.99.0/24"), "eth0", null, false),
            tuple("main", "unicast", Cidr.of("0.0.0.0/0"), "eth0", address("172.16.16.1"), false),
            tuple("main", "blackhole", Cidr.of("10.99.0.0/16"), "", null, false),
            tuple(
                "main",
                "unicast",
                Cidr.of("10.253.6.0/24"),
                "flannel.1",
                address("10.253.6.0"),
                true),
            tuple("main", "unicast", Cidr.of("10.253.46.0/24"), "docker0", null, false),
            tuple("main", "unicast", Cidr.of("172.16.16.0/24"), "eth0", null, false),
            tuple(
                "main",
                "unicast",
                Cidr.of("192.168.0.0/16"),
                "eth0",
                address("172.16.16.2"),
                false),
            tuple(
                "main",
                "unicast",
                Cidr.of("192.168.0.0/16"),
                "eth0",
                address("172.16.16.3"),
                false));
    assertThat(routes)
        .filteredOn(route -> route.table().equals("local"))
        .isNotEmpty()
        .allSatisfy(route -> assertThat(route.type()).isEqualTo("local"));
    assertThat(routes)
        .filteredOn(route -> route.destination().equals(Cidr.of("10.253.46.0/24")))
        .extracting(Route::source)
        .containsExactly(address("10.253.46.1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.10", "4.11", "6.1"})
  void readsTheKernelsWays(String version) throws MalformedOutputException {
    Map<Ipv4Address, Lookup> lookups =
        state(Golden.text("inspect-iproute2-" + version + ".txt")).network().lookups();
    assertThat(lookups).containsOnlyKeys(ASKED);
    Lookup peer = at(lookups, address("10.253.6.1"));
    assertThat(peer.local()).isFalse();
    assertThat(peer.device()).isEqualTo("flannel.1");
    assertThat(peer.gateway()).isEqualTo(address("10.253.6.0"));
    assertThat(peer.source()).isEqualTo(address("10.253.46.0"));
    assertThat(peer.error()).isNull();
    assertThat(at(lookups, address("10.253.46.1")).local()).isTrue();
    // iproute2 3.10 prints no table here.
    assertThat(at(lookups, address("10.253.99.3")).table())
        .isEqualTo(version.equals("3.10") ? "" : "200");
    Lookup lost = at(lookups, address("10.99.1.1"));
    assertThat(lost.error()).isEqualTo("Invalid argument");
    assertThat(lost.device()).isEmpty();
  }

  @Test
  void readsWhatTheKernelLearntOfAPath() throws MalformedOutputException {
    Ipv4Address peer = address("172.16.16.83");
    Map<Ipv4Address, Lookup> lookups =
        LookupParser.parse(
            List.of(peer),
            List.of(
                "172.16.16.83 dev eth0 src 172.16.16.81 uid 0 \\    cache expires 590sec mtu 1350"),
            List.of());
    assertThat(at(lookups, peer).mtu()).isEqualTo(1350);
    assertThatThrownBy(
            () -> LookupParser.parse(List.of(peer), List.of(), List.of("Command failed -:2")))
        .isInstanceOf(MalformedOutputException.class);
  }

  @Test
  void doesNotGuessAPortAmongSeveral() throws MalformedOutputException {
    String old = Golden.text("inspect-iproute2-3.10.txt");
    // 8473 is held by a process; were it the kernel's too, either could be the device's.
    String two = old.replaceFirst("(?m)^\\d+ \\d+ python3\n(\\d+ \\d+ python3)$", "$1");
    String both = old.replaceAll("(?m)^\\d+ \\d+ python3\n", "");
    assertThat(port(old)).isEqualTo(Known.of(8472));
    assertThat(port(two)).isEqualTo(Known.of(8472));
    assertThat(port(both)).isInstanceOf(Known.Unknown.class);
    assertThat(port(old.replace("uid 0\n", "uid 1000\n"))).isInstanceOf(Known.Unknown.class);
  }

  private static Known<Integer> port(String output) throws MalformedOutputException {
    Link link = state(output).network().link("flannel.1").orElseThrow();
    assertThat(link.vxlan()).isNotNull();
    return link.vxlan().port();
  }

  @Test
  void readsSocketsWithTheirOwners() throws MalformedOutputException {
    List<UdpSocket> sockets = known(state(modern).network().sockets());
    assertThat(sockets)
        .extracting(
            UdpSocket::address,
            UdpSocket::port,
            it -> it.owner().map(owner -> owner.map(UdpSocket.Owner::program)))
        .containsExactlyInAnyOrder(
            tuple(address("127.0.0.1"), 53, Known.of(Optional.of("python3"))),
            tuple(address("0.0.0.0"), 8472, Known.of(Optional.empty())),
            tuple(address("0.0.0.0"), 8473, Known.of(Optional.of("python3"))));
  }

  @Test
  void knowsIpv6SocketsThatTakeIpv4() throws MalformedOutputException {
    String rest = " 00000000:0000 07 00000000:00000000 00:00000000 00000000 0 0 99 2 0 3";
    String sockets =
        "1: 00000000000000000000000000000000:2118"
            + rest
            + "\n2: 0000000000000000FFFF00000100007F:0035"
            + rest
            + "\n3: 000080FE00000000FF1234567890ABCD:0222"
            + rest;
    List<UdpSocket> read =
        SocketParser.parse(
            Golden.section("sockets", sockets), Golden.section("owners", "99 4711 my prog"), true);
    assertThat(read)
        .extracting(UdpSocket::address, UdpSocket::port, UdpSocket::dropped)
        .containsExactly(tuple(address("0.0.0.0"), 8472, 3L), tuple(address("127.0.0.1"), 53, 3L));
    assertThat(read.getFirst().owner())
        .isEqualTo(Known.of(Optional.of(new UdpSocket.Owner("my prog", 4711))));
    assertThatThrownBy(
            () ->
                SocketParser.parse(
                    Golden.section("sockets", "1: 00" + rest),
                    new Section("owners", "", List.of()),
                    true))
        .isInstanceOf(MalformedOutputException.class);
  }

  @Test
  void readsTheHostAndItsSettings() throws MalformedOutputException {
    NodeFacts facts = state(modern);
    assertThat(facts.node()).isEqualTo(NODE);
    assertThat(facts.clock()).isAfter(Instant.parse("2026-11-01T00:00:00Z"));
    assertThat(facts.host().toOptional().orElseThrow())
        .satisfies(
            host -> {
              assertThat(host.hostname()).isEqualTo("vm01");
              assertThat(host.operatingSystem()).startsWith("Debian");
              assertThat(host.uptime()).isGreaterThan(Duration.ofHours(1));
              assertThat(host.root()).isTrue();
              assertThat(host.machineId()).isEqualTo(Known.of("4c4e4a2e8b3f4a6e9d1f0c7b5a392817"));
              assertThat(host.synchronised()).isEqualTo(Known.notChecked());
            });
    assertThat(facts.network().sysctl("ipv4/ip_forward")).contains(1);
    assertThat(facts.network().sysctl("ipv4/conf/flannel.1/rp_filter")).isPresent();
    assertThat(facts.network().sysctl("ipv4/nothing")).isEmpty();
    assertThat(facts.daemons().docker()).isEqualTo(Known.notChecked());
    assertThat(facts.daemons().processes()).isEqualTo(Known.of(List.of()));
  }

  @Test
  void countsOnlyIfAskedForNoMore() throws MalformedOutputException {
    NodeFacts facts = NodeFactsParser.parse(NODE, Inspection.counters(), Section.split(modern));
    assertThat(facts.host()).isEqualTo(Known.notChecked());
    assertThat(facts.network()).isEqualTo(NetworkFacts.notChecked());
    assertThat(facts.daemons()).isEqualTo(DaemonFacts.notChecked());
    assertThat(facts.counters().toOptional().orElseThrow().at("Icmp/InEchoReps")).isEqualTo(1);
  }

  @Test
  void saysWhatAUserWithoutRightsDoesNotKnow() throws MalformedOutputException {
    RemotePath shadow = RemotePath.of("/etc/shadow");
    NodeFacts facts =
        NodeFactsParser.parse(
            NODE,
            new Inspection(
                Depth.EVERYTHING, List.of(address("10.253.6.1")), List.of(), List.of(shadow), 5),
            Section.split(Golden.text("inspect-not-root.txt")));
    assertThat(facts.host().toOptional().orElseThrow().root()).isFalse();
    assertThat(why(facts.firewall()))
        .contains("iptables-save failed with status 4")
        .contains("Permission denied (you must be root)")
        .contains("nft failed with status 1");
    assertThat(facts.counters().toOptional().orElseThrow().counts("Udp/InDatagrams")).isTrue();
    assertThat(known(facts.network().sockets()))
        .allSatisfy(
            socket ->
                assertThat(socket.owner())
                    .isEqualTo(Known.unknown("only root sees the sockets of all processes")));
    assertThat(facts.daemons().files())
        .isEqualTo(Map.of(shadow, Known.unknown("Permission denied")));
    assertThat(why(facts.daemons().docker())).isEqualTo("dockerd does not run");
    assertThat(why(facts.daemons().kernelLog())).contains("Operation not permitted");
    assertThat(why(facts.daemons().journal())).contains("No journal files were found");
    assertThat(why(facts.network().offloads())).isEqualTo("ethtool is not installed");
    assertThat(why(facts.host().toOptional().orElseThrow().synchronised()))
        .startsWith("timedatectl failed with status 1");
  }

  @Test
  void keepsTheRestWhenOneToolSpeaksDifferently() throws MalformedOutputException {
    NodeFacts facts = state(modern.replace("1: lo: <LOOPBACK", "one lo <LOOPBACK"));
    assertThat(why(facts.network().links())).startsWith("links not understood: one lo <LOOPBACK");
    // Without devices, an entry with a destination is one of a vxlan device.
    assertThat(known(facts.network().forwards())).hasSize(1);
    assertThat(
            why(
                state(modern.replace("10.253.6.0 dev flannel.1 lladdr", "what dev x"))
                    .network()
                    .neighbours()))
        .contains("what dev x");
    assertThat(
            why(
                state(modern.replace("100:\tfrom all to 10.253.99.0/24 lookup", "100: from x y"))
                    .network()
                    .rules()))
        .contains("100: from x y 200");
    assertThat(
            why(
                state(modern.replace("@@ links\n", "@@ no-links ip is not installed\n"))
                    .network()
                    .links()))
        .isEqualTo("ip is not installed");
  }

  @Test
  void refusesHalfAnAnswer() {
    assertThatThrownBy(() -> state(modern.replace("@@ end\n", "")))
        .isInstanceOf(MalformedOutputException.class)
        .hasMessageContaining("no end");
    assertThatThrownBy(() -> state(modern.replace("clock 1", "clock x")))
        .isInstanceOf(MalformedOutputException.class);
    assertThatThrownBy(() -> state(modern.replace("ipv4/ip_forward 1", "ipv4/ip_forward yes")))
        .isInstanceOf(MalformedOutputException.class);
  }

  /** {@code System clock synchronized}; {@code NTP synchronized} before systemd 239. */
  @Test
  void knowsWhetherAClockIsKept() throws MalformedOutputException {
    String unkept =
        Golden.text("inspect-lab-debian12.txt").replaceAll("(?s)@@ file\n.*?@@ ", "@@ ");
    String kept = unkept.replace("System clock synchronized: no", "     NTP synchronized: yes");
    assertThat(known(state(unkept).host()).synchronised()).isEqualTo(Known.of(false));
    assertThat(known(state(kept).host()).synchronised()).isEqualTo(Known.of(true));
  }

  @Test
  void readsOffloads() throws MalformedOutputException {
    NodeFacts facts =
        state(modern.replace("@@ end\n", Golden.text("offloads-ethtool-6.1.txt") + "@@ end\n"));
    assertThat(known(facts.network().offloads())).containsOnlyKeys("flannel.1");
    assertThat(known(facts.network().offloads()).get("flannel.1"))
        .containsEntry("rx-checksumming", true)
        .containsEntry("tx-checksum-ipv4", false)
        .containsEntry("tx-checksum-ip-generic", true)
        .doesNotContainKey("Features for flannel.1:");
  }

  private static NodeFacts state(String output) throws MalformedOutputException {
    return NodeFactsParser.parse(
        NODE, new Inspection(Depth.STATE, ASKED, List.of(), List.of(), 0), Section.split(output));
  }

  private static Ipv4Address address(String text) {
    return Ipv4Address.of(text);
  }

  private static <T> T known(Known<T> fact) {
    return fact.toOptional().orElseThrow(() -> new AssertionError(fact));
  }

  private static String why(Known<?> fact) {
    return fact instanceof Known.Unknown<?>(String why) ? why : "known: " + fact;
  }

  private static <K, V> V at(Map<K, V> map, K key) {
    return Optional.ofNullable(map.get(key)).orElseThrow();
  }
}

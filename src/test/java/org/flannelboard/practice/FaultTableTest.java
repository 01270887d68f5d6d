package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.DOCKER;
import static org.flannelboard.practice.Fixture.FLANNELD;
import static org.flannelboard.practice.Fixture.soon;
import static org.flannelboard.practice.Fixture.vm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Vxlan;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each fault on the fourth of four nodes, and on the pair of it and the second: which cells go red,
 * by what it can be told through the ports, and that it heals.
 */
class FaultTableTest {

  private static final int NODE = 4;
  private static final int PEER = 2;
  private static final String FLANNEL = "flannel.1";

  private static final List<String> NONE = List.of();
  private static final List<String> TO_NODE = List.of("vm01>vm04", "vm02>vm04", "vm03>vm04");
  private static final List<String> FROM_NODE = List.of("vm04>vm01", "vm04>vm02", "vm04>vm03");
  private static final List<String> PAIR = List.of("vm02>vm04", "vm04>vm02");
  private static final List<String> OF_NODE =
      List.of("vm01>vm04", "vm02>vm04", "vm03>vm04", "vm04>vm01", "vm04>vm02", "vm04>vm03");
  private static final List<String> OF_PEER =
      List.of("vm01>vm02", "vm02>vm01", "vm02>vm03", "vm02>vm04", "vm03>vm02", "vm04>vm02");
  private static final List<String> OF_BOTH =
      Stream.of(OF_NODE, OF_PEER).flatMap(List::stream).distinct().toList();

  @ParameterizedTest
  @EnumSource
  void reddensTheseCellsShowsItselfAndHeals(FaultKind kind) {
    try (Fixture fixture = Fixture.deployed(4)) {
      Map<Integer, Ipv4Address> before = fixture.targets();
      Map<Integer, Link> devices = Map.of(NODE, device(fixture, NODE), PEER, device(fixture, PEER));
      PracticeFault fault = at(kind);
      fixture.cluster.switchOn(fault);
      assertThat(fixture.cluster.faults()).containsExactly(fault);
      assertThat(FaultKind.of(fault)).contains(kind);
      if (kind != FaultKind.ETCD_UNREACHABLE && kind != FaultKind.ETCD_V2_OFF) {
        assertThat(fixture.red(before)).isEqualTo(new TreeSet<>(cells(kind)));
      }
      assertEvidence(kind, fixture, before, devices);
      fixture.cluster.switchOff(fault);
      if (kind == FaultKind.DEVICE_DOWN) {
        fixture.control(NODE, UnitVerb.RESTART, FLANNELD); // up is not enough: see NetworkTest
      }
      assertThat(fixture.red(before)).isEmpty();
      assertThat(fixture.cluster.faults()).isEmpty();
    }
  }

  /** What goes red at once. */
  private static List<String> cells(FaultKind kind) {
    return switch (kind) {
      // Of a node that lets nobody in the row cannot be measured; its packets flow.
      case HOST_KEY_UNKNOWN, HOST_KEY_CHANGED, SUDO_REFUSED -> FROM_NODE;
      case NODE_DOWN, NODE_REBOOTED -> OF_NODE;
      case CHECKSUM_BAD, INPUT_REJECTED -> OF_NODE;
      // The lease is out of the configuration's range, so flanneld gives it back.
      case SUBNETS_EXHAUSTED -> OF_NODE;
      case VXLAN_BLOCKED, INPUT_FIREWALL, OUTPUT_FIREWALL, ICMP_FILTERED -> OF_NODE;
      case DEVICE_DOWN, DEVICE_BOUNCED, DEVICE_MISSING, PORT_TAKEN -> OF_NODE;
      case PORT_MISMATCH, VNI_MISMATCH, VTEP_MAC_CHANGED, LOCAL_ADDRESS_WRONG -> OF_NODE;
      case WRONG_PUBLIC_IP, LEASE_MISSING, LEASE_MAC_WRONG, DOCKER0_MISSING -> OF_NODE;
      case UNDERLAY_BLOCKED, VXLAN_BLOCKED_ONE_WAY -> PAIR;
      case ROUTE_MISSING, ROUTE_SHADOWED, ROUTE_RULE -> PAIR;
      case NEIGHBOUR_MISSING, NEIGHBOUR_STALE, FORWARD_MISSING, FORWARD_WRONG -> PAIR;
      // The way to the peer and its answer are as they were; what the peer asks is dropped.
      case REVERSE_PATH -> List.of("vm02>vm04");
      case ICMP_IGNORED, DOCKER0_WRONG_SUBNET, DOCKER0_STALE_SUBNET -> TO_NODE;
      case DUPLICATE_SUBNET -> OF_BOTH;
      // The last to announce the address has it: the peer is cut off, the node is not.
      case DUPLICATE_VTEP_MAC -> OF_PEER;
      case CLOCK_BEHIND, NO_SPACE, ETCD_UNREACHABLE, ETCD_V2_OFF -> NONE;
      case MTU_BLACKHOLE, MTU_TOO_LARGE, FORWARD_DROP, IP_FORWARD_OFF -> NONE;
      case FIREWALL_FLUSHED, TUNNEL_FORWARD_OFF, DOCKER_DIRECT_ROUTING -> NONE;
      case ETCD_PREFIX_WRONG, ETCD_ENDPOINT_WRONG, ETCD_PLAIN_HTTP, ETCD_CERTIFICATE_MISSING ->
          NONE;
      case ETCD_AUTHORITY_WRONG, ETCD_KEY_MISSING, CONFIG_MALFORMED, CONFIG_TOO_SMALL -> NONE;
      case BACKEND_UNKNOWN, BACKEND_UDP, RENEWAL_MISSED -> NONE;
      case FLANNELD_STOPPED, FLANNELD_START_FAILS, WRONG_INTERFACE -> NONE;
      case DOCKER_START_FAILS, DOCKER0_DOWN, DOCKER0_ROUTE_HIJACKED, DOCKER_WITHOUT_OPTIONS -> NONE;
    };
  }

  private void assertEvidence(
      FaultKind kind,
      Fixture fixture,
      Map<Integer, Ipv4Address> before,
      Map<Integer, Link> devices) {
    switch (kind) {
      case NODE_DOWN -> assertThat(refusal(fixture)).isInstanceOf(NodeFailure.Unreachable.class);
      case HOST_KEY_UNKNOWN ->
          assertThat(refusal(fixture)).isInstanceOf(NodeFailure.HostKeyUnknown.class);
      case HOST_KEY_CHANGED ->
          assertThat(refusal(fixture)).isInstanceOf(NodeFailure.HostKeyChanged.class);
      case NODE_REBOOTED -> {
        assertThat(unit(fixture, FLANNELD).enabled()).isFalse();
        assertThat(unit(fixture, FLANNELD).active()).isFalse();
        assertThat(network(fixture).links()).extracting(Link::name).containsExactly("lo", "eth0");
      }
      case CLOCK_BEHIND ->
          assertThat(fixture.observe(NODE).clock())
              .isEqualTo(fixture.observe(1).clock().minus(Duration.ofHours(2)));
      case NO_SPACE -> {
        RemotePath options = Fixture.PATHS.options();
        FileWrite write = FileWrite.rootOwned(options, Content.of("x"), 0644);
        assertThat(fixture.node(NODE).put(write, soon()).toFailure())
            .contains(new NodeFailure.NoSpace(vm(NODE), options));
      }
      case SUDO_REFUSED ->
          assertThat(fixture.node(NODE).reloadUnits(soon()).toFailure())
              .containsInstanceOf(NodeFailure.SudoRefused.class);
      case ETCD_UNREACHABLE ->
          assertThat(open(fixture)).containsInstanceOf(StoreFailure.Unreachable.class);
      case ETCD_V2_OFF -> assertThat(open(fixture)).containsInstanceOf(StoreFailure.ApiOff.class);
      case MTU_TOO_LARGE ->
          assertThat(network(fixture).link("eth0").orElseThrow().mtu())
              .isLessThan(device(fixture, NODE).mtu() + 50);
      case ICMP_IGNORED -> assertThat(proc(fixture, Sysctl.ICMP_ECHO_IGNORE_ALL)).isEqualTo("1\n");
      case IP_FORWARD_OFF -> assertThat(proc(fixture, Sysctl.IP_FORWARD)).isEqualTo("0\n");
      case REVERSE_PATH -> assertThat(proc(fixture, Sysctl.RP_FILTER)).isEqualTo("1\n");
      case TUNNEL_FORWARD_OFF -> {
        assertThat(proc(fixture, Sysctl.TUNNEL_FORWARD)).isEqualTo("0\n");
        assertThat(proc(fixture, Sysctl.IP_FORWARD)).isEqualTo("1\n");
      }
      case ETCD_PREFIX_WRONG ->
          assertThat(journal(fixture)).contains("100: Key not found (/coreos.com/network)");
      case ETCD_ENDPOINT_WRONG ->
          assertThat(journal(fixture))
              .contains("error #0: dial tcp 127.0.0.1:4001: connection refused");
      case ETCD_PLAIN_HTTP -> assertThat(journal(fixture)).contains("misconfigured; error #0: EOF");
      case ETCD_CERTIFICATE_MISSING ->
          assertThat(journal(fixture)).contains("remote error: tls: bad certificate");
      case ETCD_AUTHORITY_WRONG ->
          assertThat(journal(fixture)).contains("x509: certificate signed by unknown authority");
      case ETCD_KEY_MISSING -> {
        assertThat(journal(fixture))
            .contains(
                "Failed to create SubnetManager: open /etc/flanneld/ssl/flannel-key.old.pem: no"
                    + " such file");
        assertThat(unit(fixture, FLANNELD).activeState()).isEqualTo("failed");
      }
      case CONFIG_MALFORMED ->
          assertThat(journal(fixture))
              .contains("invalid character '}' looking for beginning of object key string");
      case CONFIG_TOO_SMALL ->
          assertThat(journal(fixture))
              .contains("Network must be able to accommodate at least four subnets");
      case BACKEND_UNKNOWN -> assertThat(journal(fixture)).contains("unknown backend type: vxlann");
      case BACKEND_UDP -> {
        assertThat(journal(fixture)).contains("Found network config - Backend type: udp");
        assertThat(read(fixture, "/run/flannel/subnet.env")).contains("FLANNEL_MTU=1472");
        assertThat(network(fixture).link("flannel0")).isPresent();
      }
      case SUBNETS_EXHAUSTED ->
          assertThat(journal(fixture)).contains("failed to acquire lease: out of subnets");
      case RENEWAL_MISSED -> {
        assertThat(lease(fixture).ttl()).isLessThan(Duration.ofHours(1));
        assertThat(unit(fixture, FLANNELD).active()).isTrue();
      }
      // What filters and forwarding tables hold, PracticeFactsTest and PracticeCountersTest show.
      case VXLAN_BLOCKED_ONE_WAY, CHECKSUM_BAD, INPUT_REJECTED, FIREWALL_FLUSHED -> {}
      case ROUTE_RULE, DOCKER_DIRECT_ROUTING -> {}
      case UNDERLAY_BLOCKED, VXLAN_BLOCKED, MTU_BLACKHOLE -> {}
      case INPUT_FIREWALL, OUTPUT_FIREWALL, ICMP_FILTERED, FORWARD_DROP -> {}
      case FORWARD_MISSING, FORWARD_WRONG -> {}
      case DEVICE_DOWN, PORT_TAKEN -> assertThat(device(fixture, NODE).up()).isFalse();
      case DEVICE_BOUNCED -> {
        assertThat(device(fixture, NODE).up()).isTrue();
        assertThat(routesToPeers(fixture)).isZero();
        assertThat(unit(fixture, FLANNELD).active()).isTrue();
      }
      case DEVICE_MISSING -> {
        assertThat(network(fixture).link(FLANNEL)).isEmpty();
        assertThat(unit(fixture, FLANNELD).active()).isTrue();
      }
      case PORT_MISMATCH ->
          assertThat(vxlan(fixture, FLANNEL).port()).isEqualTo(4789).isNotEqualTo(8472);
      case VNI_MISMATCH -> assertThat(vxlan(fixture, "flannel.2").vni()).isEqualTo(2);
      case LOCAL_ADDRESS_WRONG ->
          assertThat(network(fixture).addresses())
              .extracting(NetworkState.Address::address)
              .doesNotContain(vxlan(fixture, FLANNEL).local());
      case VTEP_MAC_CHANGED, LEASE_MAC_WRONG ->
          assertThat(lease(fixture).value()).doesNotContain(mac(device(fixture, NODE)));
      case ROUTE_MISSING -> assertThat(routesToPeers(fixture)).isEqualTo(2);
      case ROUTE_SHADOWED ->
          assertThat(network(fixture).routes())
              .anyMatch(
                  route ->
                      route.destination().prefixLength() == 25
                          && route.destination().contains(of(before, PEER)));
      case NEIGHBOUR_MISSING ->
          assertThat(read(fixture, "/proc/net/arp")).doesNotContain(mac(of(devices, PEER)));
      case NEIGHBOUR_STALE ->
          assertThat(read(fixture, "/proc/net/arp"))
              .doesNotContain(mac(of(devices, PEER)))
              .contains("02:de:ad:be:ef:04");
      case FLANNELD_STOPPED -> {
        assertThat(unit(fixture, FLANNELD).activeState()).isEqualTo("inactive");
        assertThat(journal(fixture)).contains("Stopped Flanneld");
      }
      case FLANNELD_START_FAILS -> assertThat(restarted(fixture, FLANNELD)).isEqualTo("exit-code");
      case DOCKER_START_FAILS -> assertThat(restarted(fixture, DOCKER)).isEqualTo("exit-code");
      case WRONG_INTERFACE -> {
        assertThat(unit(fixture, FLANNELD).activeState()).isEqualTo("failed");
        assertThat(journal(fixture)).contains("Could not find valid interface matching eth9");
      }
      case WRONG_PUBLIC_IP -> assertThat(leases(fixture)).anyMatch(l -> l.contains("10.0.2.15"));
      case LEASE_MISSING -> {
        assertThat(fixture.targets()).doesNotContainKey(NODE);
        assertThat(journal(fixture)).contains("Lease has been revoked. Shutting down daemon.");
        assertThat(unit(fixture, FLANNELD).result()).isEqualTo("success");
      }
      case DUPLICATE_SUBNET ->
          assertThat(network(fixture).address(FLANNEL).orElseThrow().address())
              .isEqualTo(fixture.network(PEER).address(FLANNEL).orElseThrow().address());
      case DUPLICATE_VTEP_MAC ->
          assertThat(device(fixture, NODE).mac()).isEqualTo(device(fixture, PEER).mac());
      case DOCKER0_MISSING -> {
        assertThat(network(fixture).link("docker0")).isEmpty();
        assertThat(unit(fixture, DOCKER).activeState()).isEqualTo("failed");
      }
      case DOCKER0_DOWN ->
          assertThat(network(fixture).link("docker0").orElseThrow().up()).isFalse();
      case DOCKER0_WRONG_SUBNET ->
          assertThat(network(fixture).address("docker0").orElseThrow())
              .hasToString(
                  new NetworkState.Address("docker0", Ipv4Address.of("172.17.0.1"), 16).toString());
      case DOCKER0_STALE_SUBNET -> {
        Ipv4Address bridge = network(fixture).address("docker0").orElseThrow().address();
        assertThat(bridge).isEqualTo(of(before, NODE)).isNotEqualTo(fixture.targets().get(NODE));
      }
      case DOCKER0_ROUTE_HIJACKED ->
          assertThat(network(fixture).routes())
              .filteredOn(route -> route.destination().contains(of(before, NODE)))
              .extracting(NetworkState.Route::device)
              .contains(FLANNEL)
              .doesNotContain("docker0");
      case DOCKER_WITHOUT_OPTIONS ->
          assertThat(unit(fixture, DOCKER).process().toOptional().orElseThrow().arguments())
              .noneMatch(argument -> argument.startsWith("--bip"));
    }
  }

  /** What an administrator does about it through the ports, the fault being left as it is. */
  @ParameterizedTest
  @CsvSource({
    "DEVICE_BOUNCED, RESTART, flanneld.service",
    "DEVICE_MISSING, RESTART, flanneld.service",
    "VNI_MISMATCH, RESTART, flanneld.service",
    "VTEP_MAC_CHANGED, RESTART, flanneld.service",
    "LOCAL_ADDRESS_WRONG, RESTART, flanneld.service",
    "ROUTE_MISSING, RESTART, flanneld.service",
    "NEIGHBOUR_MISSING, RESTART, flanneld.service",
    "NEIGHBOUR_STALE, RESTART, flanneld.service",
    "FORWARD_MISSING, RESTART, flanneld.service",
    "FORWARD_WRONG, RESTART, flanneld.service",
    "LEASE_MISSING, START, flanneld.service",
    "LEASE_MAC_WRONG, RESTART, flanneld.service",
    "DOCKER0_MISSING, START, docker.service",
    "DOCKER0_STALE_SUBNET, RESTART, docker.service",
  })
  void theRealRemedyHealsItAndSwitchingOffLeavesItHealed(
      FaultKind kind, UnitVerb verb, String unit) {
    try (Fixture fixture = Fixture.deployed(4)) {
      PracticeFault fault = at(kind);
      fixture.cluster.switchOn(fault);
      fixture.control(NODE, verb, unit);
      assertThat(fixture.red(Map.of())).isEmpty();
      fixture.cluster.switchOff(fault);
      assertThat(fixture.red(Map.of())).isEmpty();
    }
  }

  /**
   * Where Backend.Port is not configured, flanneld takes the device it finds, whatever its port.
   */
  @ParameterizedTest
  @CsvSource({"PORT_MISMATCH", "PORT_TAKEN", "INPUT_FIREWALL", "WRONG_PUBLIC_IP"})
  void aRestartAloneDoesNotHealEverything(FaultKind kind) {
    try (Fixture fixture = Fixture.deployed(4)) {
      Map<Integer, Ipv4Address> before = fixture.targets();
      fixture.cluster.switchOn(at(kind));
      fixture.node(NODE).control(UnitVerb.RESTART, FLANNELD, soon());
      assertThat(fixture.red(before)).isNotEmpty();
    }
  }

  /** Packets to and from containers, which the kernel passes on, are not what the mesh shows. */
  @ParameterizedTest
  @CsvSource({
    "FORWARD_DROP, vm02>vm04",
    "IP_FORWARD_OFF, vm02>vm04 vm04>vm02",
    "DOCKER0_DOWN, vm02>vm04 vm04>vm02",
    "DOCKER0_ROUTE_HIJACKED, vm02>vm04 vm04>vm02",
    "TUNNEL_FORWARD_OFF, vm02>vm04 vm04>vm02",
    "DOCKER_DIRECT_ROUTING, vm02>vm04",
    "FIREWALL_FLUSHED, ",
    "NODE_REBOOTED, vm02>vm04 vm04>vm02",
    "ICMP_IGNORED, ",
    "ICMP_FILTERED, ",
    "FLANNELD_STOPPED, ",
  })
  void containersAreReachedOrNot(FaultKind kind, String broken) {
    try (Fixture fixture = Fixture.deployed(4)) {
      fixture.cluster.switchOn(at(kind));
      List<NodeId> ends = List.of(vm(NODE), vm(PEER));
      for (NodeId end : ends) {
        fixture.cluster.world().machine(end).run(GuideStart.CONTAINER);
      }
      TreeSet<String> lost = new TreeSet<>();
      for (NodeId from : ends) {
        NodeId to = from.equals(vm(NODE)) ? vm(PEER) : vm(NODE);
        if (!containerAnswers(fixture.cluster.world(), from, to)) {
          lost.add(from + ">" + to);
        }
      }
      assertThat(String.join(" ", lost)).isEqualTo(broken == null ? "" : broken);
    }
  }

  private static boolean containerAnswers(World world, NodeId from, NodeId to) {
    Optional<Ipv4Address> source = container(world.machine(from));
    Optional<Ipv4Address> target = container(world.machine(to));
    return source.isPresent()
        && target.isPresent()
        && world.path().echo(world.machine(from), source.get(), target.get())
            instanceof PacketPath.Fate.Answered;
  }

  private static Optional<Ipv4Address> container(Machine machine) {
    return machine.network().address("docker0").map(bridge -> bridge.address().plus(1));
  }

  private static <T> T of(Map<Integer, T> all, int number) {
    return Objects.requireNonNull(all.get(number));
  }

  private static PracticeFault at(FaultKind kind) {
    return kind.at(List.of(vm(NODE), vm(PEER)).subList(0, kind.nodes()));
  }

  private static NodeFailure refusal(Fixture fixture) {
    return fixture.connector.connect(fixture.spec(NODE), soon()).toFailure().orElseThrow();
  }

  private static Optional<StoreFailure> open(Fixture fixture) {
    return fixture.cluster.etcd().open(Fixture.access(fixture), Api.V2, soon()).toFailure();
  }

  private static NetworkState network(Fixture fixture) {
    return fixture.network(NODE);
  }

  private static Link device(Fixture fixture, int number) {
    return fixture.network(number).link(FLANNEL).orElseThrow();
  }

  private static Vxlan vxlan(Fixture fixture, String device) {
    return Optional.ofNullable(network(fixture).link(device).orElseThrow().vxlan()).orElseThrow();
  }

  private static String mac(Link link) {
    return Optional.ofNullable(link.mac()).map(MacAddress::toString).orElseThrow();
  }

  private static long routesToPeers(Fixture fixture) {
    return network(fixture).routes().stream()
        .filter(route -> route.device().equals(FLANNEL))
        .map(NetworkState.Route::destination)
        .filter(Cidr.of("10.253.0.0/16")::contains)
        .count();
  }

  private static UnitState unit(Fixture fixture, String name) {
    return fixture.observe(NODE).unit(name);
  }

  private static String restarted(Fixture fixture, String unit) {
    assertThat(fixture.node(NODE).control(UnitVerb.RESTART, unit, soon()).toFailure())
        .containsInstanceOf(NodeFailure.UnitRefused.class);
    String result = unit(fixture, unit).result();
    fixture.cluster.faults().forEach(fixture.cluster::switchOff);
    fixture.control(NODE, UnitVerb.START, FLANNELD);
    fixture.control(NODE, UnitVerb.START, DOCKER);
    return result;
  }

  private static String journal(Fixture fixture) {
    return fixture.node(NODE).journal(FLANNELD, 50, soon()).orElseThrow();
  }

  private static String proc(Fixture fixture, Sysctl name) {
    return read(fixture, name.path());
  }

  private static String read(Fixture fixture, String path) {
    return new String(
        fixture.node(NODE).read(RemotePath.of(path), 65_536, soon()).orElseThrow(),
        StandardCharsets.US_ASCII);
  }

  private static List<String> leases(Fixture fixture) {
    return fixture.store(Api.V2).list("/kubernetes/network/subnets", soon()).orElseThrow().stream()
        .map(Entry::value)
        .toList();
  }

  private static Entry lease(Fixture fixture) {
    return fixture.store(Api.V2).list("/kubernetes/network/subnets", soon()).orElseThrow().stream()
        .filter(entry -> entry.value().contains("172.16.16.84"))
        .findFirst()
        .orElseThrow();
  }
}

package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;
import org.flannelboard.node.facts.UdpSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Looks, probes and changes on this machine's kernel, in a network namespace of the test's own. */
class KernelLabTest {

  private static final String NAMESPACE = "flannelboard-kernel-test";

  private static final Ipv4Address GATEWAY = Ipv4Address.of("10.253.6.0");
  private static final Ipv4Address UNDERLAY = Ipv4Address.of("172.16.16.81");
  private static final Ipv4Address VTEP = Ipv4Address.of("172.16.16.83");
  private static final MacAddress MAC = new MacAddress("92:14:8f:74:3a:00");
  private static final Cidr PEER = Cidr.of("10.253.6.0/24");
  private static final List<String> DROP = List.of("-p", "udp", "--dport", "8472", "-j", "DROP");

  /** What flannel and docker make of a node; the other end of its cable hangs in the same space. */
  private static final String NODE =
      """
      set -e
      ip link set lo up
      ip link add eth0 type veth peer name cable
      ip addr add 172.16.16.81/24 dev eth0
      ip link set eth0 up
      ip link set cable up
      ip link add flannel.1 type vxlan id 1 local 172.16.16.81 dev eth0 dstport 8472 nolearning
      ip addr add 10.253.46.0/32 dev flannel.1
      ip link set flannel.1 mtu 1450 up
      ip link add docker0 type bridge
      ip addr add 10.253.46.1/24 dev docker0
      ip link set docker0 up
      """;

  private PosixNodeOps ops;

  @BeforeEach
  void setUp() {
    onThisMachine("ip netns add " + NAMESPACE);
    LocalShell shell =
        new LocalShell(
            new NodeId("here"), List.of("ip", "netns", "exec", NAMESPACE, "sh"), Map.of());
    assertThat(shell.exec(Script.of("set up", NODE), soon()).orElseThrow().stderr()).isEmpty();
    ops = new PosixNodeOps(shell);
  }

  @AfterEach
  void tearDown() {
    ops.close();
    onThisMachine("ip netns del " + NAMESPACE);
  }

  private static void onThisMachine(String command) {
    try (LocalShell here = new LocalShell(new NodeId("here"), List.of("sh"), Map.of())) {
      ExecResult result = here.exec(Script.of(command, command), soon()).orElseThrow();
      assertThat(result.succeeded()).as(command + ": " + result.stderr()).isTrue();
    }
  }

  @Test
  void seesAVtepWithItsSocket() {
    NetworkFacts network = look();
    assertThat(network.link("flannel.1").orElseThrow().vxlan())
        .isEqualTo(new Link.Vxlan(1, Known.of(8472), UNDERLAY, "eth0"));
    assertThat(network.sockets().toOptional().orElseThrow())
        .extracting(UdpSocket::port, UdpSocket::owner)
        .containsExactly(tuple(8472, Known.of(Optional.empty())));
  }

  @Test
  void putsAndRemovesAWayToAPeer() {
    assertThat(change(new KernelChange.PutRoute(PEER, "flannel.1", GATEWAY, null, true)))
        .isEqualTo("10.253.6.0/24 via 10.253.6.0 dev flannel.1 onlink");
    assertThat(change(new KernelChange.PutNeighbour("flannel.1", GATEWAY, MAC)))
        .isEqualTo("10.253.6.0 lladdr 92:14:8f:74:3a:00 PERMANENT");
    assertThat(change(new KernelChange.PutForward("flannel.1", MAC, VTEP)))
        .isEqualTo("92:14:8f:74:3a:00 dst 172.16.16.83 self permanent");

    NetworkFacts network = look();
    assertThat(way(network).device()).isEqualTo("flannel.1");
    assertThat(network.neighbour("flannel.1", GATEWAY).orElseThrow().state())
        .isEqualTo("PERMANENT");
    assertThat(network.forwards("flannel.1", MAC).getFirst().destination()).isEqualTo(VTEP);

    assertThat(change(new KernelChange.RemoveForward("flannel.1", MAC, VTEP))).isEmpty();
    assertThat(change(new KernelChange.RemoveNeighbour("flannel.1", GATEWAY))).isEmpty();
    assertThat(change(new KernelChange.RemoveRoute(PEER, "flannel.1"))).isEmpty();
    assertThat(way(look()).error()).isEqualTo("Network is unreachable");
  }

  @Test
  void putsTheRouteThatADeviceBrings() {
    Cidr own = Cidr.of("10.253.46.0/24");
    assertThat(change(new KernelChange.RemoveRoute(own, "docker0"))).isEmpty();
    assertThat(
            change(
                new KernelChange.PutRoute(
                    own, "docker0", null, Ipv4Address.of("10.253.46.1"), false)))
        .startsWith("10.253.46.0/24 dev docker0 proto kernel scope link src 10.253.46.1");
    Cidr everything = Cidr.of("0.0.0.0/0");
    assertThat(
            change(
                new KernelChange.PutRoute(
                    everything, "eth0", Ipv4Address.of("172.16.16.1"), null, false)))
        .isEqualTo("default via 172.16.16.1 dev eth0");
    assertThat(change(new KernelChange.RemoveRoute(everything, "eth0"))).isEmpty();
  }

  @Test
  void setsLinksAndSettings() {
    assertThat(change(new KernelChange.SetLink("flannel.1", false))).contains("state DOWN");
    assertThat(look().link("flannel.1").orElseThrow().up()).isFalse();
    assertThat(change(new KernelChange.SetLink("flannel.1", true))).contains("UP");
    assertThat(change(new KernelChange.RemoveLink("flannel.1"))).isEmpty();
    assertThat(look().link("flannel.1")).isEmpty();
    assertThat(change(new KernelChange.SetSysctl("ipv4/conf/docker0/rp_filter", 2))).isEqualTo("2");
    assertThat(look().sysctl("ipv4/conf/docker0/rp_filter")).contains(2);
  }

  @Test
  void putsAndRemovesRulesOfBothTools() {
    for (Firewall.Tool tool : List.of(Firewall.Tool.IPTABLES, Firewall.Tool.IPTABLES_LEGACY)) {
      KernelChange insert = new KernelChange.InsertRule(tool, "filter", "INPUT", DROP);
      KernelChange remove = new KernelChange.RemoveRule(tool, "filter", "INPUT", DROP);
      assertThat(change(insert)).isEqualTo("-A INPUT -p udp -m udp --dport 8472 -j DROP");
      assertThat(change(insert)).isNotEmpty();
      assertThat(change(remove)).isEqualTo("-A INPUT -p udp --dport 8472 -j DROP");
      assertThat(change(remove)).isEmpty();
      assertThat(ops.change(remove, soon()).toFailure())
          .containsInstanceOf(NodeFailure.CommandFailed.class);
    }
  }

  @Test
  void countsDatagramsThatAFilterDrops() {
    assertThat(
            change(new KernelChange.InsertRule(Firewall.Tool.IPTABLES, "filter", "OUTPUT", DROP)))
        .isNotEmpty();
    ProbeReport report = ops.probe(new ProbeRequest.Datagrams(VTEP, 8472, 5), soon()).orElseThrow();
    Counters added = report.after().since(report.before());
    assertThat(added.at("rule/iptables/filter/OUTPUT/-p udp -m udp --dport 8472 -j DROP"))
        .isEqualTo(5);
    assertThat(report.errors()).hasSize(1);
    assertThat(report.errors().getFirst()).endsWith("Operation not permitted");
  }

  @Test
  void countsEchoesThatAreTooLargeAsSent() {
    ProbeReport report =
        ops.probe(new ProbeRequest.Echoes(UNDERLAY, VTEP, 2, 1473, true), soon()).orElseThrow();
    assertThat(report.sent()).isEqualTo(2);
    assertThat(report.answered()).isZero();
  }

  private NetworkFacts look() {
    return ops.inspect(
            new Inspection(Depth.STATE, List.of(PEER.firstHost()), List.of(), List.of(), 0), soon())
        .orElseThrow()
        .network();
  }

  private static Lookup way(NetworkFacts network) {
    return Optional.ofNullable(network.lookups().get(PEER.firstHost())).orElseThrow();
  }

  private String change(KernelChange change) {
    return ops.change(change, soon()).orElseThrow();
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }
}

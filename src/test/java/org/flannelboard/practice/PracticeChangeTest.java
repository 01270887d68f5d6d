package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.soon;
import static org.flannelboard.practice.Fixture.vm;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.KernelChange.InsertRule;
import org.flannelboard.node.KernelChange.PutForward;
import org.flannelboard.node.KernelChange.PutNeighbour;
import org.flannelboard.node.KernelChange.PutRoute;
import org.flannelboard.node.KernelChange.RemoveForward;
import org.flannelboard.node.KernelChange.RemoveLink;
import org.flannelboard.node.KernelChange.RemoveNeighbour;
import org.flannelboard.node.KernelChange.RemoveRoute;
import org.flannelboard.node.KernelChange.RemoveRule;
import org.flannelboard.node.KernelChange.SetLink;
import org.flannelboard.node.KernelChange.SetSysctl;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.Firewall.Tool;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes of a running kernel: how they read, what they break and heal, what the tools say. */
class PracticeChangeTest {

  private static final String DEVICE = "flannel.1";

  private final Fixture fixture = Fixture.deployed(4);
  private final Map<Integer, Ipv4Address> targets = fixture.targets();
  private final Ipv4Address gateway = fixture.network(2).address(DEVICE).orElseThrow().address();
  private final Cidr subnet = Cidr.containing(gateway, 24);
  private final MacAddress mac = fixture.network(2).link(DEVICE).map(Link::mac).orElseThrow();
  private final Ipv4Address vtep = fixture.spec(2).ip();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void aRouteIsRemovedAndPutBack() {
    assertThat(change(new RemoveRoute(subnet, DEVICE))).isEmpty();
    assertThat(red()).containsExactly("vm02>vm04", "vm04>vm02");
    assertThat(change(new PutRoute(subnet, DEVICE, gateway, null, true)))
        .isEqualTo(subnet + " via " + gateway + " dev flannel.1 onlink");
    assertThat(red()).isEmpty();
  }

  @Test
  void aNeighbourIsRemovedAndPutBack() {
    assertThat(change(new RemoveNeighbour(DEVICE, gateway))).isEmpty();
    assertThat(red()).containsExactly("vm02>vm04", "vm04>vm02");
    assertThat(change(new PutNeighbour(DEVICE, gateway, mac)))
        .isEqualTo(gateway + " dev flannel.1 lladdr " + mac + " PERMANENT");
    assertThat(red()).isEmpty();
  }

  @Test
  void aForwardingEntryIsRemovedAndPutBack() {
    assertThat(change(new RemoveForward(DEVICE, mac, vtep))).isEmpty();
    assertThat(red()).containsExactly("vm02>vm04", "vm04>vm02");
    assertThat(change(new PutForward(DEVICE, mac, vtep)))
        .isEqualTo(mac + " dev flannel.1 dst " + vtep + " self permanent");
    assertThat(red()).isEmpty();
  }

  /** Up again it has lost what only flanneld gives it. */
  @Test
  void aDeviceIsSetDownAndUpAndRemoved() {
    assertThat(change(new SetLink(DEVICE, false)))
        .contains("flannel.1: <BROADCAST,MULTICAST> mtu 1450 qdisc noqueue state DOWN");
    assertThat(change(new SetLink(DEVICE, true))).contains("<BROADCAST,MULTICAST,UP,LOWER_UP>");
    assertThat(red()).hasSize(6);
    assertThat(change(new RemoveLink(DEVICE))).isEmpty();
    assertThat(fixture.network(4).link(DEVICE)).isEmpty();
  }

  @Test
  void aSettingIsSet() {
    assertThat(change(new SetSysctl("ipv4/icmp_echo_ignore_all", 1))).isEqualTo("1");
    assertThat(red()).containsExactly("vm01>vm04", "vm02>vm04", "vm03>vm04");
    assertThat(change(new SetSysctl("ipv4/icmp_echo_ignore_all", 0))).isEqualTo("0");
    assertThat(red()).isEmpty();
  }

  /** A rule before the one that drops lets one peer in, and no other. */
  @Test
  void aRuleIsPutBeforeTheOthersAndRemoved() {
    fixture.cluster.switchOn(FaultKind.INPUT_FIREWALL.at(List.of(vm(4))));
    List<String> words =
        List.of("-p", "udp", "--dport", "8472", "-s", vtep.toString(), "-j", "ACCEPT");
    assertThat(change(new InsertRule(Tool.IPTABLES, "filter", "INPUT", words)))
        .isEqualTo("-A INPUT -s " + vtep + "/32 -p udp -m udp --dport 8472 -j ACCEPT");
    assertThat(red()).containsExactly("vm01>vm04", "vm03>vm04", "vm04>vm01", "vm04>vm03");
    assertThat(change(new RemoveRule(Tool.IPTABLES, "filter", "INPUT", words))).isEmpty();
    assertThat(red()).hasSize(6);
    List<String> drop = List.of("-p", "udp", "-m", "udp", "--dport", "8472", "-j", "DROP");
    change(new RemoveRule(Tool.IPTABLES, "filter", "INPUT", drop));
    assertThat(red()).isEmpty();
  }

  /** The least that heals each fault of one entry, with what the lease says. */
  @ParameterizedTest
  @CsvSource({
    "ROUTE_MISSING",
    "NEIGHBOUR_MISSING",
    "NEIGHBOUR_STALE",
    "FORWARD_MISSING",
    "FORWARD_WRONG"
  })
  void oneEntryHealsItAndSwitchingOffLeavesItHealed(FaultKind kind) {
    PracticeFault fault = kind.at(List.of(vm(4), vm(2)));
    fixture.cluster.switchOn(fault);
    assertThat(red()).hasSize(2);
    change(new PutRoute(subnet, DEVICE, gateway, null, true));
    change(new PutNeighbour(DEVICE, gateway, mac));
    change(new PutForward(DEVICE, mac, vtep));
    assertThat(red()).isEmpty();
    fixture.cluster.switchOff(fault);
    assertThat(red()).isEmpty();
  }

  @Test
  void theToolsComplainInTheirOwnWords() {
    Ipv4Address nowhere = Ipv4Address.of("10.253.250.0");
    assertThat(refusal(new SetLink("flannel.9", true)))
        .isEqualTo("1 Cannot find device \"flannel.9\"");
    assertThat(refusal(new PutNeighbour("flannel.9", gateway, mac)))
        .isEqualTo("1 Cannot find device \"flannel.9\"");
    assertThat(refusal(new RemoveRoute(Cidr.containing(nowhere, 24), DEVICE)))
        .isEqualTo("2 RTNETLINK answers: No such process");
    assertThat(refusal(new PutRoute(subnet, DEVICE, gateway, null, false)))
        .isEqualTo("2 Error: Nexthop has invalid gateway.");
    assertThat(refusal(new RemoveNeighbour(DEVICE, nowhere)))
        .isEqualTo("2 RTNETLINK answers: No such file or directory");
    assertThat(refusal(new RemoveForward(DEVICE, mac, nowhere)))
        .isEqualTo("2 RTNETLINK answers: No such file or directory");
    assertThat(refusal(new PutForward("eth0", mac, vtep)))
        .isEqualTo("2 RTNETLINK answers: Operation not supported");
    assertThat(refusal(new SetSysctl("ipv4/conf/flannel.9/rp_filter", 1)))
        .isEqualTo("1 /proc/sys/net/ipv4/conf/flannel.9/rp_filter: No such file or directory");
    assertThat(refusal(rule("NOWHERE", "-j", "DROP")))
        .isEqualTo("1 iptables: No chain/target/match by that name.");
    assertThat(refusal(rule("INPUT", "--colour", "red")))
        .isEqualTo("2 iptables v1.8.9 (nf_tables): unknown option \"--colour\"");
    assertThat(refusal(rule("INPUT", "-s", "x", "-j", "DROP")))
        .isEqualTo("2 iptables v1.8.9 (nf_tables): host/network `x' not found");
    assertThat(refusal(new RemoveRule(Tool.IPTABLES, "filter", "INPUT", List.of("-j", "DROP"))))
        .isEqualTo("1 iptables: Bad rule (does a matching rule exist in that chain?).");
    fixture.cluster.switchOn(FaultKind.PORT_TAKEN.at(List.of(vm(4))));
    assertThat(refusal(new SetLink(DEVICE, true)))
        .isEqualTo("2 RTNETLINK answers: Address already in use");
    assertThat(refusal(new PutRoute(subnet, DEVICE, gateway, null, true)))
        .isEqualTo("2 Error: Device for nexthop is not up.");
  }

  /** Two nodes that each take the other for the way: a packet goes to and fro 64 times. */
  @Test
  void aPacketInACircleDiesOfAge() {
    Cidr nobody = Cidr.of("10.253.250.0/24");
    Ipv4Address own = fixture.network(4).address(DEVICE).orElseThrow().address();
    change(new PutRoute(nobody, DEVICE, gateway, null, true));
    KernelChange back = new PutRoute(nobody, DEVICE, own, null, true);
    fixture.node(2).change(back, soon()).orElseThrow();
    ProbeReport report =
        fixture
            .node(4)
            .probe(
                new ProbeRequest.Echoes(fixture.docker0(4), nobody.firstHost(), 1, 56, false),
                soon())
            .orElseThrow();
    assertThat(report.answered()).isZero();
    assertThat(report.after().since(report.before()).at("Ip/ForwDatagrams")).isEqualTo(31);
  }

  private static InsertRule rule(String chain, String... words) {
    return new InsertRule(Tool.IPTABLES, "filter", chain, List.of(words));
  }

  private String change(KernelChange change) {
    return fixture.node(4).change(change, soon()).orElseThrow();
  }

  private String refusal(KernelChange change) {
    NodeFailure failure = fixture.node(4).change(change, soon()).toFailure().orElseThrow();
    return failure instanceof NodeFailure.CommandFailed it
        ? it.exitStatus() + " " + it.stderr()
        : failure.toString();
  }

  private TreeSet<String> red() {
    return fixture.red(targets);
  }
}

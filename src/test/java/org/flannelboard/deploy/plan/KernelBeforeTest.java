package org.flannelboard.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Firewall.Tool;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.Route;
import org.junit.jupiter.api.Test;

/** What stands in a change's place decides the way back. */
class KernelBeforeTest {

  private static final Cidr PEER = Cidr.of("10.253.6.0/24");
  private static final Cidr OWN = Cidr.of("10.253.59.0/24");
  private static final Ipv4Address VTEP = Ipv4Address.of("10.253.6.0");
  private static final Ipv4Address OTHER = Ipv4Address.of("10.253.38.0");
  private static final Ipv4Address UNDERLAY = Ipv4Address.of("172.16.16.83");
  private static final Ipv4Address FORMER = Ipv4Address.of("172.16.16.99");
  private static final MacAddress MAC = new MacAddress("92:14:8f:74:3a:00");
  private static final MacAddress STALE = new MacAddress("02:de:ad:be:ef:04");

  @Test
  void ofARoute() {
    assertThat(before(new KernelChange.PutRoute(PEER, "flannel.1", VTEP, null, true)))
        .isEqualTo(new KernelBefore("", false, new KernelChange.RemoveRoute(PEER, "flannel.1")));
    KernelChange hijacked =
        new KernelChange.PutRoute(OWN, "flannel.1", Ipv4Address.of("10.253.59.0"), null, true);
    KernelChange own =
        new KernelChange.PutRoute(OWN, "docker0", null, Ipv4Address.of("10.253.59.1"), false);
    assertThat(before(own).undo()).isEqualTo(hijacked);
    assertThat(before(hijacked).stands()).isTrue();
    assertThat(before(new KernelChange.RemoveRoute(OWN, "flannel.1")).undo()).isEqualTo(hijacked);
    assertThat(before(new KernelChange.RemoveRoute(PEER, "flannel.1")).stands()).isTrue();
  }

  @Test
  void aRouteThatDiscardsCannotBePutBack() {
    Cidr discarded = Cidr.of("10.253.99.0/24");
    KernelBefore before =
        before(new KernelChange.PutRoute(discarded, "flannel.1", VTEP, null, true));
    assertThat(before.undoable()).isFalse();
    assertThat(before.seen()).startsWith("blackhole");
  }

  @Test
  void ofANeighbour() {
    assertThat(before(new KernelChange.PutNeighbour("flannel.1", VTEP, MAC)).undo())
        .isEqualTo(new KernelChange.PutNeighbour("flannel.1", VTEP, STALE));
    // What the kernel failed to resolve is no entry of anybody's.
    assertThat(before(new KernelChange.PutNeighbour("flannel.1", OTHER, MAC)).undo())
        .isEqualTo(new KernelChange.RemoveNeighbour("flannel.1", OTHER));
    assertThat(before(new KernelChange.PutNeighbour("flannel.1", VTEP, STALE)).stands()).isTrue();
  }

  @Test
  void ofAForwardingEntry() {
    assertThat(before(new KernelChange.PutForward("flannel.1", MAC, UNDERLAY)).undo())
        .isEqualTo(new KernelChange.PutForward("flannel.1", MAC, FORMER));
    assertThat(before(new KernelChange.PutForward("flannel.1", STALE, UNDERLAY)).undo())
        .isEqualTo(new KernelChange.RemoveForward("flannel.1", STALE, UNDERLAY));
    assertThat(before(new KernelChange.RemoveForward("flannel.1", MAC, FORMER)).undo())
        .isEqualTo(new KernelChange.PutForward("flannel.1", MAC, FORMER));
    assertThat(before(new KernelChange.RemoveForward("flannel.1", MAC, UNDERLAY)).stands())
        .isTrue();
  }

  @Test
  void ofADevice() {
    assertThat(before(new KernelChange.SetLink("docker0", true)).undo())
        .isEqualTo(new KernelChange.SetLink("docker0", false));
    assertThat(before(new KernelChange.SetLink("docker0", false)).stands()).isTrue();
    assertThat(before(new KernelChange.RemoveLink("docker0")).undoable()).isFalse();
    assertThat(before(new KernelChange.RemoveLink("flannel.9")).stands()).isTrue();
  }

  @Test
  void ofASetting() {
    assertThat(before(new KernelChange.SetSysctl("ipv4/ip_forward", 1)).undo())
        .isEqualTo(new KernelChange.SetSysctl("ipv4/ip_forward", 0));
    assertThat(before(new KernelChange.SetSysctl("ipv4/ip_forward", 0)).stands()).isTrue();
    assertThat(before(new KernelChange.SetSysctl("ipv4/unread", 1)).undoable()).isFalse();
  }

  /** iptables prints a rule in other words than it takes it in. */
  @Test
  void ofARule() {
    List<String> vxlan = words("-p udp --dport 8472 -s 172.16.16.81 -j ACCEPT");
    KernelBefore there =
        before(new KernelChange.InsertRule(Tool.IPTABLES, "filter", "INPUT", vxlan));
    assertThat(there.stands()).isTrue();
    assertThat(there.undo())
        .isEqualTo(new KernelChange.RemoveRule(Tool.IPTABLES, "filter", "INPUT", vxlan));
    List<String> echo = words("-i flannel.1 -p icmp --icmp-type echo-request -j ACCEPT");
    assertThat(before(new KernelChange.InsertRule(Tool.IPTABLES, "filter", "INPUT", echo)).stands())
        .isTrue();
    List<String> other = words("-p udp --dport 8472 -s 172.16.16.82 -j ACCEPT");
    assertThat(
            before(new KernelChange.InsertRule(Tool.IPTABLES, "filter", "INPUT", other)).stands())
        .isFalse();
    assertThat(
            before(new KernelChange.RemoveRule(Tool.IPTABLES, "filter", "OUTPUT", vxlan)).stands())
        .isTrue();
  }

  @Test
  void settingsAreNamedOnceInTheirFile() {
    String text =
        SettingsFile.with(
            "# by hand\nnet/ipv4/ip_forward = 0\n",
            List.of(
                new KernelChange.SetSysctl("ipv4/ip_forward", 1),
                new KernelChange.SetSysctl("ipv4/conf/flannel.1/rp_filter", 2)));
    assertThat(text)
        .isEqualTo("# by hand\nnet/ipv4/ip_forward = 1\nnet/ipv4/conf/flannel.1/rp_filter = 2\n");
  }

  private static KernelBefore before(KernelChange change) {
    return KernelBefore.of(change, facts());
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  private static NodeFacts facts() {
    Ipv4Address own = Ipv4Address.of("10.253.59.0");
    NetworkFacts network =
        new NetworkFacts(
            Known.of(List.of(new Link("docker0", Set.of(), 1500, null, null, null, ""))),
            Known.notChecked(),
            Known.of(
                List.of(
                    new Route("main", "unicast", OWN, "flannel.1", own, null, true, ""),
                    new Route(
                        "main",
                        "blackhole",
                        Cidr.of("10.253.99.0/24"),
                        "",
                        null,
                        null,
                        false,
                        ""))),
            Known.notChecked(),
            Map.of(),
            Known.of(
                List.of(
                    new Neighbour(VTEP, "flannel.1", STALE, "PERMANENT", ""),
                    new Neighbour(OTHER, "flannel.1", null, "FAILED", ""))),
            Known.of(List.of(new Forward(MAC, "flannel.1", FORMER, true, ""))),
            Known.notChecked(),
            Map.of("ipv4/ip_forward", 0),
            Known.notChecked());
    Firewall firewall =
        new Firewall(
            List.of(
                new Firewall.Chain(
                    Tool.IPTABLES,
                    "filter",
                    "INPUT",
                    "INPUT",
                    "ACCEPT",
                    0,
                    List.of(
                        rule("-s 172.16.16.81/32 -p udp -m udp --dport 8472 -j ACCEPT"),
                        rule("-i flannel.1 -p icmp -m icmp --icmp-type 8 -j ACCEPT")))));
    return new NodeFacts(
        new NodeId("vm04"),
        Instant.EPOCH,
        Known.notChecked(),
        network,
        Known.of(firewall),
        Known.notChecked(),
        DaemonFacts.notChecked());
  }

  private static Firewall.Rule rule(String line) {
    return new Firewall.Rule("", "", "", null, null, "", "ACCEPT", List.of(), 0, line);
  }
}

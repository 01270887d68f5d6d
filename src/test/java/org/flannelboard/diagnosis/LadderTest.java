package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.diagnosis.HealthyCluster.AT;
import static org.flannelboard.diagnosis.HealthyCluster.subnet;
import static org.flannelboard.diagnosis.HealthyCluster.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;
import org.flannelboard.node.facts.UdpSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What the counters of both ends tell of ten lost pings from vm03 to vm04. Counts are given as a
 * text, points by short names; what is not named did not move.
 */
class LadderTest {

  private static final Subject.OnPair PAIR = new Subject.OnPair(vm(3), vm(4));
  private static final int N = 10;

  private static final Map<String, String> POINTS =
      Map.ofEntries(
          Map.entry("tx", "dev/flannel.1/tx"),
          Map.entry("rx", "dev/flannel.1/rx"),
          Map.entry("txdrop", "dev/flannel.1/tx-dropped"),
          Map.entry("txerr", "dev/flannel.1/tx-error"),
          Map.entry("carrier", "dev/flannel.1/tx-carrier"),
          Map.entry("otherhost", "dev/flannel.1/other-host"),
          Map.entry("in", "Udp/InDatagrams"),
          Map.entry("noports", "Udp/NoPorts"),
          Map.entry("csum", "Udp/InCsumErrors"),
          Map.entry("rpf", "TcpExt/IPReversePathFilter"),
          Map.entry("noroute", "IpExt/InNoRoutes"),
          Map.entry("unreach", "Icmp/InDestUnreachs"),
          Map.entry("echos", "Icmp/InEchos"),
          Map.entry("replies", "Icmp/OutEchoReps"),
          Map.entry("answers", "Icmp/InEchoReps"));

  private static final String DROP = "-p udp --dport 8472 -m recent --name x -j DROP";

  private static Counters counters(Map<String, Long> added) {
    TreeMap<String, Long> values = new TreeMap<>();
    POINTS.values().forEach(point -> values.put(point, 1000L + added.getOrDefault(point, 0L)));
    added.forEach((point, count) -> values.putIfAbsent(point, 1000L + count));
    return new Counters(values);
  }

  /** For example {@code tx+10 in+10}. */
  private static Map<String, Long> added(String text) {
    Map<String, Long> added = new TreeMap<>();
    for (String word : text.isBlank() ? new String[0] : text.strip().split(" +")) {
      String[] parts = word.split("\\+");
      added.put(POINTS.getOrDefault(parts[0], parts[0]), Long.parseLong(parts[1]));
    }
    return added;
  }

  private static LadderReadings readings(String source, String target, String... errors) {
    Map<String, Long> atSource = added(source);
    Map<String, Long> atTarget = added(target);
    Map<String, Long> zeros = new TreeMap<>();
    atSource.keySet().forEach(point -> zeros.put(point, 0L));
    atTarget.keySet().forEach(point -> zeros.put(point, 0L));
    ProbeReport report =
        new ProbeReport(N, 0, List.of(errors), counters(zeros), counters(atSource));
    return new LadderReadings(PAIR, report, counters(zeros), counters(atTarget), null, null, AT);
  }

  private static Finding read(HealthyCluster cluster, LadderReadings readings) {
    return Ladder.read(cluster.lostPair(3, 4).facts(), readings).orElseThrow();
  }

  private static HealthyCluster cluster() {
    return HealthyCluster.of(4);
  }

  /** A suspicious rule, which the ladder may see counting. */
  private static HealthyCluster suspicious(int number, String chain, String rule) {
    return cluster()
        .withFirewall(
            number,
            known ->
                known.map(
                    firewall -> {
                      List<Chain> chains = new ArrayList<>();
                      for (Chain it : firewall.chains()) {
                        List<Rule> rules = new ArrayList<>(it.rules());
                        if (it.name().equals(chain) && it.table().equals("filter")) {
                          rules.addFirst(FilterWalkTest.rule(rule));
                        }
                        chains.add(
                            new Chain(
                                it.tool(),
                                it.table(),
                                it.name(),
                                it.hook(),
                                it.policy(),
                                it.packets(),
                                rules));
                      }
                      return new Firewall(chains);
                    }));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // the request
        "carrier+10 txerr+10 | | unknown-at-hop@vm03>vm04 | underlay-route",
        "txdrop+10 | | unknown-at-hop@vm03>vm04 | forward",
        "tx+0 | | unknown-at-hop@vm03>vm04 | route",
        "tx+10 | | unknown-at-hop@vm03>vm04 | underlay",
        // Others' packets are dropped, ours were sent.
        "tx+10 txdrop+50 | | unknown-at-hop@vm03>vm04 | underlay",
        "tx+10 | in+4 | unknown-at-hop@vm03>vm04 | underlay",
        "tx+10 | noports+10 | unknown-at-hop@vm03>vm04 | port",
        "tx+10 | csum+10 | bad-udp-checksum@vm03>vm04 |",
        "tx+10 | rpf+10 | reverse-path-filter@vm04>vm03 |",
        "tx+10 | in+10 | unknown-at-hop@vm03>vm04 | target-vtep",
        "tx+10 | in+10 rx+10 otherhost+10 | unknown-at-hop@vm03>vm04 | target-docker0",
        "tx+10 | in+10 rx+10 rpf+10 | reverse-path-filter@vm04>vm03 |",
        "tx+10 | in+10 rx+10 noroute+10 | docker0-wrong-subnet@vm04 |",
        "tx+10 | in+10 rx+10 echos+10 | unknown-at-hop@vm03>vm04 | target-docker0",
        // the reply
        "tx+10 | in+10 rx+10 echos+10 replies+10 txdrop+10 | unknown-at-hop@vm04>vm03 | forward",
        "tx+10 | in+10 rx+10 echos+10 replies+10 | unknown-at-hop@vm04>vm03 | route",
        "tx+10 | in+10 rx+10 echos+10 replies+10 tx+10 | unknown-at-hop@vm04>vm03 | underlay",
        "tx+10 in+10 | in+10 rx+10 echos+10 replies+10 tx+10 | unknown-at-hop@vm04>vm03 |"
            + " target-vtep",
        "tx+10 in+10 rx+10 | in+10 rx+10 echos+10 replies+10 tx+10 | unknown-at-hop@vm04>vm03 |"
            + " target-docker0",
        // all counted, none answered: too busy to tell
        "tx+10 in+10 rx+10 answers+10 | in+10 rx+10 echos+10 replies+10 tx+10 |"
            + " not-enough-seen@vm03>vm04 |",
      })
  void theFirstPointThatDidNotCountThem(String source, String target, String id, String hop) {
    Finding finding = read(cluster(), readings(source, target == null ? "" : target));

    assertThat(finding.id()).isEqualTo(id);
    assertThat(finding.arguments().get("hop")).isEqualTo(hop);
  }

  @Test
  void answeredPingsAreNotLost() {
    ProbeReport report = new ProbeReport(N, 9, List.of(), counters(Map.of()), counters(Map.of()));
    LadderReadings readings =
        new LadderReadings(PAIR, report, counters(Map.of()), counters(Map.of()), null, null, AT);

    assertThat(Ladder.read(cluster().facts(), readings)).isEmpty();
  }

  @Test
  void aFilterThatCountedThem() {
    String point = "rule/iptables/filter/INPUT/" + DROP;
    Map<String, Long> moved = Map.of(point, 10L);
    ProbeReport report =
        new ProbeReport(N, 0, List.of(), counters(Map.of()), counters(added("tx+10")));
    LadderReadings readings =
        new LadderReadings(
            PAIR, report, counters(Map.of(point, 0L)), counters(moved), null, null, AT);

    Finding in = read(suspicious(4, "INPUT", DROP), readings);
    assertThat(in.id()).isEqualTo("input-firewall@vm04");
    assertThat(in.evidence().getFirst().line()).contains(DROP);
    assertThat(in.remedies()).first().isInstanceOf(Remedy.ChangeKernel.class);
  }

  @Test
  void aFilterThatDoesNotCountKeepsTheUnderlayFromBeingBlamed() {
    LadderReadings readings = readings("tx+10", "").withThere(blocked());

    Finding finding = read(suspicious(4, "INPUT", DROP), readings);

    assertThat(finding.id()).isEqualTo("unknown-at-hop@vm03>vm04");
    assertThat(finding.arguments()).containsEntry("hop", "port");
    assertThat(finding.evidence()).anyMatch(it -> it.line().contains(DROP));
  }

  @Test
  void filtersNobodySawKeepTheUnderlayFromBeingBlamed() {
    HealthyCluster blind = cluster().withFirewall(4, _ -> Known.unknown("not root"));

    assertThat(read(blind, readings("tx+10", "").withThere(blocked())).arguments())
        .containsEntry("hop", "port");
  }

  @Test
  void anOutputFilterAndAMissingEntryDropAlike() {
    String rule = "-p udp --dport 8472 -m recent --name x -j DROP";
    String point = "rule/iptables/filter/OUTPUT/" + rule;
    LadderReadings readings = readings("", "");
    ProbeReport report =
        new ProbeReport(
            N,
            0,
            List.of(),
            counters(Map.of(point, 0L)),
            counters(Map.of(point, 10L, POINTS.get("txdrop"), 10L)));
    LadderReadings counted =
        new LadderReadings(PAIR, report, readings.before(), readings.after(), null, null, AT);

    assertThat(read(suspicious(3, "OUTPUT", rule), counted).id()).isEqualTo("output-firewall@vm03");
    HealthyCluster missing =
        cluster()
            .withForwards(
                3,
                all ->
                    HealthyCluster.without(all, it -> it.mac().equals(HealthyCluster.vtepMac(4))));
    assertThat(read(missing, readings("txdrop+10", "")).id())
        .isEqualTo("forward-missing@vm03>vm04");
    HealthyCluster blind =
        cluster()
            .withNetwork(3, it -> Networks.forwards(it, Known.unknown("bridge is not installed")));
    assertThat(read(blind, readings("txdrop+10", "")).id()).isEqualTo("forward-missing@vm03>vm04");
  }

  // The underlay

  private static LadderReadings.Datagrams blocked() {
    return new LadderReadings.Datagrams(
        N, new Counters(new TreeMap<>()), new Counters(new TreeMap<>(Map.of("Udp/NoPorts", 10L))));
  }

  private static LadderReadings.Datagrams passing() {
    return new LadderReadings.Datagrams(
        N,
        new Counters(new TreeMap<>(Map.of("Udp/InDatagrams", 10L))),
        new Counters(new TreeMap<>(Map.of("Udp/NoPorts", 10L))));
  }

  @Test
  void onlyDatagramsProveThatTheUnderlayBlocksThePort() {
    LadderReadings readings = readings("tx+10", "");
    ClusterFacts facts = cluster().lostPair(3, 4).facts();

    assertThat(Ladder.wantsDatagrams(facts, readings)).contains(PAIR);
    assertThat(Ladder.wantsDatagrams(facts, readings.withThere(passing()))).isEmpty();
    Finding finding = read(cluster(), readings.withThere(blocked()));
    assertThat(finding.id()).isEqualTo("underlay-blocked@vm03>vm04");
    assertThat(finding.direction()).isEqualTo(Direction.OUTBOUND);
    assertThat(finding.remedies())
        .containsExactly(
            new Remedy.Instruct(
                "open-underlay",
                Map.of(
                    "from", "vm03",
                    "to", "vm04",
                    "fromAddress", "172.16.16.83",
                    "toAddress", "172.16.16.84",
                    "port", "8472")));
    assertThat(read(cluster(), readings.withThere(passing())).arguments())
        .containsEntry("hop", "underlay");
  }

  /** No datagram gets there: only pings past the tunnel prove that it is the underlay. */
  @Test
  void anUnderlayThatLetsNothingThroughIsNamedOnceNoPingPassesEither() {
    Counters none = new Counters(new TreeMap<>());
    Counters pinged = new Counters(new TreeMap<>(Map.of("Icmp/InEchos", 10L)));
    LadderReadings.Datagrams lost = new LadderReadings.Datagrams(N, none, none);
    LadderReadings readings = readings("tx+10", "");

    assertThat(blocked().wantPings()).isFalse();
    assertThat(lost.wantPings()).isTrue();
    assertThat(read(cluster(), readings.withThere(lost)).id())
        .isEqualTo("unknown-at-hop@vm03>vm04");
    assertThat(read(cluster(), readings.withThere(lost.withPings(pinged))).id())
        .isEqualTo("unknown-at-hop@vm03>vm04");
    Finding finding = read(cluster(), readings.withThere(lost.withPings(none)));
    assertThat(finding.id()).isEqualTo("underlay-blocked@vm03>vm04");
    assertThat(finding.arguments()).containsEntry("what", "UDP, ICMP");
  }

  /** Taken in by the receiver's IP and not handed on: no underlay did that, seen or not. */
  @Test
  void whatTheReceiverTookInIsLostOnTheReceiver() {
    Counters held =
        new Counters(
            new TreeMap<>(
                Map.of("Ip/InReceives", 14L, "Ip/InDelivers", 4L, "Ip/ForwDatagrams", 0L)));
    Counters other = new Counters(new TreeMap<>(Map.of("Udp/NoPorts", 10L)));
    LadderReadings readings = readings("tx+10", "");

    Finding finding =
        read(cluster(), readings.withThere(new LadderReadings.Datagrams(N, held, other)));

    assertThat(finding.id()).isEqualTo("unknown-at-hop@vm03>vm04");
    assertThat(finding.arguments()).containsEntry("hop", "port").containsEntry("node", "vm04");
    assertThat(finding.arguments().get("ruledOut")).doesNotContain("input-firewall");
    assertThat(finding.evidence())
        .extracting(Evidence::line)
        .contains("Ip/InReceives +14 / 10", "Ip/InDelivers +4 / 10");
    // Handed on to others, not held up.
    Counters forwarded =
        new Counters(
            new TreeMap<>(
                Map.of("Ip/InReceives", 14L, "Ip/InDelivers", 4L, "Ip/ForwDatagrams", 10L)));
    assertThat(
            read(cluster(), readings.withThere(new LadderReadings.Datagrams(N, forwarded, other)))
                .id())
        .isEqualTo("underlay-blocked@vm03>vm04");
  }

  /** What nobody could see is not ruled out, and said. */
  @Test
  void aFirewalldWithoutNftIsNamedAsUnseen() {
    HealthyCluster hidden = cluster().withUnit(4, "firewalld.service");
    LadderReadings readings = readings("tx+10", "");
    Counters held = new Counters(new TreeMap<>(Map.of("Ip/InReceives", 10L, "Ip/InDelivers", 0L)));
    Counters none = new Counters(new TreeMap<>());

    assertThat(read(hidden, readings).arguments().get("ruledOut"))
        .contains("output-firewall")
        .doesNotContain("input-firewall");
    assertThat(read(cluster(), readings).arguments().get("ruledOut")).contains("input-firewall");
    assertThat(
            read(hidden, readings.withThere(new LadderReadings.Datagrams(N, held, none)))
                .evidence())
        .extracting(Evidence::line)
        .contains("[firewalld runs, and nothing shows what it filters]");
    assertThat(
            read(cluster().withUnit(3, "firewalld.service"), readings).arguments().get("ruledOut"))
        .doesNotContain("output-firewall");
  }

  /** Nor are containers well behind filters that nobody saw. */
  @Test
  void containersBehindFiltersNobodySawAreNotWell() {
    ClusterFacts facts = cluster().withUnit(4, "firewalld.service").facts();
    ContainerPlanes planes = new ContainerPlanes(facts, Diagnostician.examine(facts));

    assertThat(planes.of(vm(3), vm(4)).state()).isEqualTo(ContainerPlane.State.NOT_CHECKED);
    assertThat(planes.of(vm(1), vm(2)).state()).isEqualTo(ContainerPlane.State.OK);
  }

  /** The remedy is for the zone whose chain refuses, as firewalld names its chains. */
  @ParameterizedTest
  @CsvSource({
    "filter_IN_public, public",
    "filter_IN_work_allow, work",
    "IN_public_deny, public",
    "IN_docker, docker",
    "filter_INPUT,",
    "INPUT_ZONES,"
  })
  void aZoneIsReadFromItsChain(String chain, String zone) {
    assertThat(
            Firewalld.zone(
                new Chain(Firewall.Tool.NFT, "inet firewalld", chain, "", "", -1, List.of())))
        .isEqualTo(Optional.ofNullable(zone));
  }

  @Test
  void theWayBackIsAskedForTheWayBack() {
    LadderReadings readings = readings("tx+10", "in+10 rx+10 echos+10 replies+10 tx+10");
    ClusterFacts facts = cluster().lostPair(3, 4).facts();

    assertThat(Ladder.wantsDatagrams(facts, readings)).contains(new Subject.OnPair(vm(4), vm(3)));
    assertThat(read(cluster(), readings.withBack(blocked())).id())
        .isEqualTo("underlay-blocked@vm04>vm03");
  }

  // Look-alikes that facts tell apart

  @Test
  void anotherVniAndASharedAddressLookAlike() {
    LadderReadings readings = readings("tx+10", "in+10");
    HealthyCluster vni =
        cluster()
            .withLink(
                4,
                "flannel.1",
                it ->
                    HealthyNode.link(
                        it.name(),
                        it.flags(),
                        it.mtu(),
                        it.mac(),
                        null,
                        new Link.Vxlan(2, Known.of(8472), Ipv4Address.of("172.16.16.84"), "eth0")));
    HealthyCluster mac =
        cluster()
            .withLink(
                4,
                "flannel.1",
                it ->
                    HealthyNode.link(
                        it.name(),
                        it.flags(),
                        it.mtu(),
                        HealthyCluster.vtepMac(3),
                        null,
                        it.vxlan()));

    assertThat(read(vni, readings).code()).isEqualTo(FindingCode.VNI_MISMATCH);
    assertThat(read(mac, readings).code()).isEqualTo(FindingCode.VTEP_MAC_DUPLICATE);
  }

  @Test
  void aProcessAtThePortLooksLikeTheUnderlay() {
    UdpSocket socket =
        new UdpSocket(
            Ipv4Address.of("0.0.0.0"),
            8472,
            Known.of(Optional.of(new UdpSocket.Owner("python3", 5996))),
            0,
            "0.0.0.0:8472 users:((\"python3\",pid=5996))");
    HealthyCluster taken = cluster().withSockets(4, _ -> List.of(socket));

    Finding finding = read(taken, readings("tx+10", "").withThere(blocked()));
    assertThat(finding.id()).isEqualTo("udp-port-taken@vm04");
    assertThat(finding.evidence()).anyMatch(it -> it.line().equals("Udp/InDatagrams +0"));
  }

  @Test
  void anotherMacAndAnOldEntryLookAlike() {
    LadderReadings readings = readings("tx+10", "in+10 rx+10 otherhost+10");
    MacAddress other = new MacAddress("02:de:ad:be:ef:04");
    HealthyCluster changed =
        cluster()
            .withLink(
                4,
                "flannel.1",
                it -> HealthyNode.link(it.name(), it.flags(), it.mtu(), other, null, it.vxlan()));
    HealthyCluster stale =
        cluster()
            .withNeighbours(
                3,
                all ->
                    HealthyCluster.replace(
                        all,
                        it -> it.address().equals(HealthyCluster.vtepAddress(4)),
                        it -> HealthyNode.neighbour(it.address(), other)));

    assertThat(read(changed, readings).id()).isEqualTo("vtep-mac-changed@vm04");
    assertThat(read(stale, readings).id()).isEqualTo("neighbour-stale@vm03>vm04");
  }

  @Test
  void ignoredAndFilteredPingsLookAlike() {
    String rule = "-i flannel.1 -p icmp -m recent --name x -j DROP";
    String point = "rule/iptables/filter/INPUT/" + rule;
    LadderReadings filtered =
        new LadderReadings(
            PAIR,
            new ProbeReport(N, 0, List.of(), counters(Map.of()), counters(added("tx+10"))),
            counters(Map.of(point, 0L)),
            counters(Map.of(point, 10L, "Udp/InDatagrams", 10L, "dev/flannel.1/rx", 10L)),
            null,
            null,
            AT);

    assertThat(read(suspicious(4, "INPUT", rule), filtered).id()).isEqualTo("icmp-filtered@vm04");
    assertThat(
            read(
                    cluster().withSysctl(4, "ipv4/icmp_echo_ignore_all", 1),
                    readings("tx+10", "in+10 rx+10 echos+10"))
                .id())
        .isEqualTo("icmp-ignored@vm04");
  }

  @Test
  void whatPingWasToldStandsInForTablesNobodySaw() {
    HealthyCluster blind =
        cluster()
            .withNetwork(3, it -> Networks.routes(it, Known.unknown("ip is not installed")))
            .withoutLookups(3);

    assertThat(read(blind, readings("", "", "connect: Network is unreachable")).id())
        .isEqualTo("route-missing@vm03>vm04");
    assertThat(read(cluster(), readings("", "", "connect: Network is unreachable")).code())
        .isEqualTo(FindingCode.UNKNOWN_AT_HOP);
  }

  // Honesty

  @Test
  void aBusyNodeIsSaidToBeOne() {
    assertThat(read(cluster(), readings("tx+10", "in+10")).arguments())
        .containsEntry("certain", "yes");
    assertThat(read(cluster(), readings("tx+5000", "in+5000")).arguments())
        .containsEntry("certain", "no");
  }

  @Test
  void whatTheCountersExcludeIsNamed() {
    assertThat(read(cluster(), readings("tx+10", "")).arguments().get("ruledOut"))
        .contains("route-missing", "forward-missing", "output-firewall", "input-firewall")
        .doesNotContain("underlay-blocked", "vni-mismatch");
    assertThat(read(cluster(), readings("", "")).arguments().get("ruledOut")).isEmpty();
  }

  @Test
  void withoutCountersNothingIsConcluded() {
    Counters none = new Counters(new TreeMap<>());
    LadderReadings readings =
        new LadderReadings(
            PAIR, new ProbeReport(N, 0, List.of(), none, none), none, none, null, null, AT);

    assertThat(read(cluster(), readings).code()).isEqualTo(FindingCode.NOT_ENOUGH_SEEN);
  }

  // Plans

  @Test
  void fewPacketsAreSent() {
    ClusterFacts facts = cluster().facts();
    LadderPlan echoes = LadderPlan.echoes(facts, PAIR).orElseThrow();
    LadderPlan datagrams = LadderPlan.datagrams(facts, PAIR).orElseThrow();

    assertThat(echoes.requests())
        .containsExactly(
            new ProbeRequest.Echoes(subnet(3).firstHost(), subnet(4).firstHost(), N, 56, false));
    assertThat(echoes.packets()).isEqualTo(N);
    assertThat(datagrams.requests())
        .containsExactly(
            new ProbeRequest.Datagrams(Ipv4Address.of("172.16.16.84"), 8472, N),
            new ProbeRequest.Datagrams(Ipv4Address.of("172.16.16.84"), 39999, N));
  }

  @Test
  void anAddressOfItsOwnIsNotPinged() {
    HealthyCluster own =
        cluster()
            .withAddresses(
                3,
                all ->
                    HealthyCluster.and(
                        all, HealthyNode.address("docker0", subnet(4).firstHost(), 24)));

    assertThat(LadderPlan.echoes(own.facts(), PAIR)).isEmpty();
    assertThat(LadderPlan.echoes(cluster().withLeasesUnknown().facts(), PAIR)).isEmpty();
  }
}

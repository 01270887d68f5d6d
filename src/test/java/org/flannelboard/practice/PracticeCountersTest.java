package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.soon;
import static org.flannelboard.practice.Fixture.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;
import org.flannelboard.practice.PacketPath.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What three echo requests leave in the counters of both ends: the fingerprints by which faults are
 * told apart, as they were seen on real nodes. The peer is too old to show frames for others.
 */
class PracticeCountersTest {

  private static final int NODE = 4;
  private static final int PEER = 2;

  /** Points in the order in which a packet comes by, with the names used here. */
  private static final List<String> LADDER =
      List.of(
          "dev/(flannel\\.\\d+)/(tx|tx-dropped|tx-error|tx-carrier)",
          "rule/iptables/(?:filter|raw)/(\\S+?)/(.*-j (?:DROP|REJECT).*)",
          "(Udp)/(.*)",
          "dev/(flannel\\.\\d+)/(rx|other-host)",
          // What counts every packet tells nothing of any.
          "(TcpExt|IpExt|Ip)/((?!InReceives$).*)",
          "policy/iptables/filter/(FORWARD)()",
          "(Icmp)/(InEchos|OutEchoReps|InEchoReps|.*DestUnreachs)");

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          ;                      2>4; tx+3 InDatagrams+3 rx+3 InEchoReps+3; tx+3 InDatagrams+3 rx+3 InEchos+3 OutEchoReps+3
          INPUT_FIREWALL;        2>4; tx+3; INPUT rule+3
          INPUT_FIREWALL;        4>2; tx+3 INPUT rule+3; tx+3 InDatagrams+3 rx+3 InEchos+3 OutEchoReps+3
          INPUT_REJECTED;        2>4; tx+3 InDestUnreachs+3; INPUT rule+3 OutDestUnreachs+3
          OUTPUT_FIREWALL;       4>2; tx-dropped+3 OUTPUT rule+3;
          OUTPUT_FIREWALL;       2>4; tx+3; tx-dropped+3 OUTPUT rule+3 InDatagrams+3 rx+3 InEchos+3 OutEchoReps+3
          VXLAN_BLOCKED;         2>4; tx+3;
          UNDERLAY_BLOCKED;      4>2; tx+3;
          UNDERLAY_BLOCKED;      2>4; tx+3; tx+3 InDatagrams+3 rx+3 InEchos+3 OutEchoReps+3
          VXLAN_BLOCKED_ONE_WAY; 4>2; tx+3;
          VXLAN_BLOCKED_ONE_WAY; 2>4; tx+3; tx+3 InDatagrams+3 rx+3 InEchos+3 OutEchoReps+3
          CHECKSUM_BAD;          4>2; tx+3; InCsumErrors+3 InErrors+3
          PORT_TAKEN;            2>4; tx+3;
          PORT_MISMATCH;         2>4; tx+3 InDestUnreachs+3; NoPorts+3 OutDestUnreachs+3
          VNI_MISMATCH;          2>4; tx+3; InDatagrams+3
          DEVICE_MISSING;        2>4; tx+3 InDestUnreachs+3; NoPorts+3 OutDestUnreachs+3
          DEVICE_DOWN;           2>4; tx+3 InDestUnreachs+3; NoPorts+3 OutDestUnreachs+3
          DEVICE_BOUNCED;        2>4; tx+3; InDatagrams+3 rx+3 InEchos+3 OutEchoReps+3
          VTEP_MAC_CHANGED;      2>4; tx+3; InDatagrams+3 other-host+3 rx+3
          LOCAL_ADDRESS_WRONG;   4>2; tx-carrier+3 tx-error+3;
          ROUTE_MISSING;         4>2; ;
          ROUTE_SHADOWED;        4>2; ;
          ROUTE_RULE;            4>2; ;
          ROUTE_RULE;            2>4; tx+3; InDatagrams+3 rx+3 InEchos+3 OutEchoReps+3
          NEIGHBOUR_MISSING;     4>2; ;
          NEIGHBOUR_STALE;       4>2; tx+3; InDatagrams+3 rx+3
          FORWARD_MISSING;       4>2; tx-dropped+3;
          FORWARD_WRONG;         4>2; tx+3;
          WRONG_PUBLIC_IP;       2>4; tx+3;
          LEASE_MISSING;         2>4; ;
          LEASE_MAC_WRONG;       2>4; tx+3; InDatagrams+3 other-host+3 rx+3
          DUPLICATE_VTEP_MAC;    2>4; tx+3; InDatagrams+3
          DOCKER0_WRONG_SUBNET;  2>4; tx+3; InDatagrams+3 rx+3 ForwDatagrams+3
          DOCKER0_MISSING;       2>4; tx+3; InDatagrams+3 rx+3 ForwDatagrams+3
          ICMP_IGNORED;          2>4; tx+3; InDatagrams+3 rx+3 InEchos+3
          ICMP_FILTERED;         2>4; tx+3; INPUT rule+3 InDatagrams+3 rx+3
          REVERSE_PATH;          2>4; tx+3; InDatagrams+3 rx+3 IPReversePathFilter+3
          """)
  void echoesLeaveTheirMark(FaultKind fault, String way, String source, String target) {
    try (Fixture fixture = Fixture.deployed(4)) {
      boolean ofPeer = way.startsWith("2");
      Ipv4Address sender = fixture.docker0(ofPeer ? PEER : NODE);
      Ipv4Address receiver = fixture.docker0(ofPeer ? NODE : PEER);
      if (fault != null) {
        fixture.cluster.switchOn(at(fault));
      }
      int from = ofPeer ? PEER : NODE;
      int to = ofPeer ? NODE : PEER;
      Counters before = counters(fixture, to);
      ProbeReport report =
          fixture
              .node(from)
              .probe(new ProbeRequest.Echoes(sender, receiver, 3, 56, false), soon())
              .orElseThrow();
      assertThat(report.sent()).isEqualTo(3);
      assertThat(report.answered()).isEqualTo(fault == null ? 3 : 0);
      assertThat(text(report.after().since(report.before()))).isEqualTo(or(source));
      assertThat(text(counters(fixture, to).since(before))).isEqualTo(or(target));
    }
  }

  /** A packet to a container is forwarded, and so is its answer. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          ;                      tx+3 InDatagrams+3 rx+3 ForwDatagrams+6
          FORWARD_DROP;          InDatagrams+3 rx+3 FORWARD policy+3
          IP_FORWARD_OFF;        InDatagrams+3 rx+3 InAddrErrors+3
          TUNNEL_FORWARD_OFF;    InDatagrams+3 rx+3 InAddrErrors+3
          DOCKER_DIRECT_ROUTING; PREROUTING rule+3 InDatagrams+3 rx+3
          ICMP_IGNORED;          tx+3 InDatagrams+3 rx+3 ForwDatagrams+6
          """)
  void packetsToContainersLeaveTheirMark(FaultKind fault, String target) {
    try (Fixture fixture = Fixture.deployed(4)) {
      World world = fixture.cluster.world();
      world.machine(vm(NODE)).run(GuideStart.CONTAINER);
      if (fault != null) {
        fixture.cluster.switchOn(at(fault));
      }
      Counters before = counters(fixture, NODE);
      Journey journey =
          world
              .path()
              .journey(
                  world.machine(vm(PEER)),
                  fixture.docker0(PEER),
                  fixture.docker0(NODE).plus(1),
                  Probe.USUAL);
      for (int i = 0; i < 3; i++) {
        journey.go();
      }
      assertThat(text(counters(fixture, NODE).since(before))).isEqualTo(target);
    }
  }

  /** The probe that tells a block in the network from one on the node. */
  @ParameterizedTest(name = "{0} port {1}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          ;                8472;  InDatagrams+10
          ;                39999; NoPorts+10 OutDestUnreachs+10
          INPUT_FIREWALL;  8472;  INPUT rule+10
          INPUT_FIREWALL;  39999; NoPorts+10 OutDestUnreachs+10
          VXLAN_BLOCKED;   8472;
          VXLAN_BLOCKED;   39999; NoPorts+10 OutDestUnreachs+10
          DEVICE_DOWN;     8472;  NoPorts+10 OutDestUnreachs+10
          PORT_TAKEN;      8472;
          NODE_REBOOTED;   8472;  NoPorts+10 OutDestUnreachs+10
          """)
  void datagramsLeaveTheirMark(FaultKind fault, int port, String target) {
    try (Fixture fixture = Fixture.deployed(4)) {
      if (fault != null) {
        fixture.cluster.switchOn(at(fault));
      }
      Counters before = counters(fixture, NODE);
      ProbeReport report =
          fixture
              .node(PEER)
              .probe(new ProbeRequest.Datagrams(fixture.spec(NODE).ip(), port, 10), soon())
              .orElseThrow();
      assertThat(report.answered()).isZero();
      assertThat(text(counters(fixture, NODE).since(before))).isEqualTo(or(target));
    }
  }

  @Test
  void whatTheKernelRefusesIsSaidInPingsWords() {
    try (Fixture fixture = Fixture.deployed(4)) {
      Ipv4Address own = fixture.docker0(NODE);
      Ipv4Address peer = fixture.docker0(PEER);
      assertThat(errors(fixture, own, peer, 1422)).isEmpty();
      assertThat(errors(fixture, own, peer, 1423))
          .containsExactly("ping: local error: message too long, mtu=1450");
      fixture.cluster.switchOn(at(FaultKind.NEIGHBOUR_MISSING));
      Ipv4Address vtep = fixture.network(NODE).address("flannel.1").orElseThrow().address();
      assertThat(errors(fixture, own, peer, 56))
          .containsExactly("From " + vtep + " Destination Host Unreachable");
    }
  }

  private static List<String> errors(
      Fixture fixture, Ipv4Address source, Ipv4Address target, int payload) {
    return fixture
        .node(NODE)
        .probe(new ProbeRequest.Echoes(source, target, 1, payload, true), soon())
        .orElseThrow()
        .errors();
  }

  /** The mesh's rounds count like any other packet, and the nat table counts a connection once. */
  @Test
  void roundsOfTheMeshAreCountedToo() {
    try (Fixture fixture = Fixture.deployed(4)) {
      Counters before = counters(fixture, NODE);
      for (int i = 0; i < 2; i++) {
        fixture.ping(PEER, fixture.docker0(PEER), List.of(fixture.docker0(NODE)));
      }
      assertThat(text(counters(fixture, NODE).since(before)))
          .isEqualTo("tx+2 InDatagrams+2 rx+2 InEchos+2 OutEchoReps+2");
    }
  }

  @Test
  void aNewDeviceBeginsToCountAnew() {
    try (Fixture fixture = Fixture.deployed(2)) {
      fixture.ping(1, fixture.docker0(1), List.of(fixture.docker0(2)));
      assertThat(counters(fixture, 1).at("dev/flannel.1/tx")).isEqualTo(1);
      fixture.cluster.switchOn(new PracticeFault.DeviceMissing(vm(1)));
      assertThat(counters(fixture, 1).counts("dev/flannel.1/tx")).isFalse();
      fixture.cluster.switchOff(new PracticeFault.DeviceMissing(vm(1)));
      assertThat(counters(fixture, 1).at("dev/flannel.1/tx")).isZero();
    }
  }

  private static PracticeFault at(FaultKind kind) {
    return kind.at(List.of(vm(NODE), vm(PEER)).subList(0, kind.nodes()));
  }

  private static Counters counters(Fixture fixture, int node) {
    return fixture
        .node(node)
        .inspect(Inspection.counters(), soon())
        .orElseThrow()
        .counters()
        .toOptional()
        .orElseThrow();
  }

  /** What was counted, in the ladder's order. */
  private static String text(Counters counters) {
    List<String> words = new ArrayList<>();
    for (String rung : LADDER) {
      Pattern pattern = Pattern.compile(rung);
      counters
          .values()
          .forEach(
              (point, count) -> {
                Matcher matcher = pattern.matcher(point);
                if (count != 0 && matcher.matches()) {
                  words.add(word(point, matcher) + "+" + count);
                }
              });
    }
    return String.join(" ", words);
  }

  private static String word(String point, Matcher matcher) {
    if (point.startsWith("rule/")) {
      return matcher.group(1) + " rule";
    }
    return point.startsWith("policy/") ? matcher.group(1) + " policy" : matcher.group(2);
  }

  private static String or(String text) {
    return text == null ? "" : text;
  }
}

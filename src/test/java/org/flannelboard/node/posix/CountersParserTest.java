package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CountersParserTest {

  private static final Ipv4Address SOURCE = Ipv4Address.of("172.16.16.81");
  private static final Ipv4Address TARGET = Ipv4Address.of("172.16.16.83");

  @Test
  void readsDevicesProtocolsAndFilters() {
    Counters counters = counters(Golden.text("inspect-iproute2-6.1.txt"));
    assertThat(counters.at("dev/flannel.1/tx-dropped")).isEqualTo(6);
    assertThat(counters.at("dev/eth0/rx")).isEqualTo(14);
    assertThat(counters.at("dev/eth0/other-host")).isEqualTo(5);
    assertThat(counters.counts("dev/flannel.1/other-host")).isFalse();
    assertThat(counters.at("Icmp/InEchoReps")).isEqualTo(1);
    assertThat(counters.at("Tcp/MaxConn")).isEqualTo(-1);
    assertThat(counters.counts("Udp/InCsumErrors")).isTrue();
    assertThat(counters.counts("TcpExt/IPReversePathFilter")).isTrue();
    assertThat(counters.counts("policy/iptables/filter/FORWARD")).isTrue();
    assertThat(counters.counts("policy/iptables/filter/DOCKER")).isFalse();
    assertThat(
            counters.counts(
                "rule/iptables/filter/INPUT/-s 172.16.16.82/32 -p udp -m udp --dport 8472 -j DROP"))
        .isTrue();
    assertThat(
            counters.at(
                "rule/nft/inet firewalld/filter_IN/tcp flags syn / fin,syn,rst,ack counter drop"))
        .isEqualTo(3);
  }

  @Test
  void addsUpARuleThatStandsTwice() {
    String twice =
        recorded("  eth0:  1 1 0 0 0 0 0 0 2 2 0 0 0 0 0 0")
            + "@@ iptables\n*filter\n:INPUT ACCEPT [0:0]\n[3:9] -A INPUT -j DROP\n"
            + "[4:9] -A INPUT -j DROP\nCOMMIT\n";
    assertThat(counters(twice).at("rule/iptables/filter/INPUT/-j DROP")).isEqualTo(7);
  }

  @Test
  void readsADeviceWithoutASpaceBehindItsName() {
    assertThat(counters(recorded("eth0:1234 5 6 7 0 0 0 0 99 8 9 10 0 0 11 0")).values())
        .containsEntry("dev/eth0/rx", 5L)
        .containsEntry("dev/eth0/rx-error", 6L)
        .containsEntry("dev/eth0/rx-dropped", 7L)
        .containsEntry("dev/eth0/tx", 8L)
        .containsEntry("dev/eth0/tx-error", 9L)
        .containsEntry("dev/eth0/tx-dropped", 10L)
        .containsEntry("dev/eth0/tx-carrier", 11L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"eth0: 1 2 3", "eth0: 1 x 3 4 5 6 7 8 9 10 11 12 13 14 15 16", "eth0"})
  void doesNotKnowOtherForms(String line) {
    assertThat(parse(recorded(line)))
        .isInstanceOfSatisfying(
            Known.Unknown.class,
            unknown -> assertThat(unknown.why()).contains(line.substring(0, 4)));
  }

  @Test
  void readsAnsweredEchoes() throws MalformedOutputException {
    ProbeReport report =
        ProbeParser.parse(
            new ProbeRequest.Echoes(SOURCE, TARGET, 3, 56, true),
            Section.split(Golden.text("probe-answered.txt")));
    assertThat(report.sent()).isEqualTo(3);
    assertThat(report.answered()).isEqualTo(3);
    assertThat(report.errors()).isEmpty();
    Counters added = report.after().since(report.before());
    assertThat(added.at("Icmp/OutEchos")).isEqualTo(3);
    assertThat(added.at("Icmp/InEchoReps")).isEqualTo(3);
    assertThat(added.at("dev/eth0/tx")).isGreaterThanOrEqualTo(3);
  }

  @Test
  void readsDatagramsThatTheNodeItselfDropped() throws MalformedOutputException {
    ProbeReport report =
        ProbeParser.parse(
            new ProbeRequest.Datagrams(TARGET, 39999, 5),
            Section.split(Golden.text("probe-datagrams-dropped.txt")));
    assertThat(report.sent()).isEqualTo(5);
    assertThat(report.answered()).isZero();
    assertThat(report.errors())
        .containsExactly("bash: line 3: printf: write error: Operation not permitted");
    assertThat(
            report
                .after()
                .since(report.before())
                .at("rule/iptables/filter/OUTPUT/-p udp -m udp --dport 39999 -j DROP"))
        .isEqualTo(5);
  }

  @Test
  void collectsWhatWasSaidInsteadOfAnswers() throws MalformedOutputException {
    ProbeReport blocked =
        probe(
            "From 10.253.6.0 icmp_seq=1 Destination Host Unreachable\n"
                + "From 10.253.6.0 icmp_seq=2 Destination Host Unreachable\n\n"
                + "--- 10.253.59.1 ping statistics ---\n"
                + "2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 53ms\n");
    assertThat(blocked.sent()).isEqualTo(2);
    assertThat(blocked.errors()).containsExactly("From 10.253.6.0 Destination Host Unreachable");
    ProbeReport large =
        probe(
            "ping: local error: message too long, mtu=1450\n"
                + "ping: local error: message too long, mtu=1450\n"
                + "2 packets transmitted, 0 received, +2 errors, 100% packet loss, time 53ms\n");
    assertThat(large.errors()).containsExactly("ping: local error: message too long, mtu=1450");
    // Without any way ping sends nothing and sums nothing up.
    ProbeReport noWay = probe("connect: Network is unreachable\n");
    assertThat(noWay.sent()).isEqualTo(10);
    assertThat(noWay.answered()).isZero();
    assertThat(noWay.errors()).containsExactly("connect: Network is unreachable");
    assertThatThrownBy(() -> probe("ping: invalid option -- 'M'\n"))
        .isInstanceOf(MalformedOutputException.class)
        .hasMessageContaining("invalid option");
  }

  private static ProbeReport probe(String said) throws MalformedOutputException {
    String counters = recorded("eth0: 1 1 0 0 0 0 0 0 2 2 0 0 0 0 0 0");
    return ProbeParser.parse(
        new ProbeRequest.Echoes(SOURCE, TARGET, 10, 56, false),
        Section.split(
            "@@ before\n"
                + counters
                + "@@ sent\n"
                + said
                + "@@ status 1\n@@ after\n"
                + counters
                + "@@ end\n"));
  }

  /** What stands around a line of /proc/net/dev. */
  private static String recorded(String device) {
    return "@@ devices\nInter-|   Receive\n face |bytes\n"
        + device
        + "\n@@ protocols\nUdp: InDatagrams NoPorts\nUdp: 7 8\n@@ other-hosts\n";
  }

  private static Counters counters(String output) {
    Known<Counters> parsed = parse(output);
    return parsed.toOptional().orElseThrow(() -> new AssertionError(parsed));
  }

  private static Known<Counters> parse(String output) {
    Answers answers = new Answers(Section.split(output));
    return CountersParser.parse(answers, FirewallParser.parse(answers));
  }
}

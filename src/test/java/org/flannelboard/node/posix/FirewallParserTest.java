package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Known;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;
import org.flannelboard.node.facts.Firewall.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirewallParserTest {

  private final String recorded = Golden.text("inspect-iproute2-6.1.txt");

  @Test
  void readsEachChainOnce() {
    Firewall firewall = known(recorded);
    assertThat(firewall.unread()).isEmpty();
    assertThat(firewall.chains())
        .extracting(Chain::tool, Chain::table, Chain::name, Chain::hook, Chain::policy)
        .containsExactly(
            tuple(Tool.IPTABLES, "filter", "INPUT", "INPUT", "ACCEPT"),
            tuple(Tool.IPTABLES, "filter", "FORWARD", "FORWARD", "DROP"),
            tuple(Tool.IPTABLES, "filter", "OUTPUT", "OUTPUT", "ACCEPT"),
            tuple(Tool.IPTABLES, "filter", "DOCKER", "", ""),
            tuple(Tool.IPTABLES, "filter", "DOCKER-USER", "", ""),
            tuple(Tool.IPTABLES, "nat", "PREROUTING", "PREROUTING", "ACCEPT"),
            tuple(Tool.IPTABLES, "nat", "INPUT", "INPUT", "ACCEPT"),
            tuple(Tool.IPTABLES, "nat", "OUTPUT", "OUTPUT", "ACCEPT"),
            tuple(Tool.IPTABLES, "nat", "POSTROUTING", "POSTROUTING", "ACCEPT"),
            tuple(Tool.IPTABLES, "nat", "DOCKER", "", ""),
            tuple(Tool.IPTABLES_LEGACY, "raw", "PREROUTING", "PREROUTING", "ACCEPT"),
            tuple(Tool.IPTABLES_LEGACY, "raw", "OUTPUT", "OUTPUT", "ACCEPT"),
            tuple(Tool.NFT, "inet firewalld", "filter_INPUT", "INPUT", "ACCEPT"),
            tuple(Tool.NFT, "inet firewalld", "filter_IN", "", ""),
            tuple(Tool.NFT, "ip flannel-ipv4", "postrtg", "POSTROUTING", "ACCEPT"),
            tuple(Tool.NFT, "ip flannel-ipv4", "forward", "FORWARD", "ACCEPT"));
  }

  @Test
  void readsRulesOfIptables() {
    assertThat(rules("filter", "INPUT"))
        .containsExactly(
            new Rule(
                "udp",
                "",
                "",
                Cidr.of("172.16.16.82/32"),
                null,
                "8472",
                "DROP",
                List.of(),
                0,
                "-s 172.16.16.82/32 -p udp -m udp --dport 8472 -j DROP"),
            new Rule(
                "tcp",
                "",
                "",
                null,
                null,
                "22,2379:2380",
                "ACCEPT",
                List.of(),
                0,
                "-p tcp -m multiport --dports 22,2379:2380 -m comment --comment"
                    + " \"the \\\"usual\\\" doors\" -j ACCEPT"),
            new Rule(
                "icmp",
                "",
                "",
                null,
                null,
                "",
                "ACCEPT",
                List.of("--icmp-type 8"),
                0,
                "-p icmp -m icmp --icmp-type 8 -j ACCEPT"),
            new Rule(
                "",
                "eth+",
                "",
                null,
                null,
                "",
                "DROP",
                List.of("-m addrtype --dst-type BROADCAST"),
                0,
                "-i eth+ -m addrtype --dst-type BROADCAST -j DROP"),
            new Rule(
                "udp",
                "",
                "",
                null,
                null,
                "39999",
                "REJECT",
                List.of(),
                0,
                "-p udp -m udp --dport 39999 -j REJECT --reject-with icmp-host-prohibited"));
    assertThat(rules("filter", "FORWARD"))
        .extracting(Rule::inDevice, Rule::outDevice, Rule::target, Rule::conditions)
        .contains(
            tuple("", "", "DOCKER-USER", List.of()),
            tuple("", "docker0", "ACCEPT", List.of("-m conntrack --ctstate RELATED,ESTABLISHED")),
            tuple("docker0", "", "ACCEPT", List.of("! -o docker0")));
    assertThat(rules("nat", "POSTROUTING"))
        .extracting(Rule::source, Rule::target, Rule::conditions)
        .containsExactly(tuple(Cidr.of("10.253.46.0/24"), "MASQUERADE", List.of("! -o docker0")));
    assertThat(rules("raw", "PREROUTING"))
        .extracting(Rule::destination, Rule::target, Rule::conditions)
        .containsExactly(tuple(Cidr.of("10.253.46.7/32"), "DROP", List.of("! -i docker0")));
  }

  @Test
  void readsRulesOfNft() {
    assertThat(rules("inet firewalld", "filter_INPUT"))
        .extracting(
            Rule::protocol,
            Rule::inDevice,
            Rule::source,
            Rule::ports,
            Rule::target,
            Rule::conditions,
            Rule::packets)
        .containsExactly(
            tuple("", "", null, "", "ACCEPT", List.of("ct state established,related"), 0L),
            tuple("", "lo", null, "", "ACCEPT", List.of(), -1L),
            tuple("udp", "", null, "8472", "ACCEPT", List.of("ip saddr @peers"), 0L),
            tuple("udp", "", null, "53,8472:8473", "DROP", List.of(), 0L),
            tuple("tcp", "", Cidr.of("10.0.0.0/8"), "22", "ACCEPT", List.of(), -1L),
            tuple(
                "icmp",
                "",
                null,
                "",
                "ACCEPT",
                List.of("icmp type echo-request", "limit rate 5/second"),
                -1L),
            tuple("", "", null, "", "filter_IN", List.of("iifname != \"eth0\""), -1L),
            tuple("", "", null, "", "REJECT", List.of(), -1L));
    assertThat(rules("inet firewalld", "filter_IN"))
        .extracting(
            Rule::protocol, Rule::outDevice, Rule::destination, Rule::target, Rule::conditions)
        .containsExactly(
            tuple("udp", "docker+", null, "DROP", List.of()),
            tuple("", "", null, "RETURN", List.of("ct original ip daddr 10.1.2.3")),
            tuple("icmp", "", null, "ACCEPT", List.of()),
            tuple("", "", null, "DROP", List.of("tcp flags syn / fin,syn,rst,ack")));
    assertThat(rules("ip flannel-ipv4", "postrtg"))
        .extracting(Rule::source, Rule::destination, Rule::target, Rule::conditions, Rule::line)
        .contains(
            tuple(
                Cidr.of("10.253.46.0/24"),
                Cidr.of("10.253.0.0/16"),
                "RETURN",
                List.of(),
                "ip saddr 10.253.46.0/24 ip daddr 10.253.0.0/16 counter return"),
            tuple(
                Cidr.of("10.253.0.0/16"),
                null,
                "MASQUERADE",
                List.of("ip daddr != 224.0.0.0/4"),
                "ip saddr 10.253.0.0/16 ip daddr != 224.0.0.0/4 counter masquerade fully-random"));
  }

  /** The line is the same at each look, whatever was counted meanwhile. */
  @Test
  void keepsCountsOutOfTheLine() throws MalformedOutputException {
    Rule rule = NftRuleParser.parse("tcp flags syn counter packets 3 bytes 180 drop").getFirst();
    assertThat(rule.packets()).isEqualTo(3);
    assertThat(rule.line()).isEqualTo("tcp flags syn counter drop");
    List<Chain> chains =
        IptablesParser.parse(
            Tool.IPTABLES,
            List.of("*filter", ":INPUT DROP [4:336]", "[17:2278] -A INPUT -j LOG", "COMMIT"));
    assertThat(chains.getFirst().packets()).isEqualTo(4);
    assertThat(chains.getFirst().rules().getFirst().packets()).isEqualTo(17);
    assertThat(chains.getFirst().rules().getFirst().line()).isEqualTo("-j LOG");
  }

  /** iptables 1.4 of CentOS 7, and iptables 1.8 where the administrator chose legacy. */
  @Test
  void readsTheLegacyTablesOnce() {
    String legacy =
        "# Generated by iptables-save v1.4.21 on Mon Nov 23 03:00:52 2026\n*filter\n"
            + ":INPUT ACCEPT [0:0]\n[5:420] -A INPUT -p udp -m udp --dport 8472 -j DROP\nCOMMIT\n";
    Firewall firewall =
        known(
            "@@ iptables\n"
                + legacy
                + "@@ iptables-legacy\n"
                + legacy
                + "@@ no-nft nft is not installed\n");
    assertThat(firewall.chains()).hasSize(1);
    assertThat(firewall.chains().getFirst().tool()).isEqualTo(Tool.IPTABLES);
    assertThat(firewall.unread()).isEmpty();
  }

  @Test
  void saysWhatNobodyCouldRead() {
    String readable = "@@ iptables\n*filter\n:INPUT ACCEPT [0:0]\nCOMMIT\n";
    assertThat(
            known(readable + "@@ said nft\nno right\n@@ no-nft nft failed with status 1\n")
                .unread())
        .containsExactly("nft failed with status 1: no right");
    assertThat(known(readable + "@@ nft\nlist of chains\n").unread())
        .containsExactly("nft not understood: list of chains");
    assertThat(
            known(
                    "@@ iptables\n# Table `filter' is incompatible, use 'nft' tool.\n"
                        + "@@ no-nft nft is not installed\n")
                .unread())
        .containsExactly("iptables-save: Table `filter' is incompatible, use 'nft' tool.");
    assertThat(
            parse(
                "@@ no-iptables iptables-save is not installed\n@@ no-nft nft is not installed\n"))
        .isEqualTo(Known.unknown("neither iptables nor nft is installed"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":INPUT ACCEPT [0:0]",
        "*filter\n[0:0] -A NOWHERE -j DROP",
        "*filter\n:INPUT ACCEPT [0:0]\n-A INPUT -j DROP",
        "iptables: Permission denied"
      })
  void refusesOtherForms(String output) {
    assertThatThrownBy(() -> IptablesParser.parse(Tool.IPTABLES, output.lines().toList()))
        .isInstanceOf(MalformedOutputException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"table inet x {", "table inet x {\nchain a {\ndrop\n}", "chain x {"})
  void refusesHalfARuleset(String output) {
    assertThatThrownBy(() -> NftParser.parse(output.lines().toList()))
        .isInstanceOf(MalformedOutputException.class);
  }

  private List<Rule> rules(String table, String chain) {
    return known(recorded).chains().stream()
        .filter(it -> it.table().equals(table) && it.name().equals(chain))
        .findFirst()
        .orElseThrow()
        .rules();
  }

  private static Firewall known(String output) {
    Known<Firewall> parsed = parse(output);
    return parsed.toOptional().orElseThrow(() -> new AssertionError(parsed));
  }

  private static Known<Firewall> parse(String output) {
    return FirewallParser.parse(new Answers(Section.split(output)));
  }
}

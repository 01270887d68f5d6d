package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.diagnosis.HealthyCluster.subnet;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;
import org.flannelboard.node.facts.Firewall.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which rule takes a packet, in the words of iptables and of nft. */
class FilterWalkTest {

  private static final Packet VXLAN =
      Packet.vxlan(
          "eth0", "", Ipv4Address.of("172.16.16.83"), Ipv4Address.of("172.16.16.84"), 8472);

  /** Chains of a filter at INPUT, each rule as {@code CHAIN CONDITIONS -j TARGET}. */
  static Stream<Arguments> filters() {
    return Stream.of(
        // certain
        Arguments.of("ACCEPT", "", "", ""),
        Arguments.of("DROP", "", "policy DROP", "policy DROP"),
        Arguments.of("ACCEPT", "INPUT -p udp --dport 8472 -j DROP", "8472", "8472"),
        Arguments.of("ACCEPT", "INPUT -p udp --dport 8000:9000 -j REJECT", "8000:9000", "8000"),
        Arguments.of("ACCEPT", "INPUT -p udp --dport 53,4789 -j DROP", "", ""),
        Arguments.of("ACCEPT", "INPUT -p tcp -j DROP", "", ""),
        Arguments.of("ACCEPT", "INPUT -i eth+ -j DROP", "eth+", "eth+"),
        Arguments.of("ACCEPT", "INPUT -i flannel.1 -j DROP", "", ""),
        Arguments.of("ACCEPT", "INPUT -s 172.16.16.0/24 -j DROP", "-s 172", "-s 172"),
        Arguments.of("ACCEPT", "INPUT -s 172.16.17.0/24 -j DROP", "", ""),
        Arguments.of("DROP", "INPUT -p udp --dport 8472 -j ACCEPT", "", ""),
        Arguments.of("ACCEPT", "INPUT -p udp --dport 8472 -j ACCEPT;INPUT -p udp -j DROP", "", ""),
        // a reply of VXLAN is no answer to connection tracking
        Arguments.of(
            "DROP", "INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT", "policy", "pol"),
        Arguments.of("DROP", "INPUT -m state --state NEW -j ACCEPT", "", ""),
        Arguments.of("DROP", "INPUT ct state { established, related } -j ACCEPT", "pol", "pol"),
        Arguments.of("ACCEPT", "INPUT -m conntrack --ctstate INVALID -j DROP", "", ""),
        Arguments.of("ACCEPT", "INPUT ! -i lo -p udp -j DROP", "! -i lo", "! -i lo"),
        Arguments.of("ACCEPT", "INPUT ! -s 172.16.16.0/24 -j DROP", "", ""),
        Arguments.of("ACCEPT", "INPUT iifname != \"eth0\" -j DROP", "", ""),
        Arguments.of("ACCEPT", "INPUT -m addrtype --dst-type LOCAL -j DROP", "LOCAL", "LOCAL"),
        Arguments.of("ACCEPT", "INPUT -m addrtype ! --dst-type LOCAL -j DROP", "", ""),
        Arguments.of(
            "ACCEPT", "INPUT -m comment --comment \"no vxlan\" -j DROP", "no vxlan", "no vxlan"),
        // jumps
        Arguments.of("DROP", "INPUT -j IN;IN -p udp -j ACCEPT", "", ""),
        Arguments.of("DROP", "INPUT -j IN;IN -p udp -j RETURN;IN -j ACCEPT", "policy", "policy"),
        Arguments.of("ACCEPT", "INPUT -j IN;IN -j REJECT", "IN: -j REJECT", "REJECT"),
        Arguments.of("DROP", "INPUT -g IN;INPUT -j ACCEPT;IN -j LOG", "policy", "policy"),
        Arguments.of("ACCEPT", "INPUT -j IN;IN -j INPUT;INPUT -j DROP", "", "DROP"),
        // uncertain
        Arguments.of("ACCEPT", "INPUT -m recent --name x -j DROP", "", "recent"),
        Arguments.of("DROP", "INPUT -m mark --mark 0x1 -j ACCEPT", "", "policy DROP"),
        Arguments.of("ACCEPT", "INPUT -m mark --mark 0x1 -j ACCEPT;INPUT -j DROP", "", "DROP"),
        Arguments.of("DROP", "INPUT -m mark --mark 0x1 -j DROP", "policy", "mark"),
        Arguments.of("DROP", "INPUT -m mark --mark 0x1 -j IN;IN -j ACCEPT", "", "policy"),
        Arguments.of("DROP", "INPUT -m mark --mark 1 -j IN;IN -j DROP", "policy", "IN: -j DROP"),
        Arguments.of("ACCEPT", "INPUT -p udp --dport otv -j DROP", "", "otv"),
        Arguments.of("DROP", "INPUT -m mark --mark 0x1 -j LOG", "policy", "policy"),
        Arguments.of("DROP", "INPUT -j NFQUEUE", "", "policy"),
        Arguments.of(
            "ACCEPT", "INPUT -j IN;IN -m mark --mark 1 -j RETURN;IN -j DROP", "", "-j DROP"));
  }

  @ParameterizedTest
  @MethodSource("filters")
  void theFirstRuleThatTakesIt(String policy, String rules, String culprit, String suspect) {
    FilterWalk.Verdict verdict =
        FilterWalk.drops(firewall(Tool.IPTABLES, "filter", policy, rules), VXLAN, "INPUT");

    assertThat(verdict.culprit().map(FilterWalk.Stop::line).orElse(""))
        .contains(culprit)
        .matches(line -> line.isEmpty() == culprit.isEmpty());
    assertThat(verdict.suspects().stream().map(FilterWalk.Stop::line).findFirst().orElse(""))
        .contains(suspect)
        .matches(line -> line.isEmpty() == suspect.isEmpty());
  }

  /** What nft's sets and keys say of a VXLAN datagram from vm03 that comes in at eth0. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\\',
      value = {
        "meta l4proto { icmp, udp }              | YES",
        "meta l4proto { icmp, ipv6-icmp }        | NO",
        "ip protocol { tcp }                     | NO",
        "iifname { \"docker0\", \"eth*\" }       | YES",
        "iifname != { \"docker0\", \"eth0\" }    | NO",
        "iifname != \"docker0\"                  | YES",
        "oifname { \"docker0\" }                 | NO",
        "ip saddr { 172.16.16.81, 172.16.16.83 } | YES",
        "ip saddr != { 172.16.16.0/24 }          | NO",
        "ip saddr { 172.16.16.80-172.16.16.89 }  | MAYBE",
        "ip saddr @peers                         | MAYBE",
        "ip saddr . udp dport { 1.2.3.4 . 53 }   | MAYBE",
        "ip daddr { 172.16.16.84 }               | YES",
        "ip6 daddr { ::/96, 2002::/24 }          | NO",
        "icmpv6 type nd-router-advert            | NO",
        "icmp type { echo-request }              | NO",
        "meta nfproto ipv6                       | NO",
        "meta nfproto ipv4                       | YES",
        "ct status dnat                          | NO",
        "ct state { established, related }       | NO",
        "fib saddr . iif oif missing             | MAYBE",
        "fib daddr type local                    | YES",
        "meta mark 0x1                           | MAYBE",
      })
  void conditionsOfNft(String condition, RuleMatch match) {
    Rule rule = new Rule("", "", "", null, null, "", "DROP", List.of(condition), -1, condition);

    assertThat(RuleMatch.of(rule, VXLAN)).isEqualTo(match);
  }

  /** What is read of one condition holds whatever another says that is not read. */
  @Test
  void oneConditionThatFailsIsEnough() {
    Rule rule =
        new Rule(
            "",
            "",
            "",
            null,
            null,
            "",
            "DROP",
            List.of("fib saddr . iif oif missing", "ip6 daddr ::1"),
            -1,
            "");

    assertThat(RuleMatch.of(rule, VXLAN)).isEqualTo(RuleMatch.NO);
  }

  @Test
  void whatAMapElsewhereDecidesIsNotKnown() {
    Rule mapped =
        new Rule("", "", "", null, null, "", Rule.MAPPED, List.of("vmap @judged"), -1, "");
    Chain input = new Chain(Tool.NFT, "inet mine", "INPUT", "INPUT", "DROP", -1, List.of(mapped));

    FilterWalk.Verdict verdict = FilterWalk.drops(new Firewall(List.of(input)), VXLAN, "INPUT");

    assertThat(verdict.culprit()).isEmpty();
    assertThat(verdict.suspects()).hasSize(1);
  }

  @Test
  void whatAnyToolDropsIsDropped() {
    Firewall accepts =
        firewall(Tool.IPTABLES, "filter", "ACCEPT", "INPUT -p udp --dport 8472 -j ACCEPT");
    Firewall drops = firewall(Tool.NFT, "inet mine", "ACCEPT", "INPUT udp -p udp -j DROP");
    Firewall elsewhere = firewall(Tool.NFT, "ip6 mine", "DROP", "");

    assertThat(FilterWalk.drops(both(accepts, drops), VXLAN, "INPUT").suspects())
        .extracting(it -> it.chain().tool())
        .containsExactly(Tool.NFT);
    assertThat(FilterWalk.drops(both(accepts, elsewhere), VXLAN, "INPUT").suspects()).isEmpty();
  }

  @Test
  void theLineShowsItsCountAndItsPlace() {
    FilterWalk.Stop stop =
        FilterWalk.drops(firewall(Tool.IPTABLES, "filter", "DROP", ""), VXLAN, "INPUT")
            .culprit()
            .orElseThrow();

    assertThat(stop.line()).isEqualTo("[17] filter INPUT: policy DROP");
    assertThat(stop.point()).isEqualTo("policy/iptables/filter/INPUT");
  }

  @Test
  void dockerAndFlannelLetContainersTalk() {
    Firewall healthy = HealthyFirewall.of(subnet(4));
    Packet in =
        Packet.request(
            "flannel.1", "docker0", Ipv4Address.of("10.253.3.9"), Ipv4Address.of("10.253.4.9"));
    Packet foreign =
        Packet.request(
            "flannel.1", "docker0", Ipv4Address.of("10.9.3.9"), Ipv4Address.of("10.9.4.9"));

    assertThat(FilterWalk.drops(healthy, in, "PREROUTING", "FORWARD").suspects()).isEmpty();
    assertThat(FilterWalk.drops(healthy, foreign, "PREROUTING", "FORWARD").culprit())
        .map(FilterWalk.Stop::point)
        .contains("policy/iptables/filter/FORWARD");
    assertThat(
            FilterWalk.drops(
                    healthy,
                    Packet.reply(
                        "flannel.1",
                        "docker0",
                        Ipv4Address.of("10.9.3.9"),
                        Ipv4Address.of("10.9.4.9")),
                    "FORWARD")
                .suspects())
        .isEmpty();
  }

  @Test
  void whatLeavesTheOverlayIsTranslatedAndWhatStaysIsNot() {
    Firewall healthy = HealthyFirewall.of(subnet(4));
    Ipv4Address container = Ipv4Address.of("10.253.4.9");

    assertThat(
            FilterWalk.translates(
                    healthy,
                    Packet.request("", "flannel.1", container, Ipv4Address.of("10.253.3.9")))
                .suspects())
        .isEmpty();
    assertThat(
            FilterWalk.translates(
                    healthy, Packet.request("", "eth0", container, Ipv4Address.of("9.9.9.9")))
                .culprit())
        .isPresent();
  }

  private static Firewall both(Firewall one, Firewall other) {
    List<Chain> chains = new ArrayList<>(one.chains());
    chains.addAll(other.chains());
    return new Firewall(chains);
  }

  /** A base chain INPUT and those its rules name. */
  static Firewall firewall(Tool tool, String table, String policy, String rules) {
    List<Chain> chains = new ArrayList<>();
    chains.add(new Chain(tool, table, "INPUT", "INPUT", policy, 17, rules("INPUT", rules)));
    chains.add(new Chain(tool, table, "IN", "", "", -1, rules("IN", rules)));
    return new Firewall(chains);
  }

  private static List<Rule> rules(String chain, String text) {
    return Stream.of(text.split(";"))
        .filter(it -> it.startsWith(chain + " "))
        .map(it -> rule(it.substring(chain.length() + 1)))
        .toList();
  }

  /** Reads a rule as the kernel's tools print it; what has no field becomes a condition. */
  static Rule rule(String line) {
    String left = " " + line + " ";
    String[] fields = new String[6];
    String[] options = {"-p", "-i", "-o", "-s", "-d", "--dport"};
    for (int i = 0; i < options.length; i++) {
      Matcher m = Pattern.compile("(?<!!) " + options[i] + " (\\S+)(?= )").matcher(left);
      fields[i] = m.find() ? m.group(1) : "";
      left = m.replaceFirst("");
    }
    String target = left.replaceFirst(".* -[jg] (\\S+) .*", "$1");
    left = left.replaceFirst(" -[jg] .*", "").strip();
    return new Rule(
        fields[0],
        fields[1],
        fields[2],
        fields[3].isEmpty() ? null : Cidr.of(fields[3]),
        fields[4].isEmpty() ? null : Cidr.of(fields[4]),
        fields[5],
        target,
        left.isEmpty() ? List.of() : List.of(left),
        -1,
        line);
  }
}

package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;
import org.junit.jupiter.api.Test;

class NftRuleParserTest {

  @Test
  void neverTakesTwoConditionsForOne() {
    Rule rule = one("udp dport 53 udp dport 54 ip saddr 10.0.0.1-10.0.0.9 drop");
    assertThat(rule.ports()).isEqualTo("53");
    assertThat(rule.conditions()).containsExactly("udp dport 54", "ip saddr 10.0.0.1-10.0.0.9");
    assertThat(one("udp dport != 53 drop").conditions()).containsExactly("udp dport != 53");
    assertThat(one("meta mark set 0x00000001").conditions())
        .containsExactly("meta mark set 0x00000001");
  }

  /** The device that is asked for is not the one a packet came in at. */
  @Test
  void aQuestionToTheRoutingTableIsNoDevice() {
    Rule rule = one("iifname \"eth0\" fib saddr . mark . iif oif missing counter drop");
    assertThat(rule.inDevice()).isEqualTo("eth0");
    assertThat(rule.conditions()).containsExactly("fib saddr . mark . iif oif missing");
    assertThat(rule.target()).isEqualTo("DROP");
    assertThat(one("fib daddr type != local udp dport 8472 drop").conditions())
        .containsExactly("fib daddr type != local");
  }

  @Test
  void aMapOfVerdictsIsARuleForEach() {
    String line = "ct state vmap { established : accept, related : accept, invalid : drop }";
    assertThat(NftRuleParser.parse(line))
        .extracting(Rule::conditions, Rule::target, Rule::line)
        .containsExactly(
            tuple(List.of("ct state established"), "ACCEPT", line),
            tuple(List.of("ct state related"), "ACCEPT", line),
            tuple(List.of("ct state invalid"), "DROP", line));
    assertThat(
            NftRuleParser.parse(
                "counter packets 7 bytes 9 iifname vmap { \"lo\" : accept, \"eth0\" : jump outer"
                    + " }"))
        .extracting(Rule::inDevice, Rule::target, Rule::packets)
        .containsExactly(tuple("lo", "ACCEPT", -1L), tuple("eth0", "outer", -1L));
    assertThat(NftRuleParser.parse("udp dport vmap { 53 : accept, 8000-9000 : goto high }"))
        .extracting(Rule::ports, Rule::target)
        .containsExactly(tuple("53", "ACCEPT"), tuple("8000:9000", "high"));
  }

  @Test
  void aMapThatStandsElsewhereMayDecideAnything() {
    Rule rule = one("ip saddr vmap @judged");
    assertThat(rule.target()).isEqualTo(Rule.MAPPED);
    assertThat(rule.conditions()).contains("vmap @judged");
  }

  /** As firewalld 1.3 writes it: jumps into zones, a refusal at the end of each. */
  @Test
  void readsFirewalld() throws MalformedOutputException {
    List<Chain> chains = NftParser.parse(Golden.text("nft-firewalld-1.3.txt").lines().toList());

    assertThat(rules(chains, "filter_INPUT"))
        .extracting(Rule::inDevice, Rule::conditions, Rule::target)
        .containsExactly(
            tuple("", List.of("ct state { established, related }"), "ACCEPT"),
            tuple("", List.of("ct status dnat"), "ACCEPT"),
            tuple("lo", List.of(), "ACCEPT"),
            tuple("", List.of("ct state invalid"), "DROP"),
            tuple("", List.of(), "filter_INPUT_ZONES"),
            tuple("", List.of(), "REJECT"));
    assertThat(rules(chains, "filter_IN_public"))
        .last()
        .returns("REJECT", Rule::target)
        .returns("reject with icmpx admin-prohibited", Rule::line);
    assertThat(rules(chains, "filter_IN_public"))
        .filteredOn(it -> it.target().equals("ACCEPT"))
        .extracting(Rule::conditions)
        .containsExactly(List.of("meta l4proto { icmp, ipv6-icmp }"));
    assertThat(rules(chains, "filter_PREROUTING"))
        .last()
        .returns("", Rule::inDevice)
        .returns(
            List.of("meta nfproto ipv6", "fib saddr . mark . iif oif missing"), Rule::conditions);
  }

  private static List<Rule> rules(List<Chain> chains, String name) {
    return chains.stream()
        .filter(it -> it.table().equals("inet firewalld") && it.name().equals(name))
        .findFirst()
        .orElseThrow()
        .rules();
  }

  private static Rule one(String text) {
    List<Rule> rules = NftRuleParser.parse(text);
    assertThat(rules).hasSize(1);
    return rules.getFirst();
  }
}

package org.flannelboard.deploy.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.NodeFacts;

/** Rules of iptables told apart by their conditions, in whatever words they were printed. */
final class FilterRules {

  /** Types of ICMP that iptables prints as numbers, and takes by name (RFC 792). */
  private static final Map<String, String> ICMP_TYPES =
      Map.of("echo-request", "8", "echo-reply", "0");

  private FilterRules() {}

  /** Whether a chain has a rule of these words. */
  static boolean stands(
      Firewall.Tool tool, String table, String chain, List<String> rule, NodeFacts facts) {
    Map<String, String> wanted = conditions(rule);
    return facts.firewall().toOptional().stream()
        .flatMap(all -> all.chains().stream())
        .filter(it -> it.tool() == tool && it.table().equals(table) && it.name().equals(chain))
        .flatMap(it -> it.rules().stream())
        .anyMatch(it -> conditions(List.of(it.line().split("\\s+"))).equals(wanted));
  }

  /**
   * The options with their values. Modules are left out: iptables names with {@code -m} what {@code
   * -p} loads by itself.
   */
  private static Map<String, String> conditions(List<String> words) {
    Map<String, String> conditions = new HashMap<>();
    String option = "";
    for (String word : words) {
      if (word.startsWith("-")) {
        option = word;
      } else if (!option.equals("-m")) {
        conditions.merge(option, plain(word), (one, more) -> one + " " + more);
      }
    }
    return conditions;
  }

  private static String plain(String word) {
    String bare = word.endsWith("/32") ? word.substring(0, word.length() - 3) : word;
    return ICMP_TYPES.getOrDefault(bare, bare);
  }
}

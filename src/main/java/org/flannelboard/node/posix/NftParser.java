package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;
import org.flannelboard.node.facts.Firewall.Tool;

/**
 * Reads the chains that {@code nft list ruleset} prints, as far as IPv4 packets of a node meet
 * them: the families ip, inet and netdev. Dormant tables hold nobody up.
 */
final class NftParser {

  private static final Pattern TABLE = Pattern.compile("table (\\S+) (\\S+) \\{.*");
  private static final Pattern CHAIN = Pattern.compile("chain (\\S+) \\{.*");

  /** {@code type filter hook input priority filter; policy drop;}. */
  private static final Pattern HOOK =
      Pattern.compile("type \\S+ hook (\\S+) .*?(?:policy (\\w+);)?");

  private static final Set<String> FAMILIES = Set.of("ip", "inet", "netdev");

  private final List<Chain> chains = new ArrayList<>();
  private final List<Chain> ofTable = new ArrayList<>();
  private String family = "";
  private String table = "";
  private boolean dormant;

  private NftParser() {}

  static List<Chain> parse(List<String> lines) throws MalformedOutputException {
    NftParser parser = new NftParser();
    int at = 0;
    while (at < lines.size()) {
      String line = lines.get(at).strip();
      Matcher table = TABLE.matcher(line);
      if (table.matches()) {
        parser.begin(table.group(1), table.group(2));
        at = parser.table(lines, at + 1);
      } else if (line.isEmpty() || line.startsWith("#")) {
        at++;
      } else {
        throw new MalformedOutputException(line);
      }
    }
    return parser.chains;
  }

  private void begin(String ofFamily, String name) {
    family = ofFamily;
    table = name;
    dormant = false;
    ofTable.clear();
  }

  /** Reads up to the brace that closes the table; says which line follows it. */
  private int table(List<String> lines, int from) throws MalformedOutputException {
    int at = from;
    while (at < lines.size()) {
      String line = lines.get(at).strip();
      Matcher chain = CHAIN.matcher(line);
      if (chain.matches()) {
        int end = end(lines, at);
        ofTable.add(chain(chain.group(1), lines.subList(at + 1, end)));
        at = end + 1;
      } else if (line.equals("}")) {
        if (!dormant && FAMILIES.contains(family)) {
          chains.addAll(ofTable);
        }
        return at + 1;
      } else {
        dormant |= line.matches("flags .*\\bdormant\\b.*");
        at = end(lines, at) + 1;
      }
    }
    throw new MalformedOutputException("table " + family + " " + table + " has no end");
  }

  /** The line at which all braces opened from {@code from} on are closed again. */
  private static int end(List<String> lines, int from) throws MalformedOutputException {
    int open = 0;
    for (int at = from; at < lines.size(); at++) {
      open += opened(lines.get(at));
      if (open <= 0) {
        return at;
      }
    }
    throw new MalformedOutputException(lines.get(from).strip());
  }

  private static int opened(String line) {
    String bare = line.replaceAll("\"[^\"]*\"", "");
    return (int)
        (bare.chars().filter(c -> c == '{').count() - bare.chars().filter(c -> c == '}').count());
  }

  private Chain chain(String name, List<String> lines) throws MalformedOutputException {
    String hook = "";
    String policy = "";
    List<Rule> rules = new ArrayList<>();
    for (int at = 0; at < lines.size(); at++) {
      // A set of addresses may take several lines.
      int end = end(lines, at);
      String text = String.join(" ", lines.subList(at, end + 1)).strip().replaceAll("\\s+", " ");
      at = end;
      Matcher base = HOOK.matcher(text);
      if (base.matches()) {
        hook = base.group(1).toUpperCase(Locale.ROOT);
        policy = base.group(2) == null ? "ACCEPT" : base.group(2).toUpperCase(Locale.ROOT);
      } else if (!text.isEmpty() && !text.startsWith("comment ") && !text.startsWith("#")) {
        rules.addAll(NftRuleParser.parse(text));
      }
    }
    return new Chain(
        Tool.NFT, family + " " + table, name, hook, policy, RuleDraft.NOT_COUNTED, rules);
  }
}

package org.flannelboard.node.posix;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.node.facts.Firewall.Rule;

/**
 * Reads a rule as {@code nft list ruleset} prints it (nft(8)), put into iptables' words as far as
 * they reach; everything else is a condition.
 */
final class NftRuleParser {

  private static final Pattern COUNTS = Pattern.compile("\\bcounter packets (\\d+) bytes \\d+");

  private static final Pattern PLAIN_PORTS = Pattern.compile("\\w+(-\\w+)?");

  private static final Pattern SET_OF_PORTS =
      Pattern.compile("\\{ ?\\w+(-\\w+)?(, ?\\w+(-\\w+)?)* ?\\}");

  /** A map from values to verdicts, its elements in the rule; none of them for all others. */
  private static final Pattern VERDICTS = Pattern.compile("(.*) vmap \\{ ?([^*}]*?) ?\\}.*");

  /** Statements that end a rule or change its packet, by their first word. */
  private static final Map<String, String> TARGETS =
      Map.of(
          "accept", "ACCEPT",
          "drop", "DROP",
          "reject", "REJECT",
          "return", "RETURN",
          "masquerade", "MASQUERADE",
          "snat", "SNAT",
          "dnat", "DNAT",
          "redirect", "REDIRECT",
          "queue", "QUEUE",
          "notrack", "CT");

  private static final Set<String> OPERATORS = Set.of("!=", "==", "<", ">", "<=", ">=");

  private final RuleWords words;
  private final RuleDraft draft = new RuleDraft();
  private StringJoiner other = new StringJoiner(" ");

  private NftRuleParser(RuleWords words) {
    this.words = words;
  }

  /** One rule, or as many as a map has verdicts: the first that fits decides there too. */
  static List<Rule> parse(String text) {
    Matcher counts = COUNTS.matcher(text);
    long packets = counts.find() ? Long.parseLong(counts.group(1)) : RuleDraft.NOT_COUNTED;
    String line = counts.replaceAll("counter");
    Matcher map = VERDICTS.matcher(line);
    if (!map.matches()) {
      return List.of(parse(line, line, packets));
    }
    return Arrays.stream(map.group(2).split(",", -1))
        .map(verdict -> map.group(1) + " " + verdict.strip().replaceFirst(" ?: ?", " "))
        .map(rule -> parse(rule, line, RuleDraft.NOT_COUNTED))
        .toList();
  }

  private static Rule parse(String text, String line, long packets) {
    NftRuleParser parser = new NftRuleParser(new RuleWords(text));
    parser.draft.packets = packets;
    while (!parser.words.atEnd() && parser.draft.target.isEmpty()) {
      parser.step();
    }
    parser.flush();
    return parser.draft.finish(line);
  }

  /** Reads the next expression that is understood, or puts a word to those that are not. */
  private void step() {
    if (statement() || verdict() || connection() || lookup() || device() || packet() || icmp()) {
      return;
    }
    other.add(words.next());
  }

  /** What matches everything: counting, logging, comments. */
  private boolean statement() {
    if (words.takes("counter")) {
      flush();
      return true;
    }
    if (words.takes("comment")) {
      flush();
      words.next();
      return true;
    }
    if (words.takes("log")) {
      flush();
      while (Set.of("prefix", "level", "flags", "group").contains(words.peek(0))) {
        words.next();
        words.next();
      }
      return true;
    }
    return false;
  }

  private boolean verdict() {
    String word = words.peek(0);
    if (word.equals("jump") || word.equals("goto")) {
      flush();
      words.next();
      draft.target = words.next();
      return true;
    }
    if (word.equals("vmap")) {
      flush();
      words.next();
      draft.condition("vmap " + words.next());
      draft.target = Rule.MAPPED;
      return true;
    }
    String target = TARGETS.get(word);
    if (target == null) {
      return false;
    }
    flush();
    words.next();
    draft.target = target;
    return true;
  }

  /** What conntrack knows of a packet: {@code ct original ip saddr} is not the packet's source. */
  private boolean connection() {
    if (!words.peek(0).equals("ct")) {
      return false;
    }
    flush();
    other.add(words.next());
    while (!words.atEnd() && Set.of("original", "reply", "ip", "ip6").contains(words.peek(0))) {
      other.add(words.next());
    }
    other.add(words.next());
    if (OPERATORS.contains(words.peek(0)) || words.peek(0).equals("set")) {
      other.add(words.next());
    }
    other.add(words.next());
    flush();
    return true;
  }

  /** What the routing table says of a packet: {@code fib saddr . iif oif missing}. */
  private boolean lookup() {
    if (!words.peek(0).equals("fib")) {
      return false;
    }
    flush();
    other.add(words.next());
    other.add(words.next());
    while (words.peek(0).equals(".")) {
      other.add(words.next());
      other.add(words.next());
    }
    other.add(words.next());
    if (OPERATORS.contains(words.peek(0))) {
      other.add(words.next());
    }
    other.add(words.next());
    flush();
    return true;
  }

  private boolean device() {
    String key = words.peek(0);
    boolean in = key.equals("iifname") || key.equals("iif");
    boolean out = key.equals("oifname") || key.equals("oif");
    String value = words.peek(1);
    if (!in && !out || !isPlain(value)) {
      return false;
    }
    flush();
    words.next();
    words.next();
    String name = RuleWords.unquoted(value);
    String device = name.endsWith("*") ? name.substring(0, name.length() - 1) + "+" : name;
    if (in) {
      draft.inDevice(device, key + " " + value);
    } else {
      draft.outDevice(device, key + " " + value);
    }
    return true;
  }

  private boolean packet() {
    String family = words.peek(0);
    String field = words.peek(1);
    String value = words.peek(2);
    String key = family + " " + field;
    boolean ports = (family.equals("udp") || family.equals("tcp")) && field.equals("dport");
    if (ports ? !isPorts(value) : !isPlain(value)) {
      return false;
    }
    String asPrinted = key + " " + value;
    if (!ports && !Set.of("ip saddr", "ip daddr", "ip protocol", "meta l4proto").contains(key)) {
      return false;
    }
    flush();
    words.takes(family, field, value);
    switch (key) {
      case "ip saddr" -> draft.source(value, asPrinted);
      case "ip daddr" -> draft.destination(value, asPrinted);
      case "ip protocol", "meta l4proto" -> draft.protocol(value, asPrinted);
      default -> {
        draft.protocol(family, asPrinted);
        draft.ports(iptablesPorts(value), asPrinted);
      }
    }
    return true;
  }

  /** {@code icmp type echo-request}: the protocol's name, and a condition of its own. */
  private boolean icmp() {
    if (!words.peek(0).equals("icmp") || !words.peek(1).equals("type") || !isPlain(words.peek(2))) {
      return false;
    }
    flush();
    draft.protocol("icmp", "icmp");
    draft.condition(words.next() + " " + words.next() + " " + words.next());
    return true;
  }

  /** Neither an operator nor a set nor a name of one. */
  private static boolean isPlain(String value) {
    return !value.isEmpty() && !OPERATORS.contains(value) && !value.matches("[{@$].*|vmap|map|and");
  }

  private static boolean isPorts(String value) {
    return PLAIN_PORTS.matcher(value).matches() && isPlain(value)
        || SET_OF_PORTS.matcher(value).matches();
  }

  /** {@code { 53, 8000-9000 }} is {@code 53,8000:9000}. */
  private static String iptablesPorts(String value) {
    return value.replaceAll("[{} ]", "").replace('-', ':');
  }

  private void flush() {
    if (other.length() > 0) {
      draft.condition(other.toString());
      other = new StringJoiner(" ");
    }
  }
}

package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;
import org.flannelboard.node.facts.Firewall.Tool;
import org.jspecify.annotations.Nullable;

/** Reads what {@code iptables-save -c} prints, from iptables 1.4.7 on, over either backend. */
final class IptablesParser {

  /** {@code :FORWARD DROP [4:336]}; a chain that only rules lead to has no policy but a hyphen. */
  private static final Pattern CHAIN = Pattern.compile(":(\\S+) (\\S+)(?: \\[(\\d+):\\d+\\])?");

  /** {@code [17:2278] -A INPUT -p udp -m udp --dport 8472 -j DROP}. */
  private static final Pattern RULE = Pattern.compile("\\[(\\d+):\\d+\\] -A (\\S+)(?: (.*))?");

  /** Modules whose options this reader has fields for, or that match everything. */
  private static final List<String> PLAIN_MODULES =
      List.of("tcp", "udp", "icmp", "multiport", "comment");

  private final Tool tool;
  private final Map<String, Chain> heads = new LinkedHashMap<>();
  private final Map<String, List<Rule>> rules = new LinkedHashMap<>();
  private String table = "";

  private IptablesParser(Tool tool) {
    this.tool = tool;
  }

  static List<Chain> parse(Tool tool, List<String> lines) throws MalformedOutputException {
    IptablesParser parser = new IptablesParser(tool);
    for (String line : lines) {
      parser.take(line.strip());
    }
    return parser.chains();
  }

  private void take(String line) throws MalformedOutputException {
    if (line.isEmpty() || line.startsWith("#") || line.equals("COMMIT")) {
      return;
    }
    Matcher chain = CHAIN.matcher(line);
    Matcher rule = RULE.matcher(line);
    if (line.startsWith("*")) {
      table = line.substring(1);
    } else if (chain.matches() && !table.isEmpty()) {
      head(chain);
    } else if (rule.matches()) {
      append(rule, line);
    } else {
      throw new MalformedOutputException(line);
    }
  }

  private void append(Matcher rule, String line) throws MalformedOutputException {
    @Nullable List<Rule> ofChain = rules.get(key(rule.group(2)));
    if (ofChain == null) {
      throw new MalformedOutputException(line);
    }
    String text = rule.group(3) == null ? "" : rule.group(3);
    ofChain.add(rule(text, Long.parseLong(rule.group(1))));
  }

  private void head(Matcher chain) {
    String name = chain.group(1);
    boolean builtIn = !chain.group(2).equals("-");
    long packets =
        builtIn && chain.group(3) != null ? Long.parseLong(chain.group(3)) : RuleDraft.NOT_COUNTED;
    String hook = builtIn ? name : "";
    String policy = builtIn ? chain.group(2) : "";
    heads.put(key(name), new Chain(tool, table, name, hook, policy, packets, List.of()));
    rules.put(key(name), new ArrayList<>());
  }

  private String key(String chain) {
    return table + " " + chain;
  }

  private List<Chain> chains() {
    List<Chain> chains = new ArrayList<>();
    heads.forEach(
        (key, head) ->
            chains.add(
                new Chain(
                    head.tool(),
                    head.table(),
                    head.name(),
                    head.hook(),
                    head.policy(),
                    head.packets(),
                    rules.getOrDefault(key, List.of()))));
    return chains;
  }

  private static Rule rule(String text, long packets) {
    RuleDraft draft = new RuleDraft();
    draft.packets = packets;
    RuleWords words = new RuleWords(text);
    while (!words.atEnd() && draft.target.isEmpty()) {
      option(words, draft);
    }
    // What follows the target belongs to it, for example --reject-with.
    return draft.finish(text);
  }

  private static void option(RuleWords words, RuleDraft draft) {
    String option = words.next();
    if (option.equals("!")) {
      draft.condition("! " + words.next() + arguments(words));
      return;
    }
    if (option.equals("-m")) {
      module(words, draft);
      return;
    }
    String value = arguments(words).strip();
    String asPrinted = (option + " " + value).strip();
    switch (option) {
      case "-p" -> draft.protocol(value, asPrinted);
      case "-i" -> draft.inDevice(RuleWords.unquoted(value), asPrinted);
      case "-o" -> draft.outDevice(RuleWords.unquoted(value), asPrinted);
      case "-s" -> draft.source(value, asPrinted);
      case "-d" -> draft.destination(value, asPrinted);
      case "--dport", "--dports" -> draft.ports(value, asPrinted);
      case "-j", "-g" -> draft.target = value;
      case "--comment" -> {}
      default -> draft.condition(asPrinted);
    }
  }

  /** A module that is not known is one condition with all of its options. */
  private static void module(RuleWords words, RuleDraft draft) {
    String module = words.next();
    if (PLAIN_MODULES.contains(module)) {
      return;
    }
    StringBuilder condition = new StringBuilder("-m ").append(module);
    while (words.peek(0).startsWith("--")
        || words.peek(0).equals("!") && words.peek(1).startsWith("--")) {
      condition.append(' ').append(words.next()).append(arguments(words));
    }
    draft.condition(condition.toString());
  }

  /** The words up to the next option, each with a space before it. */
  private static String arguments(RuleWords words) {
    StringBuilder arguments = new StringBuilder();
    while (!words.atEnd() && !words.peek(0).startsWith("-") && !words.peek(0).equals("!")) {
      arguments.append(' ').append(words.next());
    }
    return arguments.toString();
  }
}

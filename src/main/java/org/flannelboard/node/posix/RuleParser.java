package org.flannelboard.node.posix;

import java.util.Set;
import org.flannelboard.node.facts.PolicyRule;

/** Reads what {@code ip -4 rule show} prints. */
final class RuleParser {

  /** What may be done for whom a rule is for (ip-rule(8)). */
  private static final Set<String> ACTIONS =
      Set.of("lookup", "goto", "nop", "blackhole", "unreachable", "prohibit");

  private RuleParser() {}

  /** {@code 100: from all to 10.253.6.0/24 lookup 200}. */
  static PolicyRule parse(String text) throws MalformedOutputException {
    Line line = Line.of(text);
    if (!line.first().endsWith(":")) {
      throw line.malformed();
    }
    int action = 1;
    while (action < line.words().size() && !ACTIONS.contains(line.words().get(action))) {
      action++;
    }
    if (action == line.words().size()) {
      throw line.malformed();
    }
    return new PolicyRule(
        line.number(line.first().substring(0, line.first().length() - 1)),
        line.part(1, action).text(),
        line.after("lookup").orElse(""),
        line.text());
  }
}

package org.flannelboard.diagnosis;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Firewall;

/**
 * firewalld on a node: what of the filters is its own, and whether it can be seen at all. With
 * nftables, its choice since 0.6, it needs a library alone: nft(8) may not be there to show what it
 * made (firewalld.conf(5), FirewallBackend).
 */
final class Firewalld {

  /** {@code filter_IN_public_allow}; {@code IN_public_allow} of iptables. */
  private static final Pattern INPUT_OF_ZONE =
      Pattern.compile("(?:filter_)?IN_(.+?)(?:_(?:pre|log|deny|allow|post))?");

  private Firewalld() {}

  static boolean runs(SeenNode node) {
    return node.daemons().unit("firewalld.service").map(DaemonFacts.Unit::active).orElse(false);
  }

  /** Its nft table, or the chains it makes with iptables ({@code INPUT_ZONES} …). */
  static boolean made(Firewall.Chain chain) {
    return chain.table().contains("firewalld")
        || chain.rules().stream().anyMatch(rule -> rule.target().matches(".*_ZONES.*"))
        || chain.name().matches("(IN|FWD[IO]|OUT)_.*");
  }

  /** Whether it runs, and nothing of it is among the filters that were read. */
  static boolean hidden(SeenNode node) {
    return runs(node)
        && node.facts().firewall().toOptional().stream()
            .flatMap(firewall -> firewall.chains().stream())
            .noneMatch(Firewalld::made);
  }

  /** The zone whose incoming packets a chain judges. */
  static Optional<String> zone(Firewall.Chain chain) {
    Matcher matcher = INPUT_OF_ZONE.matcher(chain.name());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}

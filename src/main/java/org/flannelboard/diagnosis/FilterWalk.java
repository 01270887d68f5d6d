package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;
import org.flannelboard.node.facts.Source;
import org.jspecify.annotations.Nullable;

/**
 * A packet's way through the filters at a hook (iptables(8), nft(8)): base chains one after the
 * other, rules in their order, the first that takes the packet decides, and a drop in any base
 * chain is final whatever others accept.
 *
 * <p>A rule whose conditions cannot be read may or may not take the packet. A drop that hangs on
 * one is a suspicion, which only counters can turn into a finding.
 */
final class FilterWalk {

  /** Families of nft's tables that see no packet of IPv4. */
  private static final Pattern OTHER_FAMILY = Pattern.compile("(ip6|arp|bridge|netdev)\\s.*");

  private static final Pattern GOTO = Pattern.compile("(^|.*\\s)(-g|--goto|goto)\\s.*");

  /** What ends the way through a table, whether or not it is what is looked for. */
  private static final Set<String> FINAL =
      Set.of("ACCEPT", "DROP", "REJECT", "MASQUERADE", "SNAT", "DNAT", "REDIRECT");

  /** What leaves the decision to a program, or to a map nobody reads. */
  private static final Set<String> NOT_FINAL = Set.of("QUEUE", "NFQUEUE", Rule.MAPPED);

  /** What becomes of a packet that a rule takes, or that comes into a chain. */
  private enum End {
    ACCEPTED,
    DROPPED,
    /** It goes on where it came from. */
    RETURNED,
    /** That hangs on a rule that cannot be read. */
    UNSURE
  }

  private static final Set<String> DROPS = Set.of("DROP", "REJECT");
  private static final Set<String> TRANSLATES = Set.of("MASQUERADE", "SNAT");

  private final Firewall firewall;
  private final Packet packet;
  private final Set<String> wanted;
  private final List<Stop> suspects = new ArrayList<>();
  private @Nullable Stop culprit;

  private FilterWalk(Firewall firewall, Packet packet, Set<String> wanted) {
    this.firewall = firewall;
    this.packet = packet;
    this.wanted = wanted;
  }

  /**
   * Where a packet is or may be thrown away, or given another address.
   *
   * @param rule null if it is the chain's policy
   */
  record Stop(Chain chain, @Nullable Rule rule) {

    /** Its counter's point. */
    String point() {
      return rule == null ? Counters.policy(chain) : Counters.rule(chain, rule);
    }

    /** How many packets it took since it stands; -1 where that is not counted. */
    long packets() {
      return rule == null ? chain.packets() : rule.packets();
    }

    /** In the tool's words, its count before it where there is one. */
    String line() {
      String counted = packets() < 0 ? "" : "[" + packets() + "] ";
      String said = rule == null ? "policy " + chain.policy() : rule.line();
      String place = said.startsWith("-A ") ? "" : chain.table() + " " + chain.name() + ": ";
      return counted + place + said;
    }

    /** What shows it. */
    Source source() {
      return switch (chain.tool()) {
        case IPTABLES -> Source.FIREWALL;
        case IPTABLES_LEGACY -> Source.FIREWALL_LEGACY;
        case NFT -> Source.FIREWALL_NFT;
      };
    }
  }

  /**
   * What the walk came to.
   *
   * @param certain what certainly takes the packet; null if nothing does
   * @param suspects what may take it, in the order it meets them; with the culprit, if any
   */
  record Verdict(@Nullable Stop certain, List<Stop> suspects) {

    Verdict {
      suspects = List.copyOf(suspects);
    }

    /** What certainly takes the packet. */
    Optional<Stop> culprit() {
      return Optional.ofNullable(certain);
    }

    /** This and what follows at the next hook. */
    Verdict then(Verdict next) {
      List<Stop> all = new ArrayList<>(suspects);
      all.addAll(next.suspects);
      return new Verdict(certain == null ? next.certain : certain, all);
    }
  }

  /** What drops a packet at hooks it passes one after the other. */
  static Verdict drops(Firewall firewall, Packet packet, String... hooks) {
    Verdict verdict = new Verdict(null, List.of());
    for (String hook : hooks) {
      verdict =
          verdict.then(
              walk(firewall, packet, DROPS, firewall.at(hook).filter(FilterWalk::mayDrop)));
    }
    return verdict;
  }

  /** iptables lets nobody drop in its table for addresses. */
  private static boolean mayDrop(Chain chain) {
    return chain.tool() == Firewall.Tool.NFT || !chain.table().equals("nat");
  }

  /** What gives a packet another source address as it leaves the node. */
  static Verdict translates(Firewall firewall, Packet packet) {
    return walk(firewall, packet, TRANSLATES, firewall.at("POSTROUTING"));
  }

  private static Verdict walk(
      Firewall firewall, Packet packet, Set<String> wanted, Stream<Chain> chains) {
    FilterWalk walk = new FilterWalk(firewall, packet, wanted);
    chains
        .filter(chain -> !OTHER_FAMILY.matcher(chain.table()).matches())
        .forEach(chain -> walk.run(chain, true, new HashSet<>()));
    return new Verdict(walk.culprit, walk.suspects);
  }

  /**
   * What becomes of a packet that comes into a chain.
   *
   * @param certain whether it certainly comes; false behind a rule that may have taken it
   * @param open chains that lead here; the kernel refuses loops, a torn reading may show one
   */
  private End run(Chain chain, boolean certain, Set<String> open) {
    if (!open.add(chain.name())) {
      return End.UNSURE;
    }
    Passage passage = new Passage(chain, certain);
    for (Rule rule : chain.rules()) {
      RuleMatch match = RuleMatch.of(rule, packet);
      if (match != RuleMatch.NO && passage.ends(rule, match, open)) {
        break;
      }
    }
    open.remove(chain.name());
    return passage.end();
  }

  /** One packet's way through one chain. */
  private final class Passage {

    private final Chain chain;
    private final boolean certain;

    /** Whether no rule so far may have taken it for good. */
    private boolean free = true;

    /** Whether no rule so far may have sent it back to where it came from. */
    private boolean inside = true;

    private End end = End.RETURNED;

    Passage(Chain chain, boolean certain) {
      this.chain = chain;
      this.certain = certain;
    }

    /** Applies a rule that takes or may take the packet; whether that is the end of its way. */
    boolean ends(Rule rule, RuleMatch match, Set<String> open) {
      boolean sure = match == RuleMatch.YES;
      End made = make(rule, certain && free && inside && sure, open);
      if (made == End.RETURNED) {
        boolean leaves = rule.target().equals("RETURN") || GOTO.matcher(rule.line()).matches();
        inside &= sure || !leaves;
        return sure && leaves;
      }
      if (sure && made != End.UNSURE) {
        end = made;
        return true;
      }
      free &= made == End.DROPPED; // what may be dropped and is not comes to the next rule
      return sure && GOTO.matcher(rule.line()).matches();
    }

    private End make(Rule rule, boolean sure, Set<String> open) {
      if (wanted.contains(rule.target())) {
        return stop(new Stop(chain, rule), sure);
      }
      if (FINAL.contains(rule.target())) {
        return End.ACCEPTED;
      }
      if (NOT_FINAL.contains(rule.target())) {
        return End.UNSURE;
      }
      return firewall
          .chain(chain, rule.target())
          .map(next -> run(next, sure, open))
          .orElse(End.RETURNED);
    }

    /** What the way came to; the policy takes what came back, or may have. */
    End end() {
      if (wanted.contains(chain.policy()) && (end == End.RETURNED || !inside)) {
        return stop(new Stop(chain, null), certain && free && end == End.RETURNED);
      }
      boolean open = !free && end == End.RETURNED || !inside && end != End.RETURNED;
      return open ? End.UNSURE : end;
    }
  }

  private End stop(Stop stop, boolean sure) {
    suspects.add(stop);
    if (sure && culprit == null) {
      culprit = stop;
    }
    return End.DROPPED;
  }
}

package org.flannelboard.node.facts;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.jspecify.annotations.Nullable;

/**
 * All packet filters of a node, whichever tool made them.
 *
 * @param chains in the order of the tools and their output; a chain that several tools show is here
 *     once
 * @param unread tools that are there but whose chains could not be read, with what they said, one
 *     line each: packets may be dropped where nobody looked
 */
public record Firewall(List<Chain> chains, List<String> unread) {

  public Firewall {
    chains = List.copyOf(chains);
    unread = List.copyOf(unread);
  }

  /** Filters that were read to the last. */
  public Firewall(List<Chain> chains) {
    this(chains, List.of());
  }

  /** The tool a chain was read with, and so can be changed with. */
  public enum Tool {
    IPTABLES,
    IPTABLES_LEGACY,
    NFT
  }

  /**
   * A list of rules that packets run through.
   *
   * @param table {@code filter}, {@code nat}, {@code raw}, {@code mangle} …; for nft its family
   *     before it, for example {@code inet firewalld}
   * @param name for example {@code INPUT} or {@code FLANNEL-FWD}
   * @param hook where the kernel enters it, in iptables' words: {@code PREROUTING}, {@code INPUT},
   *     {@code FORWARD}, {@code OUTPUT}, {@code POSTROUTING}; empty if only rules lead to it
   * @param policy what becomes of packets that no rule took, {@code ACCEPT} or {@code DROP}; empty
   *     if only rules lead to it
   * @param packets how many the policy decided on; -1 where that is not counted
   * @param rules in their order
   */
  public record Chain(
      Tool tool,
      String table,
      String name,
      String hook,
      String policy,
      long packets,
      List<Rule> rules) {

    public Chain {
      rules = List.copyOf(rules);
    }
  }

  /**
   * A rule, read as far as this record has words for it.
   *
   * @param protocol {@code udp}, {@code icmp} …; empty for any
   * @param inDevice empty for any; ends in {@code +} for a prefix
   * @param outDevice empty for any
   * @param source null for any
   * @param destination null for any
   * @param ports destination ports, as printed: {@code 8472}, {@code 8000:9000}, {@code 53,8472};
   *     empty for any
   * @param target {@code ACCEPT}, {@code DROP}, {@code REJECT}, {@code RETURN}, a chain's name …;
   *     nft's verdicts in these words
   * @param conditions all other conditions and every negation as printed; a rule with any may match
   *     less than its fields say
   * @param packets how many matched; -1 where that is not counted
   * @param line the rule as it was printed, without its chain and its counts: {@code -p udp -m udp
   *     --dport 8472 -j DROP}; the same line at each look
   */
  public record Rule(
      String protocol,
      String inDevice,
      String outDevice,
      @Nullable Cidr source,
      @Nullable Cidr destination,
      String ports,
      String target,
      List<String> conditions,
      long packets,
      String line) {

    /** The target where a map decides that stands elsewhere: any verdict, or none. */
    public static final String MAPPED = "VMAP";

    public Rule {
      conditions = List.copyOf(conditions);
    }

    /** Whether it throws away what it matches. */
    public boolean drops() {
      return target.equals("DROP") || target.equals("REJECT");
    }
  }

  /** The chains the kernel enters at a hook, in the order of the output. */
  public Stream<Chain> at(String hook) {
    return chains.stream().filter(chain -> chain.hook().equals(hook));
  }

  /** The chain a rule's target leads to: in the same tool and table. */
  public Optional<Chain> chain(Chain from, String name) {
    return chains.stream()
        .filter(
            it ->
                it.tool() == from.tool()
                    && it.table().equals(from.table())
                    && it.name().equals(name))
        .findFirst();
  }
}

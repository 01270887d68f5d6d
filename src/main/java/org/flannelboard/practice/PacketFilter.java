package org.flannelboard.practice;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.Firewall;
import org.jspecify.annotations.Nullable;

/**
 * A practice kernel's packet filter: the chains of iptables that decide over the packets of a node,
 * each rule and policy with its count.
 */
final class PacketFilter {

  static final String FILTER = "filter";
  static final String NAT = "nat";
  static final String RAW = "raw";

  static final String ACCEPT = "ACCEPT";
  static final String DROP = "DROP";
  static final String REJECT = "REJECT";
  static final String MASQUERADE = "MASQUERADE";

  private static final long NOT_COUNTED = -1;

  private static final String RETURN = "RETURN";

  /** How deep chains may lead into each other before practice takes it for a loop. */
  private static final int DEEPEST = 16;

  /** Where the kernel asks its filter (netfilter), as far as practice has rules there. */
  enum Hook {
    RAW_PREROUTING(RAW, "PREROUTING"),
    INPUT(FILTER, "INPUT"),
    FORWARD(FILTER, "FORWARD"),
    OUTPUT(FILTER, "OUTPUT"),
    NAT_POSTROUTING(NAT, "POSTROUTING");

    private final String table;
    private final String chain;

    Hook(String table, String chain) {
      this.table = table;
      this.chain = chain;
    }
  }

  /**
   * A packet as a rule sees it.
   *
   * @param port UDP destination port; 0 for other protocols
   * @param in the device it came by; empty for the node's own
   * @param out the device it leaves by; empty where that is not decided or does not apply
   * @param known whether it belongs to a connection that was seen before
   * @param local whether its target is one of the node's addresses
   */
  record Passing(
      String protocol,
      Ipv4Address source,
      Ipv4Address target,
      int port,
      String in,
      String out,
      boolean known,
      boolean local) {}

  /** A chain; one with a policy is the kernel's own. */
  private static final class Chain {
    private String policy;
    private final Meter decided = new Meter();
    private final List<FilterRule> rules = new ArrayList<>();

    Chain(String policy) {
      this.policy = policy;
    }
  }

  private final Map<String, Map<String, Chain>> tables = new LinkedHashMap<>();
  private final Map<Hook, Chain> hooks = new EnumMap<>(Hook.class);
  private final Epoch epoch;

  PacketFilter(Epoch epoch) {
    this.epoch = epoch;
    clear();
  }

  /** Begins anew, as after a boot: the kernel's own chains, empty, letting all pass. */
  void clear() {
    tables.clear();
    own(FILTER, "INPUT", "FORWARD", "OUTPUT");
    own(NAT, "PREROUTING", "INPUT", "OUTPUT", "POSTROUTING");
    own(RAW, "PREROUTING", "OUTPUT");
    for (Hook hook : Hook.values()) {
      hooks.put(hook, chain(hook.table, hook.chain));
    }
    epoch.advance();
  }

  private void own(String table, String... names) {
    Map<String, Chain> chains = new LinkedHashMap<>();
    for (String name : names) {
      chains.put(name, new Chain(ACCEPT));
    }
    tables.put(table, chains);
  }

  /**
   * What becomes of a packet at one of the kernel's own chains: the word of the rule that took it,
   * else the policy. All that counts it is noted.
   */
  String decide(Hook hook, Passing packet, Walk walk) {
    Chain chain = Objects.requireNonNull(hooks.get(hook));
    String verdict = run(hook.table, chain, packet, walk, 0);
    if (verdict != null) {
      return verdict;
    }
    note(hook.table, chain.decided, walk);
    return chain.policy;
  }

  private @Nullable String run(String table, Chain chain, Passing packet, Walk walk, int depth) {
    for (FilterRule rule : chain.rules) {
      if (!rule.matches(packet)) {
        continue;
      }
      note(table, rule.packets(), walk);
      Chain other = rule.ends() ? null : chains(table).get(rule.target());
      String verdict =
          other == null || depth > DEEPEST
              ? rule.target()
              : run(table, other, packet, walk, depth + 1);
      if (RETURN.equals(verdict)) {
        return null;
      }
      if (verdict != null && !verdict.isEmpty()) {
        return verdict;
      }
    }
    return null;
  }

  /** The nat table sees the first packet of a connection alone. */
  private static void note(String table, Meter meter, Walk walk) {
    if (table.equals(NAT)) {
      walk.open(meter);
    } else {
      walk.pass(meter);
    }
  }

  boolean has(String table, String chain) {
    return chains(table).containsKey(chain);
  }

  boolean has(String table, String chain, FilterRule rule) {
    return has(table, chain) && find(table, chain, rule).isPresent();
  }

  private Optional<FilterRule> find(String table, String chain, FilterRule rule) {
    return chain(table, chain).rules.stream()
        .filter(other -> other.line().equals(rule.line()))
        .findFirst();
  }

  private Map<String, Chain> chains(String table) {
    return tables.getOrDefault(table, Map.of());
  }

  private Chain chain(String table, String name) {
    Chain chain = chains(table).get(name);
    if (chain == null) {
      throw new IllegalArgumentException("no chain " + name + " in " + table);
    }
    return chain;
  }

  /** Makes a chain that only rules lead to, or empties it ({@code -N}, {@code -F}). */
  void renew(String table, String name) {
    Chain chain = chains(table).computeIfAbsent(name, _ -> new Chain(""));
    chain.rules.clear();
    epoch.advance();
  }

  void insert(String table, String chain, FilterRule rule) {
    chain(table, chain).rules.addFirst(rule);
    epoch.advance();
  }

  void append(String table, String chain, FilterRule rule) {
    chain(table, chain).rules.add(rule);
    epoch.advance();
  }

  /** Removes the first rule of a chain that reads so; false if none does. */
  boolean remove(String table, String chain, FilterRule rule) {
    Optional<FilterRule> found = find(table, chain, rule);
    found.ifPresent(chain(table, chain).rules::remove);
    epoch.advance();
    return found.isPresent();
  }

  /** Removes all rules of a chain that are so, and gives them. */
  List<FilterRule> removeAll(String table, String chain, Predicate<FilterRule> which) {
    List<FilterRule> found = chain(table, chain).rules.stream().filter(which).toList();
    chain(table, chain).rules.removeAll(found);
    epoch.advance();
    return found;
  }

  String policy(String table, String chain) {
    return chain(table, chain).policy;
  }

  void setPolicy(String table, String chain, String policy) {
    chain(table, chain).policy = policy;
    epoch.advance();
  }

  /** Empties all chains, removes those that only rules lead to, and lets all pass. */
  void flush() {
    for (Map<String, Chain> chains : tables.values()) {
      chains.values().removeIf(chain -> chain.policy.isEmpty());
      for (Chain chain : chains.values()) {
        chain.rules.clear();
        chain.policy = ACCEPT;
      }
    }
    epoch.advance();
  }

  /** Everything as {@code iptables-save -c} shows it, empty tables left out. */
  Firewall facts() {
    List<Firewall.Chain> facts = new ArrayList<>();
    tables.forEach(
        (table, chains) -> {
          if (table.equals(FILTER)
              || chains.values().stream().anyMatch(it -> !it.rules.isEmpty())) {
            chains.forEach((name, chain) -> facts.add(facts(table, name, chain)));
          }
        });
    return new Firewall(facts);
  }

  private static Firewall.Chain facts(String table, String name, Chain chain) {
    boolean own = !chain.policy.isEmpty();
    return new Firewall.Chain(
        Firewall.Tool.IPTABLES,
        table,
        name,
        own ? name : "",
        chain.policy,
        own ? chain.decided.count() : NOT_COUNTED,
        chain.rules.stream().map(FilterRule::facts).toList());
  }

  /** The counts of all rules and policies, by the names of {@link Counters}. */
  Map<String, Long> values() {
    Map<String, Long> values = new LinkedHashMap<>();
    for (Firewall.Chain chain : facts().chains()) {
      if (!chain.policy().isEmpty()) {
        values.put(Counters.policy(chain), chain.packets());
      }
      chain
          .rules()
          .forEach(rule -> values.merge(Counters.rule(chain, rule), rule.packets(), Long::sum));
    }
    return values;
  }
}

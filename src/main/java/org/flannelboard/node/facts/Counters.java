package org.flannelboard.node.facts;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many packets passed which point of a node since it booted. Points by name:
 *
 * <ul>
 *   <li>{@code dev/flannel.1/tx}: a device's packets; {@code rx}, {@code tx}, {@code rx-error},
 *       {@code tx-error}, {@code rx-dropped}, {@code tx-dropped}, {@code tx-carrier} from
 *       /proc/net/dev (proc_net(5)), {@code other-host} from ip(8) where it prints it
 *   <li>{@code Udp/InDatagrams}: a protocol's, from /proc/net/snmp and /proc/net/netstat (RFC 4113,
 *       RFC 4293; {@code Documentation/networking/snmp_counter.rst})
 *   <li>{@code rule/iptables/filter/INPUT/-p udp --dport 8472 -j DROP}: a filter's rule; {@code
 *       policy/iptables/filter/FORWARD} what a chain's policy decided. A rule that stands twice
 *       counts as one
 * </ul>
 */
public record Counters(SortedMap<String, Long> values) {

  public Counters {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** A point's count; 0 where it is not counted. */
  public long at(String point) {
    return values.getOrDefault(point, 0L);
  }

  /** Whether a point is counted on this node. */
  public boolean counts(String point) {
    return values.containsKey(point);
  }

  /** What was added since an earlier look; points of both looks alone. */
  public Counters since(Counters earlier) {
    SortedMap<String, Long> added = new TreeMap<>();
    for (Map.Entry<String, Long> point : values.entrySet()) {
      Long before = earlier.values.get(point.getKey());
      if (before != null) {
        added.put(point.getKey(), point.getValue() - before);
      }
    }
    return new Counters(added);
  }

  /** A device's point. */
  public static String device(String device, String count) {
    return "dev/" + device + "/" + count;
  }

  /** The point of a filter's rule. */
  public static String rule(Firewall.Chain chain, Firewall.Rule rule) {
    return "rule/" + place(chain) + "/" + rule.line();
  }

  /** The point of a chain's policy. */
  public static String policy(Firewall.Chain chain) {
    return "policy/" + place(chain);
  }

  private static String place(Firewall.Chain chain) {
    String tool =
        switch (chain.tool()) {
          case IPTABLES -> "iptables";
          case IPTABLES_LEGACY -> "iptables-legacy";
          case NFT -> "nft";
        };
    return tool + "/" + chain.table() + "/" + chain.name();
  }
}

package org.flannelboard.practice;

/** Rules a practice node's packet filter can wrongly have. */
public enum StrayRule {
  /** UDP packets to the vxlan port are dropped as they come in. */
  VXLAN_IN("INPUT", "-p udp --dport 8472 -j DROP"),
  /** The same with an answer, as firewalld gives it (firewalld.zone(5), target {@code default}). */
  VXLAN_REFUSED("INPUT", "-p udp --dport 8472 -j REJECT --reject-with icmp-host-prohibited"),
  /** UDP packets to the vxlan port are dropped as they go out. */
  VXLAN_OUT("OUTPUT", "-p udp --dport 8472 -j DROP"),
  /** ICMP that comes out of the tunnel is dropped. */
  ICMP_FROM_TUNNEL("INPUT", "-i flannel.1 -p icmp -j DROP");

  private final String chain;
  private final String rule;

  StrayRule(String chain, String rule) {
    this.chain = chain;
    this.rule = rule;
  }

  /** The chain it stands in, first of all. */
  String chain() {
    return chain;
  }

  FilterRule rule() {
    return FilterRule.of(rule);
  }
}

package org.flannelboard.practice;

import java.util.List;
import org.flannelboard.base.Cidr;

/** The rules flanneld v0.10.0 adds to the filter (flannel, network/iptables.go). */
final class FlannelChains {

  private static final String FORWARD = "FORWARD";
  private static final String POSTROUTING = "POSTROUTING";

  private final PacketFilter filter;

  FlannelChains(PacketFilter filter) {
    this.filter = filter;
  }

  /** Appends what is not there: packets of the network pass, and with ip-masq keep their source. */
  void install(Cidr network, Cidr subnet, boolean masquerade) {
    forwarding(network).forEach(rule -> once(PacketFilter.FILTER, FORWARD, rule));
    if (masquerade) {
      List.of(
              "-s " + network + " -d " + network + " -j RETURN",
              "-s " + network + " ! -d 224.0.0.0/4 -j MASQUERADE",
              "! -s " + network + " -d " + subnet + " -j RETURN",
              "! -s " + network + " -d " + network + " -j MASQUERADE")
          .forEach(words -> once(PacketFilter.NAT, POSTROUTING, FilterRule.of(words)));
    }
  }

  /** Takes away what lets packets of the network pass; gives the rules that were there. */
  List<FilterRule> removeForwarding() {
    return filter.removeAll(
        PacketFilter.FILTER, FORWARD, rule -> rule.line().matches("-[sd] \\S+ -j ACCEPT"));
  }

  private static List<FilterRule> forwarding(Cidr network) {
    return List.of(
        FilterRule.of("-s " + network + " -j ACCEPT"),
        FilterRule.of("-d " + network + " -j ACCEPT"));
  }

  private void once(String table, String chain, FilterRule rule) {
    if (!filter.has(table, chain, rule)) {
      filter.append(table, chain, rule);
    }
  }
}

package org.flannelboard.practice;

import java.util.List;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;

/** The rules docker 20.10 makes for its one bridge, as {@code iptables-save} prints them. */
final class DockerChains {

  static final String DOCKER = "DOCKER";

  private static final String FORWARD = "FORWARD";
  private static final String FIRST = "DOCKER-ISOLATION-STAGE-1";
  private static final String SECOND = "DOCKER-ISOLATION-STAGE-2";
  private static final String USER = "DOCKER-USER";

  private static final String GUARD = "! -i docker0 -o docker0 -j DROP";

  private final PacketFilter filter;

  DockerChains(PacketFilter filter) {
    this.filter = filter;
  }

  /** Makes docker's chains anew, before all that others have in FORWARD. */
  void install() {
    for (String chain : new String[] {DOCKER, FIRST, SECOND, USER}) {
      filter.renew(PacketFilter.FILTER, chain);
    }
    append(FIRST, "-i docker0 ! -o docker0 -j " + SECOND);
    append(FIRST, "-j RETURN");
    append(SECOND, "-o docker0 -j DROP");
    append(SECOND, "-j RETURN");
    append(USER, "-j RETURN");
    first("-i docker0 -o docker0 -j ACCEPT");
    first("-i docker0 ! -o docker0 -j ACCEPT");
    first("-o docker0 -j " + DOCKER);
    first("-o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT");
    first("-j " + FIRST);
    first("-j " + USER);
    filter.renew(PacketFilter.NAT, DOCKER);
    filter.append(PacketFilter.NAT, DOCKER, FilterRule.of("-i docker0 -j RETURN"));
    once("PREROUTING", "-m addrtype --dst-type LOCAL -j DOCKER");
    once("OUTPUT", "! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER");
  }

  /** Has packets of containers leave with the node's address, or no longer. */
  void masquerade(Cidr network, boolean on) {
    filter.removeAll(PacketFilter.NAT, "POSTROUTING", rule -> rule.line().contains("! -o docker0"));
    if (on) {
      FilterRule rule = FilterRule.of("-s " + network + " ! -o docker0 -j MASQUERADE");
      filter.insert(PacketFilter.NAT, "POSTROUTING", rule);
    }
  }

  /** What docker 28 adds: containers are reached by way of the bridge or of the node alone. */
  void guard(List<Ipv4Address> containers) {
    append(DOCKER, GUARD);
    containers.forEach(
        address ->
            filter.append(
                PacketFilter.RAW,
                "PREROUTING",
                FilterRule.of("-d " + address + " ! -i docker0 -j DROP")));
  }

  /** Takes it back. */
  void unguard() {
    filter.remove(PacketFilter.FILTER, DOCKER, FilterRule.of(GUARD));
    filter.removeAll(
        PacketFilter.RAW, "PREROUTING", rule -> rule.line().endsWith("! -i docker0 -j DROP"));
  }

  private void append(String chain, String words) {
    filter.append(PacketFilter.FILTER, chain, FilterRule.of(words));
  }

  private void first(String words) {
    FilterRule rule = FilterRule.of(words);
    filter.remove(PacketFilter.FILTER, FORWARD, rule);
    filter.insert(PacketFilter.FILTER, FORWARD, rule);
  }

  private void once(String chain, String words) {
    FilterRule rule = FilterRule.of(words);
    if (!filter.has(PacketFilter.NAT, chain, rule)) {
      filter.append(PacketFilter.NAT, chain, rule);
    }
  }
}

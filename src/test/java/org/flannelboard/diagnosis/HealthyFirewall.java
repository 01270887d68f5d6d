package org.flannelboard.diagnosis;

import java.util.List;
import org.flannelboard.base.Cidr;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;
import org.flannelboard.node.facts.Firewall.Tool;
import org.jspecify.annotations.Nullable;

/** The chains that docker 20.10 and flannel v0.10.0 with {@code -ip-masq} leave on a node. */
final class HealthyFirewall {

  private static final Cidr NETWORK = Cidr.of("10.253.0.0/16");

  private HealthyFirewall() {}

  static Firewall of(Cidr subnet) {
    return new Firewall(
        List.of(
            chain("filter", "INPUT", "INPUT", "ACCEPT", List.of()),
            chain("filter", "FORWARD", "FORWARD", "DROP", forward()),
            chain("filter", "OUTPUT", "OUTPUT", "ACCEPT", List.of()),
            chain("filter", "DOCKER", "", "", List.of()),
            chain("filter", "DOCKER-ISOLATION-STAGE-1", "", "", List.of(any("RETURN"))),
            chain("filter", "DOCKER-USER", "", "", List.of(any("RETURN"))),
            chain("nat", "PREROUTING", "PREROUTING", "ACCEPT", List.of()),
            chain("nat", "POSTROUTING", "POSTROUTING", "ACCEPT", postrouting(subnet)),
            chain("nat", "DOCKER", "", "", List.of())));
  }

  private static List<Rule> forward() {
    return List.of(
        any("DOCKER-USER"),
        any("DOCKER-ISOLATION-STAGE-1"),
        rule("", "", "docker0", null, null, "ACCEPT", "-m conntrack --ctstate RELATED,ESTABLISHED"),
        rule("", "", "docker0", null, null, "DOCKER", ""),
        rule("", "docker0", "", null, null, "ACCEPT", "! -o docker0"),
        rule("", "docker0", "docker0", null, null, "ACCEPT", ""),
        rule("", "", "", NETWORK, null, "ACCEPT", ""),
        rule("", "", "", null, NETWORK, "ACCEPT", ""));
  }

  private static List<Rule> postrouting(Cidr subnet) {
    return List.of(
        rule("", "", "", NETWORK, NETWORK, "RETURN", ""),
        rule("", "", "", NETWORK, null, "MASQUERADE", "! -d 224.0.0.0/4"),
        rule("", "", "", null, subnet, "RETURN", "! -s 10.253.0.0/16"),
        rule("", "", "", null, NETWORK, "MASQUERADE", "! -s 10.253.0.0/16"));
  }

  static Chain chain(String table, String name, String hook, String policy, List<Rule> rules) {
    return new Chain(Tool.IPTABLES, table, name, hook, policy, policy.isEmpty() ? -1 : 0, rules);
  }

  private static Rule any(String target) {
    return rule("", "", "", null, null, target, "");
  }

  /** A rule without counted packets; {@code conditions} as one text, or none. */
  static Rule rule(
      String protocol,
      String in,
      String out,
      @Nullable Cidr source,
      @Nullable Cidr destination,
      String target,
      String conditions) {
    String line =
        (source == null ? "" : "-s " + source + " ")
            + (destination == null ? "" : "-d " + destination + " ")
            + (in.isEmpty() ? "" : "-i " + in + " ")
            + (out.isEmpty() ? "" : "-o " + out + " ")
            + (protocol.isEmpty() ? "" : "-p " + protocol + " ")
            + (conditions.isEmpty() ? "" : conditions + " ")
            + "-j "
            + target;
    return new Rule(
        protocol,
        in,
        out,
        source,
        destination,
        "",
        target,
        conditions.isEmpty() ? List.of() : List.of(conditions),
        0,
        line);
  }
}

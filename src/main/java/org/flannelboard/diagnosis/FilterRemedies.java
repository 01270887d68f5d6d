package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.Firewall;

/**
 * How packets are let through a filter: by rules of their own before the one that drops them, never
 * by taking a filter away. What firewalld or a ruleset of nft's owns is changed by a person,
 * because their next reload would undo it.
 */
final class FilterRemedies {

  private FilterRemedies() {}

  /** Lets VXLAN in, from the other nodes alone. */
  static List<Remedy> vxlanIn(Case it, SeenNode node, FilterWalk.Stop stop, int port) {
    return letThrough(
        node,
        stop,
        stop.chain().hook().equals("PREROUTING") ? "PREROUTING" : "INPUT",
        peers(it, node).map(peer -> words("-p udp --dport " + port + " -s " + peer)).toList(),
        new Remedy.Instruct(
            "open-in-firewalld",
            Map.of(
                "node", node.id().name(),
                "zone", Firewalld.zone(stop.chain()).map(zone -> "--zone=" + zone + " ").orElse(""),
                "port", "" + port)),
        new Remedy.Instruct(
            "open-in-nft",
            Map.of(
                "node", node.id().name(),
                "table", stop.chain().table(),
                "chain", stop.chain().name(),
                "match", "udp dport " + port)));
  }

  /** Lets VXLAN out, to the other nodes alone. */
  static List<Remedy> vxlanOut(Case it, SeenNode node, FilterWalk.Stop stop, int port) {
    return letThrough(
        node,
        stop,
        stop.chain().hook().equals("POSTROUTING") ? "POSTROUTING" : "OUTPUT",
        peers(it, node).map(peer -> words("-p udp --dport " + port + " -d " + peer)).toList(),
        nft(node, stop, "udp dport " + port),
        nft(node, stop, "udp dport " + port));
  }

  /** Lets pings and their replies in from the tunnel, or out into it. */
  static List<Remedy> echoes(SeenNode node, FilterWalk.Stop stop, String device, boolean in) {
    String way = (in ? "-i " : "-o ") + device;
    Remedy instruct =
        nft(
            node,
            stop,
            (in ? "iifname " : "oifname ") + device + " icmp type { echo-request, echo-reply }");
    return letThrough(
        node,
        stop,
        in ? "INPUT" : "OUTPUT",
        Stream.of("echo-request", "echo-reply")
            .map(type -> words(way + " -p icmp --icmp-type " + type))
            .toList(),
        instruct,
        instruct);
  }

  /** Lets containers talk across nodes, as flannel's own two rules do. */
  static List<Remedy> forward(Case it, SeenNode node, FilterWalk.Stop stop) {
    String network = it.config().map(config -> config.network().toString()).orElse("");
    if (network.isEmpty()) {
      return List.of();
    }
    return letThrough(
        node,
        stop,
        "FORWARD",
        List.of(words("-d " + network), words("-s " + network)),
        new Remedy.Instruct(
            "forward-in-firewalld", Map.of("node", node.id().name(), "network", network)),
        nft(node, stop, "ip daddr " + network));
  }

  private static List<Remedy> letThrough(
      SeenNode node,
      FilterWalk.Stop stop,
      String hook,
      List<List<String>> rules,
      Remedy firewalld,
      Remedy nft) {
    Firewall.Chain chain = stop.chain();
    if (Firewalld.runs(node) && Firewalld.made(chain)) {
      return List.of(firewalld);
    }
    if (chain.tool() == Firewall.Tool.NFT) {
      return List.of(nft);
    }
    List<KernelChange> inserted =
        rules.stream()
            .map(
                rule ->
                    (KernelChange)
                        new KernelChange.InsertRule(
                            chain.tool(), chain.table(), hook, accept(rule)))
            .toList();
    return List.of(new Remedy.ChangeKernel(node.id(), inserted));
  }

  private static Remedy nft(SeenNode node, FilterWalk.Stop stop, String match) {
    return new Remedy.Instruct(
        "open-in-nft",
        Map.of(
            "node", node.id().name(),
            "table", stop.chain().table(),
            "chain", stop.chain().name(),
            "match", match));
  }

  private static List<String> accept(List<String> rule) {
    return Stream.concat(rule.stream(), Stream.of("-j", "ACCEPT")).toList();
  }

  private static List<String> words(String text) {
    return List.of(text.split(" "));
  }

  private static Stream<Ipv4Address> peers(Case it, SeenNode node) {
    return it.profile().nodes().stream()
        .filter(spec -> !spec.id().equals(node.id()))
        .map(NodeSpec::ip);
  }
}

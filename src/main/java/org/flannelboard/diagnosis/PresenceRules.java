package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Source;

/** Nodes that say nothing, and pings that say nothing of the tunnel. */
final class PresenceRules {

  private PresenceRules() {}

  static List<Finding> look(Case cluster) {
    List<Finding> findings = new ArrayList<>();
    cluster.facts().silent().entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> findings.add(silent(cluster, it.getKey(), it.getValue())));
    findings.addAll(localTargets(cluster));
    return findings;
  }

  /** A node that is off loses packets; one that lets nobody in may be well. */
  private static Finding silent(Case cluster, NodeId node, NodeFailure why) {
    boolean gone =
        switch (why) {
          case NodeFailure.Unreachable _, NodeFailure.TimedOut _, NodeFailure.ConnectionLost _ ->
              cluster.lost().stream().anyMatch(it -> it.to().equals(node));
          case NodeFailure.HostKeyUnknown _,
              NodeFailure.HostKeyChanged _,
              NodeFailure.HostKeyRevoked _,
              NodeFailure.AuthenticationRefused _,
              NodeFailure.KeyUnusable _,
              NodeFailure.SudoRefused _,
              NodeFailure.CommandFailed _,
              NodeFailure.Unintelligible _,
              NodeFailure.ReadOnly _,
              NodeFailure.NoSpace _,
              NodeFailure.NotWritable _,
              NodeFailure.FileMissing _,
              NodeFailure.FileTooLarge _,
              NodeFailure.DigestMismatch _,
              NodeFailure.UnitRefused _,
              NodeFailure.ToolMissing _ ->
              false;
        };
    SshAccess ssh = cluster.facts().spec(node).ssh();
    String words =
        why.arguments().entrySet().stream()
            .filter(it -> !it.getKey().equals("node"))
            .sorted(Map.Entry.comparingByKey())
            .map(it -> it.getKey() + ": " + it.getValue())
            .collect(Collectors.joining(", "));
    return Finding.of(
        FindingCode.NODE_UNREACHABLE,
        Severity.ERROR,
        new Subject.OnNode(node),
        gone ? Direction.BOTH : Direction.NONE,
        Map.of("node", node.name(), "address", ssh.address(), "failure", why.code()),
        List.of(
            new Evidence(
                node,
                "ssh " + ssh.user() + "@" + ssh.address(),
                "[" + why.code() + ": " + words + "]",
                cluster.facts().at())),
        List.of(
            new Remedy.Instruct(
                "make-reachable", Map.of("node", node.name(), "address", ssh.address()))));
  }

  /** Pings to an address of one's own are answered without a tunnel, and always. */
  private static List<Finding> localTargets(Case cluster) {
    Map<Ipv4Address, NodeId> targets = new HashMap<>();
    cluster.peers().forEach(it -> targets.putIfAbsent(it.docker0(), it.node()));
    List<Finding> findings = new ArrayList<>();
    for (SeenNode node : cluster.seen()) {
      for (Ipv4Address own : node.addresses()) {
        Optional.ofNullable(targets.get(own))
            .filter(target -> !target.equals(node.id()) && !hasByRight(node, own))
            .ifPresent(target -> findings.add(localTarget(node, target, own)));
      }
    }
    return findings;
  }

  private static boolean hasByRight(SeenNode node, Ipv4Address address) {
    return node.lease()
        .filter(it -> it.publicIp().equals(node.spec().ip()) && it.docker0().equals(address))
        .isPresent();
  }

  private static Finding localTarget(SeenNode node, NodeId target, Ipv4Address address) {
    return Finding.of(
        FindingCode.TARGET_LOCAL,
        Severity.WARNING,
        node.towards(target),
        Direction.NONE,
        Map.of("node", node.id().name(), "peer", target.name(), "ip", address.toString()),
        node.network().addresses().toOptional().orElse(List.of()).stream()
            .filter(it -> it.address().equals(address))
            .map(InterfaceAddress::line)
            .map(it -> node.evidence(Source.ADDRESSES, it))
            .toList(),
        List.of(
            new Remedy.Instruct(
                "free-address",
                Map.of(
                    "node", node.id().name(), "peer", target.name(), "ip", address.toString()))));
  }
}

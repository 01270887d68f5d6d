package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.Backend;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Source;
import org.flannelboard.node.facts.UdpSocket;

/**
 * Vxlan devices that are not as the configuration in etcd says. Nodes that differ from it together
 * understand each other, until one of them starts flanneld anew.
 */
final class MismatchRules {

  private MismatchRules() {}

  static List<Finding> look(Case cluster) {
    List<Finding> findings = new ArrayList<>();
    cluster
        .vxlan()
        .ifPresent(
            backend -> {
              findings.addAll(
                  judge(cluster, FindingCode.VNI_MISMATCH, backend.vni(), vnis(cluster)));
              findings.addAll(
                  judge(
                      cluster,
                      FindingCode.VXLAN_PORT_MISMATCH,
                      backend.port(),
                      ports(cluster, backend)));
            });
    return findings;
  }

  /** A number of a node's device, and the line that says so. */
  private record Number(int value, Evidence evidence) {}

  private static Map<SeenNode, Number> vnis(Case cluster) {
    Map<SeenNode, Number> vnis = new LinkedHashMap<>();
    for (SeenNode node : cluster.seen()) {
      node.device()
          .ifPresent(
              it ->
                  vnis.put(
                      node,
                      new Number(
                          Objects.requireNonNull(it.vxlan()).vni(),
                          node.evidence(Source.LINKS, it.line()))));
    }
    return vnis;
  }

  private static Map<SeenNode, Number> ports(Case cluster, Backend backend) {
    Map<SeenNode, Number> ports = new LinkedHashMap<>();
    for (SeenNode node : cluster.seen()) {
      node.device().flatMap(it -> port(node, it, backend)).ifPresent(it -> ports.put(node, it));
    }
    return ports;
  }

  /** Where ip(8) is too old to print it, the kernel's own sockets tell. */
  private static Optional<Number> port(SeenNode node, Link device, Backend backend) {
    return switch (Objects.requireNonNull(device.vxlan()).port()) {
      case Known.Value(Integer port) ->
          Optional.of(new Number(port, node.evidence(Source.LINKS, device.line())));
      case Known.Unknown<Integer> _, Known.NotChecked<Integer> _ ->
          device.up() ? kernelSocket(node, backend) : Optional.empty();
    };
  }

  private static Optional<Number> kernelSocket(SeenNode node, Backend backend) {
    List<UdpSocket> sockets = node.network().sockets().toOptional().orElse(List.of());
    if (sockets.stream().anyMatch(it -> it.port() == backend.port())) {
      return Optional.empty();
    }
    List<UdpSocket> kernels =
        sockets.stream().filter(it -> it.owner().equals(Known.of(Optional.empty()))).toList();
    return kernels.size() == 1
        ? Optional.of(
            new Number(
                kernels.getFirst().port(),
                node.evidence(Source.SOCKETS, kernels.getFirst().line())))
        : Optional.empty();
  }

  private static List<Finding> judge(
      Case cluster, FindingCode code, int configured, Map<SeenNode, Number> numbers) {
    Set<Integer> values = new HashSet<>();
    numbers.values().forEach(it -> values.add(it.value()));
    values.remove(configured);
    Map<SeenNode, Number> differing = new LinkedHashMap<>(numbers);
    differing.values().removeIf(it -> it.value() == configured);
    boolean together =
        values.size() == 1 && differing.size() > 1 && differing.size() == numbers.size();
    if (together) {
      return List.of(outdated(cluster, code, configured, differing));
    }
    List<Finding> findings = new ArrayList<>();
    differing.forEach((node, it) -> findings.add(differs(code, configured, node, it)));
    return findings;
  }

  private static Finding differs(FindingCode code, int configured, SeenNode node, Number number) {
    String device = node.device().orElseThrow().name();
    return Finding.of(
        code,
        Severity.ERROR,
        node.subject(),
        Direction.BOTH,
        Map.of(
            "node", node.id().name(),
            "device", device,
            "found", String.valueOf(number.value()),
            "configured", String.valueOf(configured)),
        List.of(number.evidence(), configuration(node.within(), code, configured)),
        // flanneld takes up a device it finds there if it differs in nothing else
        // (vxlanLinksIncompat).
        List.of(Repairs.restartFlanneld(node, new KernelChange.RemoveLink(device))));
  }

  /** All differ in the same way: the configuration changed and nobody has read it since. */
  private static Finding outdated(
      Case cluster, FindingCode code, int configured, Map<SeenNode, Number> differing) {
    Map<String, String> arguments = new HashMap<>();
    Number first = differing.values().iterator().next();
    arguments.put("node", Names.brief(differing.keySet().stream().map(SeenNode::id).toList()));
    arguments.put("device", differing.keySet().iterator().next().device().orElseThrow().name());
    arguments.put("found", String.valueOf(first.value()));
    arguments.put("configured", String.valueOf(configured));
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(configuration(cluster, code, configured));
    differing.values().forEach(it -> evidence.add(it.evidence()));
    List<Remedy> restarts =
        differing.keySet().stream()
            .map(
                node ->
                    Repairs.restartFlanneld(
                        node, new KernelChange.RemoveLink(node.device().orElseThrow().name())))
            .toList();
    return Finding.of(
        code,
        Severity.WARNING,
        new Subject.OnCluster(),
        Direction.NONE,
        arguments,
        evidence,
        List.of(new Remedy.InTurn(restarts)));
  }

  private static Evidence configuration(Case cluster, FindingCode code, int configured) {
    String member = code == FindingCode.VNI_MISMATCH ? "VNI" : "Port";
    return cluster.inEtcd("config", member + ": " + configured);
  }
}

package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Source;

/**
 * What keeps a node from forwarding between its containers and the tunnel, or changes their
 * addresses on the way. docker0's own address is local, so that nothing is forwarded for a ping of
 * the matrix: every cell stays green.
 */
final class ForwardingRules {

  private static final String IP_FORWARD = "ipv4/ip_forward";

  private ForwardingRules() {}

  static List<Finding> look(Case it) {
    return Stream.concat(
            it.seen().stream()
                .flatMap(
                    node ->
                        Stream.of(ipForward(node), filtered(it, node)).flatMap(Optional::stream)),
            masqueraded(it))
        .toList();
  }

  /** The node's switch before the devices': with it off, all of them read 0. */
  private static Optional<Finding> ipForward(SeenNode node) {
    Stream<String> devices =
        Stream.concat(
                node.vtep().toOptional().stream().flatMap(Optional::stream),
                node.docker0().stream())
            .map(Link::name)
            .map(device -> "ipv4/conf/" + device + "/forwarding");
    return Stream.concat(Stream.of(IP_FORWARD), devices)
        .filter(path -> node.network().sysctl(path).equals(Optional.of(0)))
        .findFirst()
        .map(path -> ipForwardOff(node, path));
  }

  private static Finding ipForwardOff(SeenNode node, String path) {
    return Finding.of(
        FindingCode.IP_FORWARD_OFF,
        Severity.ERROR,
        node.subject(),
        Direction.NONE,
        Map.of("node", node.id().name(), "setting", path),
        List.of(node.evidence(Source.SYSCTLS, path + " = 0")),
        List.of(new Remedy.ChangeKernel(node.id(), List.of(new KernelChange.SetSysctl(path, 1)))));
  }

  /** A filter that drops new connections to or from containers; docker's own has its own name. */
  private static Optional<Finding> filtered(Case it, SeenNode node) {
    Filters filters = new Filters(it, node);
    Optional<FilterWalk.Stop> container = droppedBeforeRouting(it, node);
    if (container.isPresent()) {
      return container.map(stop -> directRouting(it, node, stop));
    }
    Optional<FilterWalk.Stop> in = filters.forwardIn().flatMap(FilterWalk.Verdict::culprit);
    Optional<FilterWalk.Stop> out = filters.forwardOut().flatMap(FilterWalk.Verdict::culprit);
    return in.filter(ForwardingRules::isDockers)
        .map(stop -> directRouting(it, node, stop))
        .or(() -> in.or(() -> out).map(stop -> forward(it, node, stop, in.isPresent(), out)));
  }

  private static Finding forward(
      Case it, SeenNode node, FilterWalk.Stop stop, boolean in, Optional<FilterWalk.Stop> out) {
    Direction direction =
        in ? (out.isPresent() ? Direction.BOTH : Direction.INBOUND) : Direction.OUTBOUND;
    List<Remedy> remedies =
        Stream.concat(
                FilterRemedies.forward(it, node, stop).stream(),
                Stream.of(Repairs.restartFlanneld(node)))
            .toList();
    return Finding.of(
        FindingCode.FORWARD_DROP,
        Severity.ERROR,
        node.subject(),
        direction,
        Map.of("node", node.id().name(), "rule", stop.line()),
        List.of(node.evidence(stop.source(), stop.line())),
        remedies);
  }

  /** docker's rules; DOCKER-USER alone belongs to the administrator. */
  private static boolean isDockers(FilterWalk.Stop stop) {
    String name = stop.chain().name();
    return name.startsWith("DOCKER") && !name.equals("DOCKER-USER");
  }

  /**
   * The rule that docker 28 puts before routing for each container, which names the container's
   * address (moby #48597).
   */
  private static Optional<FilterWalk.Stop> droppedBeforeRouting(Case it, SeenNode node) {
    Optional<Firewall> firewall = node.facts().firewall().toOptional();
    Optional<Cidr> subnet = node.lease().map(SubnetLease::subnet);
    Optional<Packet> packet = new Filters(it, node).forwarded(true);
    if (firewall.isEmpty() || subnet.isEmpty() || packet.isEmpty()) {
      return Optional.empty();
    }
    return firewall
        .get()
        .at("PREROUTING")
        .flatMap(chain -> chain.rules().stream())
        .map(Firewall.Rule::destination)
        .filter(one -> one != null && one.prefixLength() == 32 && subnet.get().contains(one))
        .map(Cidr::network)
        .flatMap(one -> dropped(firewall.get(), packet.get(), one).stream())
        .findFirst();
  }

  private static Optional<FilterWalk.Stop> dropped(
      Firewall firewall, Packet packet, Ipv4Address container) {
    Packet towards =
        new Packet(
            packet.protocol(),
            packet.inDevice(),
            packet.outDevice(),
            packet.source(),
            container,
            0,
            packet.echo(),
            packet.answer());
    return FilterWalk.drops(firewall, towards, "PREROUTING").culprit();
  }

  private static Finding directRouting(Case it, SeenNode node, FilterWalk.Stop stop) {
    String tunnel = new Filters(it, node).device().orElse("");
    Remedy.Instruct allow =
        new Remedy.Instruct("docker-allow-direct-routing", Map.of("node", node.id().name()));
    Firewall.Tool tool = stop.chain().tool();
    List<Remedy> remedies =
        tool == Firewall.Tool.NFT
            ? List.of(allow)
            : List.of(new Remedy.ChangeKernel(node.id(), letIn(node, tool, tunnel)), allow);
    return Finding.of(
        FindingCode.DIRECT_ROUTING_DROP,
        Severity.ERROR,
        node.subject(),
        Direction.INBOUND,
        Map.of("node", node.id().name(), "rule", stop.line(), "device", tunnel),
        List.of(node.evidence(stop.source(), stop.line())),
        remedies);
  }

  /** Before routing and at forwarding: docker drops at both. */
  private static List<KernelChange> letIn(SeenNode node, Firewall.Tool tool, String tunnel) {
    String subnet = node.lease().map(lease -> lease.subnet().toString()).orElse("");
    return List.of(
        new KernelChange.InsertRule(
            tool, "raw", "PREROUTING", List.of("-i", tunnel, "-d", subnet, "-j", "ACCEPT")),
        new KernelChange.InsertRule(
            tool,
            "filter",
            "FORWARD",
            List.of("-i", tunnel, "-o", SeenNode.DOCKER0, "-d", subnet, "-j", "ACCEPT")));
  }

  /**
   * Of interest only where flanneld is asked to keep it from happening: otherwise it is what docker
   * does on every node, and nothing here depends on it.
   */
  private static Stream<Finding> masqueraded(Case it) {
    return it.profile().flannel().ipMasq()
        ? it.seen().stream().flatMap(node -> masqueraded(it, node).stream())
        : Stream.empty();
  }

  private static Optional<Finding> masqueraded(Case it, SeenNode node) {
    return new Filters(it, node)
        .translated()
        .flatMap(FilterWalk.Verdict::culprit)
        .map(
            stop ->
                Finding.of(
                    FindingCode.MASQUERADED,
                    Severity.WARNING,
                    node.subject(),
                    Direction.NONE,
                    Map.of("node", node.id().name(), "rule", stop.line()),
                    List.of(node.evidence(stop.source(), stop.line())),
                    List.of(new Remedy.PushNode(node.id()))));
  }
}

package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.Source;
import org.jspecify.annotations.Nullable;

/** Kernel settings and packet sizes that lose packets, or make a healthy node look lost. */
final class KernelRules {

  /** What VXLAN puts around a packet: Ethernet 14, VXLAN 8, UDP 8, IPv4 20 (RFC 7348). */
  static final int OVERHEAD = 50;

  private static final String ECHO_IGNORE = "ipv4/icmp_echo_ignore_all";
  private static final String DOCKER_MTU = "com.docker.network.driver.mtu";

  /** dockerd's option of the same meaning (dockerd(8)). */
  static final String MTU_OPTION = "mtu";

  /** The sysctl's value for a source that has to be reachable by the way the packet came. */
  private static final int STRICT = 1;

  private KernelRules() {}

  static List<Finding> look(Case it) {
    return it.seen().stream()
        .flatMap(
            node ->
                Stream.concat(
                    Stream.of(echoIgnored(it, node), mtu(node), containerMtu(it, node))
                        .flatMap(Optional::stream),
                    reversePath(it, node)))
        .toList();
  }

  static Optional<Finding> echoIgnored(Case it, SeenNode node) {
    return node.network()
        .sysctl(ECHO_IGNORE)
        .filter(value -> value == 1)
        .map(
            _ ->
                Finding.of(
                    FindingCode.ICMP_IGNORED,
                    Severity.WARNING,
                    node.subject(),
                    Direction.INBOUND,
                    Map.of("node", node.id().name()),
                    List.of(node.evidence(Source.SYSCTLS, ECHO_IGNORE + " = 1")),
                    List.of(
                        new Remedy.ChangeKernel(
                            node.id(), List.of(new KernelChange.SetSysctl(ECHO_IGNORE, 0))))));
  }

  /** flanneld takes the size from the interface once, when it starts. */
  private static Optional<Finding> mtu(SeenNode node) {
    Optional<Link> vtep = node.vtep().toOptional().flatMap(it -> it);
    Optional<Link> outer =
        vtep.flatMap(it -> Optional.ofNullable(it.vxlan()))
            .flatMap(it -> Optional.ofNullable(it.device()))
            .flatMap(node.network()::link);
    if (vtep.isEmpty() || outer.isEmpty() || vtep.get().mtu() <= outer.get().mtu() - OVERHEAD) {
      return Optional.empty();
    }
    return Optional.of(
        tooLarge(
            node,
            vtep.get().name(),
            vtep.get().mtu(),
            outer.get().mtu() - OVERHEAD,
            List.of(
                node.evidence(Source.LINKS, vtep.get().line()),
                node.evidence(Source.LINKS, outer.get().line())),
            List.of(
                anew(node, vtep.get().name()), lowerMtu(node.id(), outer.get().mtu() - OVERHEAD))));
  }

  /**
   * What docker gives its containers. docker0 itself shows 1500 while it has no container, so that
   * its own size says nothing.
   */
  private static Optional<Finding> containerMtu(Case it, SeenNode node) {
    Optional<Link> vtep = node.vtep().toOptional().flatMap(link -> link);
    Optional<DaemonFacts.Docker> docker = node.daemons().docker().toOptional();
    Optional<String> told =
        docker
            .map(docker0 -> Optional.ofNullable(docker0.options().get(DOCKER_MTU)))
            .orElseGet(
                () ->
                    node.daemons()
                        .process("dockerd")
                        .flatMap(docker0 -> docker0.option(MTU_OPTION)));
    if (vtep.isEmpty() || mtu(node).isPresent()) {
      return Optional.empty();
    }
    int fits = vtep.get().mtu();
    return told.filter(text -> text.matches("[0-9]{1,5}"))
        .map(Integer::parseInt)
        .filter(mtu -> mtu > fits)
        .map(
            mtu ->
                tooLarge(
                    node,
                    SeenNode.DOCKER0,
                    mtu,
                    fits,
                    List.of(
                        docker.isPresent()
                            ? node.evidence(Source.DOCKER, DOCKER_MTU + "=" + mtu)
                            : node.evidence(
                                Source.PROCESSES, "dockerd --" + MTU_OPTION + "=" + mtu)),
                    List.of(tellDocker(node))))
        .map(found -> found.after(causes(node)));
  }

  /** docker's own size instead of flannel's: it was not told flannel's, or told another one's. */
  private static Set<String> causes(SeenNode node) {
    return Set.of(
        id(FindingCode.DOCKER0_WRONG_SUBNET, node.subject()),
        id(FindingCode.DOCKER_WITHOUT_BIP, node.subject()),
        id(FindingCode.BACKEND_WRONG, new Subject.OnCluster()));
  }

  private static String id(FindingCode code, Subject subject) {
    return code.code() + "@" + subject.text();
  }

  /** flanneld keeps a device it finds, whatever its size; docker learns the new one from it. */
  private static Remedy anew(SeenNode node, String device) {
    return new Remedy.InTurn(
        List.of(
            Repairs.restartFlanneld(node, new KernelChange.RemoveLink(device)),
            Repairs.restartDocker(node)));
  }

  /** Started before flanneld, or without what flanneld wrote for it. */
  private static Remedy tellDocker(SeenNode node) {
    boolean options =
        node.daemons()
            .process("dockerd")
            .filter(it -> it.option(MTU_OPTION).isPresent())
            .isPresent();
    return options ? Repairs.restartDocker(node) : new Remedy.PushNode(node.id());
  }

  /**
   * A smaller MTU by a person's hand. flannel's own option {@code Backend.MTU} is that of the outer
   * packet: the device gets 50 bytes less (flannel v0.21.3 backend/vxlan/device.go). Releases
   * before it have none and go by the interface.
   *
   * @param fits what the device may be, without the tunnel's headers
   */
  static Remedy lowerMtu(NodeId node, int fits) {
    return new Remedy.Instruct(
        "lower-mtu",
        Map.of("node", node.name(), "mtu", "" + fits, "outer", "" + (fits + OVERHEAD)));
  }

  private static Finding tooLarge(
      SeenNode node,
      String device,
      int mtu,
      int fits,
      List<Evidence> evidence,
      List<Remedy> remedies) {
    return Finding.of(
        FindingCode.MTU_TOO_LARGE,
        Severity.WARNING,
        node.subject(),
        Direction.OUTBOUND,
        Map.of("node", node.id().name(), "device", device, "mtu", "" + mtu, "fits", "" + fits),
        evidence,
        remedies);
  }

  /**
   * Strict filtering of what comes from a peer by the tunnel, while the way back to it leads
   * elsewhere. The way is the cause; the filter makes it worse (ip-sysctl.rst, {@code rp_filter}).
   */
  private static Stream<Finding> reversePath(Case it, SeenNode node) {
    String device = node.vtep().toOptional().flatMap(link -> link).map(Link::name).orElse("");
    if (device.isEmpty() || strictness(node, device) != STRICT) {
      return Stream.empty();
    }
    return it.profile().nodes().stream()
        .filter(peer -> !peer.id().equals(node.id()))
        .flatMap(peer -> reversePath(it, node, device, peer).stream());
  }

  private static Optional<Finding> reversePath(
      Case it, SeenNode node, String device, NodeSpec peer) {
    @Nullable Lookup way =
        it.peer(peer.id())
            .map((Peer other) -> node.network().lookups().get(other.docker0()))
            .orElse(null);
    if (way == null
        || way.local()
        || way.error() != null
        || way.device().equals(device)
        || it.reached(peer.id(), node.id())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            FindingCode.REVERSE_PATH_FILTER,
            Severity.WARNING,
            node.towards(peer.id()),
            Direction.INBOUND,
            Map.of(
                "node", node.id().name(),
                "peer", peer.id().name(),
                "device", device,
                "way", way.device()),
            List.of(
                node.evidence(Source.LOOKUPS, way.line()),
                node.evidence(Source.SYSCTLS, "ipv4/conf/{all," + device + "}/rp_filter = 1")),
            List.of(looser(node, device))));
  }

  /** The kernel takes the larger of the node's value and the device's. */
  static int strictness(SeenNode node, String device) {
    return Stream.of("all", device)
        .flatMap(name -> node.network().sysctl("ipv4/conf/" + name + "/rp_filter").stream())
        .max(Integer::compare)
        .orElse(0);
  }

  /** Any way back will do; 2 is larger than 1, so that one device's value wins. */
  static Remedy looser(SeenNode node, String device) {
    return new Remedy.ChangeKernel(
        node.id(), List.of(new KernelChange.SetSysctl("ipv4/conf/" + device + "/rp_filter", 2)));
  }
}

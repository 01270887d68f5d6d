package org.flannelboard.cluster;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * The rules a network configuration must keep: flannel's own (flannel, pkg/subnet/config.go), the
 * guide's, and those of the networks it will live beside. Paths are flannel's member names. Each
 * rule stands by itself, so that a profile can be judged by those whose values it has.
 */
public final class NetworkRules {

  /** The size the guide demands. */
  public static final int GUIDE_PREFIX = 16;

  /** A subnet needs room for a tunnel and a bridge device. */
  private static final int LONGEST_SUBNET = 30;

  /** At least four subnets, because the first one is never handed out. */
  private static final int SPLIT = 2;

  private static final Set<String> OWN_DEVICES = Set.of("docker0", "cni0");

  private NetworkRules() {}

  /**
   * What the network must not collide with.
   *
   * @param nodes the nodes' underlay addresses
   * @param networks networks on the nodes' devices, those of docker and flannel included
   * @param etcd addresses of etcd's endpoints, as far as they are addresses
   */
  public record Underlay(
      List<Ipv4Address> nodes, List<NodeNetwork> networks, List<Ipv4Address> etcd) {
    public Underlay {
      nodes = List.copyOf(nodes);
      networks = List.copyOf(networks);
      etcd = List.copyOf(etcd);
    }
  }

  /** A network that a node has on one of its devices. */
  public record NodeNetwork(NodeId node, String device, Cidr network) {

    /** Whether flannel or docker put it there: it is meant to lie in flannel's network. */
    boolean isFlannels() {
      return device.startsWith("flannel") || OWN_DEVICES.contains(device);
    }
  }

  /**
   * All that is wrong or doubtful with a configuration.
   *
   * @param sizeReason why the network is not a /16; null if no reason is given
   */
  public static List<Problem> validate(
      NetworkConfig config, @Nullable String sizeReason, Underlay underlay) {
    return Stream.of(
            size(config, sizeReason),
            subnetLen(config),
            bounds(config),
            capacity(config, underlay.nodes().size()),
            backend(config),
            overlaps(config, underlay.networks()),
            nodesCovered(config, underlay.nodes()),
            etcdCovered(config, underlay.etcd()))
        .flatMap(Function.identity())
        .toList();
  }

  static Stream<Problem> size(NetworkConfig config, @Nullable String reason) {
    boolean reasoned = reason != null && !reason.isBlank();
    return config.network().prefixLength() == GUIDE_PREFIX || reasoned
        ? Stream.empty()
        : Stream.of(
            Problem.error(
                "Network",
                "network-reason-missing",
                Map.of("network", config.network().toString(), "prefix", "" + GUIDE_PREFIX)));
  }

  static Stream<Problem> subnetLen(NetworkConfig config) {
    if (fits(config)) {
      return Stream.empty();
    }
    int least = leastSubnetLen(config);
    return Stream.of(
        least > LONGEST_SUBNET
            ? Problem.error(
                "Network",
                "network-too-small",
                Map.of(
                    "network",
                    config.network().toString(),
                    "largest",
                    "" + (LONGEST_SUBNET - SPLIT)))
            : Problem.error(
                "SubnetLen",
                "subnet-len-range",
                Map.of(
                    "subnetLen", "" + config.subnetLen(),
                    "least", "" + least,
                    "most", "" + LONGEST_SUBNET)));
  }

  private static boolean fits(NetworkConfig config) {
    return config.subnetLen() >= leastSubnetLen(config) && config.subnetLen() <= LONGEST_SUBNET;
  }

  private static int leastSubnetLen(NetworkConfig config) {
    return config.network().prefixLength() + SPLIT;
  }

  /** Bounds of subnets that cannot be mean nothing. */
  static Stream<Problem> bounds(NetworkConfig config) {
    if (!fits(config)) {
      return Stream.empty();
    }
    Ipv4Address min = config.subnetMin();
    Ipv4Address max = config.subnetMax();
    List<Problem> problems =
        Stream.concat(bound("SubnetMin", min, config), bound("SubnetMax", max, config)).toList();
    return problems.isEmpty() && min != null && max != null && min.compareTo(max) > 0
        ? Stream.of(
            Problem.error(
                "SubnetMin",
                "subnet-bounds-order",
                Map.of("min", min.toString(), "max", max.toString())))
        : problems.stream();
  }

  private static Stream<Problem> bound(
      String member, @Nullable Ipv4Address bound, NetworkConfig config) {
    if (bound == null) {
      return Stream.empty();
    }
    Map<String, String> arguments =
        Map.of(
            "address", bound.toString(),
            "network", config.network().toString(),
            "subnetLen", "" + config.subnetLen());
    if (!config.network().contains(bound)) {
      return Stream.of(Problem.error(member, "subnet-bound-outside", arguments));
    }
    return Cidr.containing(bound, config.subnetLen()).network().equals(bound)
        ? Stream.empty()
        : Stream.of(Problem.error(member, "subnet-bound-unaligned", arguments));
  }

  static Stream<Problem> capacity(NetworkConfig config, int nodes) {
    return !fits(config) || config.capacity() >= nodes
        ? Stream.empty()
        : Stream.of(
            Problem.error(
                "SubnetLen",
                "network-capacity",
                Map.of("capacity", "" + config.capacity(), "nodes", "" + nodes)));
  }

  static Stream<Problem> backend(NetworkConfig config) {
    return BackendRules.check(config.backend()).stream();
  }

  /** What networks on nodes have against it, those of docker and flannel themselves apart. */
  public static Stream<Problem> overlaps(NetworkConfig config, List<NodeNetwork> networks) {
    Cidr network = config.network();
    return networks.stream()
        .filter(other -> !other.isFlannels() && network.overlaps(other.network()))
        .map(
            other ->
                Problem.error(
                    "Network",
                    "network-overlaps",
                    Map.of(
                        "network", network.toString(),
                        "node", other.node().name(),
                        "device", other.device(),
                        "other", other.network().toString())));
  }

  /** Packets to such a node would go into the tunnel that needs them outside. */
  static Stream<Problem> nodesCovered(NetworkConfig config, List<Ipv4Address> nodes) {
    return covered(config, nodes, "network-covers-node");
  }

  /** flanneld would look for etcd in the tunnel that it cannot make without etcd. */
  static Stream<Problem> etcdCovered(NetworkConfig config, List<Ipv4Address> etcd) {
    return covered(config, etcd, "network-covers-etcd");
  }

  private static Stream<Problem> covered(
      NetworkConfig config, List<Ipv4Address> addresses, String code) {
    return addresses.stream()
        .filter(config.network()::contains)
        .map(
            address ->
                Problem.error(
                    "Network",
                    code,
                    Map.of("network", config.network().toString(), "address", "" + address)));
  }
}

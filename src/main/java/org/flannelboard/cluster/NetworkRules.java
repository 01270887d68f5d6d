package org.flannelboard.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * The rules a network configuration must keep: flannel's own (flannel, pkg/subnet/config.go), the
 * guide's, and those of the networks it will live beside. Paths are flannel's member names.
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
    List<Problem> problems = new ArrayList<>();
    size(config, sizeReason, problems);
    if (subnetLen(config, problems)) {
      bounds(config, problems);
      capacity(config, underlay.nodes().size(), problems);
    }
    problems.addAll(BackendRules.check(config.backend()));
    overlaps(config.network(), underlay, problems);
    return List.copyOf(problems);
  }

  private static void size(
      NetworkConfig config, @Nullable String sizeReason, List<Problem> problems) {
    boolean reasoned = sizeReason != null && !sizeReason.isBlank();
    if (config.network().prefixLength() != GUIDE_PREFIX && !reasoned) {
      problems.add(
          Problem.error(
              "Network",
              "network-size-unreasoned",
              Map.of("network", config.network().toString(), "prefix", "" + GUIDE_PREFIX)));
    }
  }

  private static boolean subnetLen(NetworkConfig config, List<Problem> problems) {
    int least = config.network().prefixLength() + SPLIT;
    if (config.subnetLen() >= least && config.subnetLen() <= LONGEST_SUBNET) {
      return true;
    }
    problems.add(
        least > LONGEST_SUBNET
            ? Problem.error(
                "Network",
                "network-too-small",
                Map.of("network", config.network().toString(), "largest", "28"))
            : Problem.error(
                "SubnetLen",
                "subnet-len-range",
                Map.of(
                    "subnetLen", "" + config.subnetLen(),
                    "least", "" + least,
                    "most", "" + LONGEST_SUBNET)));
    return false;
  }

  private static void bounds(NetworkConfig config, List<Problem> problems) {
    Ipv4Address min = config.subnetMin();
    Ipv4Address max = config.subnetMax();
    boolean sound = bound("SubnetMin", min, config, problems);
    sound &= bound("SubnetMax", max, config, problems);
    if (sound && min != null && max != null && min.compareTo(max) > 0) {
      problems.add(
          Problem.error(
              "SubnetMin",
              "subnet-bounds-order",
              Map.of("min", min.toString(), "max", max.toString())));
    }
  }

  private static boolean bound(
      String member, @Nullable Ipv4Address bound, NetworkConfig config, List<Problem> problems) {
    if (bound == null) {
      return true;
    }
    Map<String, String> arguments =
        Map.of(
            "address", bound.toString(),
            "network", config.network().toString(),
            "subnetLen", "" + config.subnetLen());
    if (!config.network().contains(bound)) {
      problems.add(Problem.error(member, "subnet-bound-outside", arguments));
      return false;
    }
    if (!Cidr.containing(bound, config.subnetLen()).network().equals(bound)) {
      problems.add(Problem.error(member, "subnet-bound-unaligned", arguments));
      return false;
    }
    return true;
  }

  private static void capacity(NetworkConfig config, int nodes, List<Problem> problems) {
    if (config.capacity() < nodes) {
      problems.add(
          Problem.error(
              "SubnetLen",
              "network-capacity",
              Map.of("capacity", "" + config.capacity(), "nodes", "" + nodes)));
    }
  }

  private static void overlaps(Cidr network, Underlay underlay, List<Problem> problems) {
    for (NodeNetwork other : underlay.networks()) {
      if (!other.isFlannels() && network.overlaps(other.network())) {
        problems.add(
            Problem.error(
                "Network",
                "network-overlaps",
                Map.of(
                    "network", network.toString(),
                    "node", other.node().name(),
                    "device", other.device(),
                    "other", other.network().toString())));
      }
    }
    for (Ipv4Address node : underlay.nodes()) {
      covers(network, node, "network-covers-node", problems);
    }
    for (Ipv4Address etcd : underlay.etcd()) {
      covers(network, etcd, "network-covers-etcd", problems);
    }
  }

  private static void covers(
      Cidr network, Ipv4Address address, String code, List<Problem> problems) {
    if (network.contains(address)) {
      problems.add(
          Problem.error(
              "Network", code, Map.of("network", network.toString(), "address", "" + address)));
    }
  }
}

package org.flannelboard.diagnosis;

import static org.flannelboard.diagnosis.HealthyCluster.and;
import static org.flannelboard.diagnosis.HealthyCluster.replace;
import static org.flannelboard.diagnosis.HealthyCluster.subnet;
import static org.flannelboard.diagnosis.HealthyCluster.vtepAddress;
import static org.flannelboard.diagnosis.HealthyCluster.vtepMac;
import static org.flannelboard.diagnosis.HealthyCluster.without;
import static org.flannelboard.diagnosis.HealthyNode.DOCKER0;
import static org.flannelboard.diagnosis.HealthyNode.FLANNEL;
import static org.flannelboard.diagnosis.HealthyNode.NIC;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.PolicyRule;
import org.flannelboard.node.facts.UdpSocket;
import org.jspecify.annotations.Nullable;

/**
 * Four nodes with a fault, as it leaves their kernels, etcd and the matrix. The same faults can be
 * put into a cluster that has one already.
 */
final class Faults {

  static final MacAddress OTHER_MAC = new MacAddress("02:de:ad:be:ef:04");

  private Faults() {}

  static HealthyCluster portTaken(int node) {
    return portTaken(HealthyCluster.of(4), node);
  }

  static HealthyCluster portTaken(HealthyCluster cluster, int node) {
    UdpSocket taken =
        new UdpSocket(
            Ipv4Address.of("0.0.0.0"),
            8472,
            Known.of(Optional.of(new UdpSocket.Owner("python3", 5996))),
            3,
            "UNCONN 0 0 0.0.0.0:8472 0.0.0.0:* users:((\"python3\",pid=5996,fd=3))");
    return deviceDown(cluster, node)
        .withSockets(node, all -> and(without(all, it -> it.port() == 8472), taken));
  }

  static HealthyCluster portMismatch(int node) {
    return HealthyCluster.of(4)
        .lostNode(node)
        .withLink(node, FLANNEL, it -> vxlan(it, 1, Known.of(4789), local(it)));
  }

  /** With an ip(8) that does not print the port. */
  static HealthyCluster portMismatchOfOldNode(int node) {
    return HealthyCluster.of(4)
        .lostNode(node)
        .withLink(node, FLANNEL, it -> vxlan(it, 1, Known.unknown("not printed"), local(it)))
        .withSockets(
            node,
            all ->
                replace(
                    all,
                    it -> it.port() == 8472,
                    it ->
                        new UdpSocket(
                            it.address(), 4789, it.owner(), 0, "UNCONN 0 0 0.0.0.0:4789")));
  }

  static HealthyCluster vniMismatch(int node) {
    return HealthyCluster.of(4)
        .lostNode(node)
        .withLink(
            node,
            FLANNEL,
            it -> {
              Link other = vxlan(it, 2, Known.of(8472), local(it));
              return HealthyNode.link(
                  "flannel.2", it.flags(), it.mtu(), OTHER_MAC, null, other.vxlan());
            })
        .withAddresses(
            node,
            all ->
                replace(
                    all,
                    it -> it.device().equals(FLANNEL),
                    it -> HealthyNode.address("flannel.2", it.address(), 32)))
        .withRoutes(node, all -> without(all, it -> it.device().equals(FLANNEL)))
        .withNeighbours(node, all -> without(all, it -> it.device().equals(FLANNEL)))
        .withForwards(node, _ -> List.of())
        .withoutLookups(node);
  }

  static HealthyCluster deviceMissing(int node) {
    return deviceMissing(HealthyCluster.of(4), node);
  }

  static HealthyCluster deviceMissing(HealthyCluster cluster, int node) {
    return bare(cluster, node)
        .lostNode(node)
        .withLinks(node, all -> without(all, it -> it.name().equals(FLANNEL)))
        .withAddresses(node, all -> without(all, it -> it.device().equals(FLANNEL)))
        .withForwards(node, _ -> List.of())
        .withSockets(node, all -> without(all, it -> it.port() == 8472));
  }

  static HealthyCluster deviceDown(int node) {
    return deviceDown(HealthyCluster.of(4), node);
  }

  static HealthyCluster deviceDown(HealthyCluster cluster, int node) {
    return bare(cluster, node)
        .lostNode(node)
        .withLink(
            node,
            FLANNEL,
            it ->
                HealthyNode.link(
                    it.name(),
                    Set.of("BROADCAST", "MULTICAST"),
                    it.mtu(),
                    it.mac(),
                    null,
                    it.vxlan()))
        .withSockets(node, all -> without(all, it -> it.port() == 8472));
  }

  static HealthyCluster deviceBounced(int node) {
    return bare(HealthyCluster.of(4), node).lostNode(node);
  }

  /** Neither routes nor neighbours, as after a device was down; packets leave by the NIC. */
  private static HealthyCluster bare(HealthyCluster cluster, int node) {
    cluster
        .withRoutes(node, all -> without(all, it -> it.device().equals(FLANNEL)))
        .withNeighbours(node, all -> without(all, it -> it.device().equals(FLANNEL)));
    for (int peer = 1; peer <= cluster.size(); peer++) {
      if (peer != node) {
        astray(cluster, node, peer);
      }
    }
    return cluster;
  }

  /** What the kernel says of a peer's docker0: out by the default gateway. */
  private static HealthyCluster astray(HealthyCluster cluster, int node, int peer) {
    return cluster.withLookup(
        node,
        HealthyNode.lookup(
            subnet(peer).firstHost(), NIC, Ipv4Address.of("172.16.16.1"), cluster.underlay(node)));
  }

  static HealthyCluster macChanged(int node) {
    return macChanged(HealthyCluster.of(4), node);
  }

  /** The kernel forgets the device's neighbours with its address. */
  static HealthyCluster macChanged(HealthyCluster cluster, int node) {
    return cluster
        .lostNode(node)
        .withLink(node, FLANNEL, it -> withMac(it, OTHER_MAC))
        .withNeighbours(node, all -> without(all, it -> it.device().equals(FLANNEL)));
  }

  /** The lease was written by somebody else; peers have followed it. */
  static HealthyCluster leaseMacWrong(int node) {
    HealthyCluster cluster = HealthyCluster.of(4).lostNode(node);
    cluster.withLeases(all -> replace(all, of(node), it -> lease(it, it.publicIp(), OTHER_MAC)));
    for (int peer = 1; peer <= 4; peer++) {
      if (peer != node) {
        cluster
            .withNeighbours(
                peer,
                all ->
                    replace(
                        all, vtep(node), _ -> HealthyNode.neighbour(vtepAddress(node), OTHER_MAC)))
            .withForwards(
                peer, all -> and(all, HealthyNode.forward(OTHER_MAC, cluster.underlay(node))));
      }
    }
    return cluster;
  }

  static HealthyCluster localForeign(int node) {
    return HealthyCluster.of(4)
        .lostNode(node)
        .withLink(
            node, FLANNEL, it -> vxlan(it, 1, Known.of(8472), Ipv4Address.of("172.16.16.94")));
  }

  /** A clone: the last to announce the address has it on all others. */
  static HealthyCluster macDuplicate(int last, int first) {
    HealthyCluster cluster = HealthyCluster.of(4).lostNode(first);
    cluster
        .withLink(last, FLANNEL, it -> withMac(it, vtepMac(first)))
        .withLeases(all -> replace(all, of(last), it -> lease(it, it.publicIp(), vtepMac(first))));
    for (int peer = 1; peer <= 4; peer++) {
      if (peer != last) {
        cluster.withNeighbours(
            peer,
            all ->
                replace(
                    all,
                    vtep(last),
                    _ -> HealthyNode.neighbour(vtepAddress(last), vtepMac(first))));
      }
      if (peer != last && peer != first) {
        cluster.withForwards(
            peer,
            all ->
                replace(
                    all,
                    it -> it.mac().equals(vtepMac(first)),
                    it -> HealthyNode.forward(it.mac(), cluster.underlay(last))));
      }
    }
    return cluster;
  }

  /** A node announces another's address and so gets its subnet; its own lease stays behind. */
  static HealthyCluster subnetDuplicate(int intruder, int victim) {
    HealthyCluster cluster = HealthyCluster.of(4).lostNode(intruder).lostNode(victim);
    cluster
        .withLeases(
            all -> replace(all, of(victim), it -> lease(it, it.publicIp(), vtepMac(intruder))))
        .withAddresses(
            intruder,
            all ->
                replace(
                    all,
                    it -> it.device().equals(FLANNEL),
                    _ -> HealthyNode.address(FLANNEL, vtepAddress(victim), 32)))
        .withRoutes(
            intruder,
            all ->
                and(
                    without(
                        all,
                        it ->
                            it.destination().equals(subnet(victim)) || it.device().equals(DOCKER0)),
                    HealthyNode.peerRoute(intruder)))
        .withNeighbours(intruder, all -> without(all, vtep(victim)));
    for (int peer = 1; peer <= 4; peer++) {
      if (peer != intruder && peer != victim) {
        cluster
            .withNeighbours(
                peer,
                all ->
                    replace(
                        all,
                        vtep(victim),
                        _ -> HealthyNode.neighbour(vtepAddress(victim), vtepMac(intruder))))
            .withForwards(
                peer,
                all ->
                    replace(
                        all,
                        it -> it.mac().equals(vtepMac(intruder)),
                        it -> HealthyNode.forward(it.mac(), cluster.underlay(victim))));
      }
    }
    return cluster;
  }

  static HealthyCluster leaseMissing(int node) {
    return leaseMissing(HealthyCluster.of(4), node);
  }

  /** Peers have dropped its entries; the node keeps its own. */
  static HealthyCluster leaseMissing(HealthyCluster cluster, int node) {
    cluster.lostNode(node).withLeases(all -> without(all, of(node)));
    for (int peer = 1; peer <= 4; peer++) {
      if (peer != node) {
        cluster
            .withRoutes(peer, all -> without(all, it -> it.destination().equals(subnet(node))))
            .withNeighbours(peer, all -> without(all, vtep(node)))
            .withForwards(peer, all -> without(all, it -> it.mac().equals(vtepMac(node))));
        astray(cluster, peer, node);
      }
    }
    return cluster;
  }

  static HealthyCluster publicIpWrong(int node) {
    Ipv4Address wrong = Ipv4Address.of("10.0.2.15");
    HealthyCluster cluster =
        HealthyCluster.of(4)
            .lostNode(node)
            .withLeases(all -> replace(all, of(node), it -> lease(it, wrong, it.vtepMac())));
    for (int peer = 1; peer <= 4; peer++) {
      if (peer != node) {
        cluster.withForwards(
            peer,
            all ->
                replace(
                    all,
                    it -> it.mac().equals(vtepMac(node)),
                    it -> HealthyNode.forward(it.mac(), wrong)));
      }
    }
    return cluster;
  }

  /** docker0 is in a subnet that the node has a second, older lease of. */
  static HealthyCluster leaseStaleOwn(int node) {
    Cidr fresh = Cidr.of("10.253.77.0/24");
    HealthyCluster cluster = HealthyCluster.of(4);
    SubnetLease second =
        new SubnetLease(fresh, cluster.underlay(node), "vxlan", vtepMac(node), null);
    // Peers know both; the newer one is in use.
    for (int peer = 1; peer <= 4; peer++) {
      if (peer != node) {
        cluster
            .withRoutes(
                peer,
                all ->
                    and(
                        all,
                        HealthyNode.route(
                            "main", fresh.toString(), FLANNEL, fresh.network(), null, true)))
            .withNeighbours(
                peer, all -> and(all, HealthyNode.neighbour(fresh.network(), vtepMac(node))))
            .withLookup(
                peer,
                HealthyNode.lookup(fresh.firstHost(), FLANNEL, fresh.network(), vtepAddress(peer)));
      }
    }
    return cluster
        .withLeases(all -> and(all, second))
        .withAddresses(
            node,
            all ->
                replace(
                    all,
                    it -> it.device().equals(FLANNEL),
                    _ -> HealthyNode.address(FLANNEL, fresh.network(), 32)))
        .withRoutes(
            node,
            all ->
                and(
                    without(all, it -> it.destination().equals(subnet(node))),
                    HealthyNode.peerRoute(node)))
        .withForwards(
            node, all -> and(all, HealthyNode.forward(vtepMac(node), cluster.underlay(node))));
  }

  static HealthyCluster routeMissing(int node, int peer) {
    return routeMissing(HealthyCluster.of(4), node, peer);
  }

  static HealthyCluster routeMissing(HealthyCluster cluster, int node, int peer) {
    return astray(cluster, node, peer)
        .lostPair(node, peer)
        .withRoutes(node, all -> without(all, it -> it.destination().equals(subnet(peer))));
  }

  static HealthyCluster routesFlushed(int node) {
    HealthyCluster cluster = HealthyCluster.of(4).lostNode(node);
    for (int peer = 1; peer <= 4; peer++) {
      if (peer != node) {
        routeMissing(cluster, node, peer);
      }
    }
    return cluster;
  }

  static HealthyCluster shadowedByRule(int node, int peer) {
    return HealthyCluster.of(4)
        .lostPair(node, peer)
        .withoutLookups(node)
        .withRules(
            node,
            all ->
                and(
                    all,
                    new PolicyRule(
                        100,
                        "from all to " + subnet(peer),
                        "200",
                        "100: from all to " + subnet(peer) + " lookup 200")))
        .withRoutes(
            node,
            all ->
                and(
                    all,
                    HealthyNode.route(
                        "200", "0.0.0.0/0", NIC, Ipv4Address.of("172.16.16.1"), null, false)));
  }

  static HealthyCluster shadowedByLongerPrefix(int node, int peer) {
    return HealthyCluster.of(4)
        .lostPair(node, peer)
        .withoutLookups(node)
        .withRoutes(
            node,
            all ->
                and(
                    all,
                    HealthyNode.route(
                        "main", subnet(peer).network() + "/25", "tun0", null, null, false)));
  }

  static HealthyCluster shadowedAsLookedUp(int node, int peer) {
    return astray(HealthyCluster.of(4), node, peer).lostPair(node, peer);
  }

  static HealthyCluster neighbourMissing(int node, int peer) {
    return neighbourMissing(HealthyCluster.of(4), node, peer);
  }

  static HealthyCluster neighbourMissing(HealthyCluster cluster, int node, int peer) {
    Neighbour failed =
        new Neighbour(
            vtepAddress(peer),
            FLANNEL,
            null,
            "FAILED",
            vtepAddress(peer) + " dev flannel.1 FAILED");
    return cluster
        .lostPair(node, peer)
        .withNeighbours(node, all -> replace(all, vtep(peer), _ -> failed));
  }

  /** An event was missed when the peer's device was made anew. */
  static HealthyCluster neighbourStale(int node, int peer) {
    HealthyCluster cluster = HealthyCluster.of(4).lostPair(node, peer);
    return cluster
        .withNeighbours(
            node,
            all ->
                replace(all, vtep(peer), _ -> HealthyNode.neighbour(vtepAddress(peer), OTHER_MAC)))
        .withForwards(
            node,
            all ->
                replace(
                    all,
                    it -> it.mac().equals(vtepMac(peer)),
                    _ -> HealthyNode.forward(OTHER_MAC, cluster.underlay(peer))));
  }

  static HealthyCluster forwardMissing(int node, int peer) {
    return forwardMissing(HealthyCluster.of(4), node, peer);
  }

  static HealthyCluster forwardMissing(HealthyCluster cluster, int node, int peer) {
    return cluster
        .lostPair(node, peer)
        .withForwards(node, all -> without(all, it -> it.mac().equals(vtepMac(peer))));
  }

  static HealthyCluster forwardWrong(int node, int peer) {
    return forwardWrong(HealthyCluster.of(4), node, peer);
  }

  static HealthyCluster forwardWrong(HealthyCluster cluster, int node, int peer) {
    return cluster
        .lostPair(node, peer)
        .withForwards(
            node,
            all ->
                replace(
                    all,
                    it -> it.mac().equals(vtepMac(peer)),
                    it -> HealthyNode.forward(it.mac(), Ipv4Address.of("172.16.16.99"))));
  }

  /** A lease of which one node never heard: none of its three entries. */
  static HealthyCluster eventMissed(int node, int peer) {
    return forwardMissing(routeMissing(node, peer), node, peer)
        .withNeighbours(node, all -> without(all, vtep(peer)));
  }

  private static Predicate<SubnetLease> of(int node) {
    return it -> it.subnet().equals(subnet(node));
  }

  private static Predicate<Neighbour> vtep(int node) {
    return it -> it.address().equals(vtepAddress(node));
  }

  private static SubnetLease lease(
      SubnetLease it, Ipv4Address publicIp, @Nullable MacAddress vtepMac) {
    return new SubnetLease(it.subnet(), publicIp, it.backendType(), vtepMac, it.ttl());
  }

  private static Link withMac(Link it, MacAddress mac) {
    return HealthyNode.link(it.name(), it.flags(), it.mtu(), mac, it.master(), it.vxlan());
  }

  private static @Nullable Ipv4Address local(Link it) {
    return Objects.requireNonNull(it.vxlan()).local();
  }

  private static Link vxlan(Link it, int vni, Known<Integer> port, @Nullable Ipv4Address local) {
    return HealthyNode.link(
        it.name(),
        it.flags(),
        it.mtu(),
        it.mac(),
        it.master(),
        new Link.Vxlan(vni, port, local, NIC));
  }
}

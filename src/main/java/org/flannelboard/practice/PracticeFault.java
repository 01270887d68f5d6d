package org.flannelboard.practice;

import java.util.List;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;

/**
 * Something that can be broken in a practice cluster, and mended again. Each breaks the state that
 * breaks in reality and no more: which pings fail follows from that state. {@link FaultKind} lists
 * those a person can switch.
 */
public sealed interface PracticeFault {

  /** The nodes it is about; of a pair, the broken one first. */
  List<NodeId> nodes();

  /** A fault of the cluster as a whole. */
  sealed interface OfCluster extends PracticeFault {
    @Override
    default List<NodeId> nodes() {
      return List.of();
    }
  }

  /** A fault of one node. */
  sealed interface OfNode extends PracticeFault {
    NodeId node();

    @Override
    default List<NodeId> nodes() {
      return List.of(node());
    }
  }

  /** A fault between a node and one peer. */
  sealed interface OfPair extends PracticeFault {
    NodeId node();

    NodeId peer();

    @Override
    default List<NodeId> nodes() {
      return List.of(node(), peer());
    }
  }

  /** A node as a machine: whether it runs, lets us in, has room, knows the time. */
  sealed interface Host extends OfNode {}

  /** A node's cable is pulled: it cannot be reached, nor reach anybody; open connections break. */
  record NodeDown(NodeId node) implements Host {}

  /** A node was rebooted, and its units are not enabled: nothing starts flanneld and docker. */
  record NodeRebooted(NodeId node) implements Host {}

  /** A node's clock is two hours behind. */
  record ClockBehind(NodeId node) implements Host {}

  /** The file system below that directory is full. */
  record NoSpace(NodeId node, RemotePath directory) implements Host {}

  /** sudo does not let our user do anything. */
  record SudoRefused(NodeId node) implements Host {}

  /** Nobody has vouched for the node's host key yet. */
  record HostKeyUnknown(NodeId node) implements Host {}

  /** The node shows another host key than the one on file. */
  record HostKeyChanged(NodeId node) implements Host {}

  /** A unit cannot be started: its main process exits with status 1. */
  record UnitStartFails(NodeId node, String unit) implements Host {}

  /** etcd as everybody sees it. */
  sealed interface Store extends OfCluster {}

  /** etcd runs without {@code --enable-v2}. */
  record EtcdV2Off() implements Store {}

  /** No etcd endpoint answers anybody. */
  record EtcdUnreachable() implements Store {}

  /** The network that carries the tunnels. */
  sealed interface Underlay extends PracticeFault {}

  /** The underlay drops what one node sends to the other, in that direction. */
  record UnderlayBlocked(NodeId node, NodeId peer) implements Underlay, OfPair {}

  /** A security group lets no vxlan packet through to a node or from it, and all else. */
  record VxlanBlocked(NodeId node) implements Underlay, OfNode {}

  /** The underlay drops the vxlan packets one node sends to the other, and nothing else. */
  record VxlanBlockedOneWay(NodeId node, NodeId peer) implements Underlay, OfPair {}

  /** A node's interface damages the checksums of the datagrams it sends, as bad offloads do. */
  record ChecksumBad(NodeId node) implements Underlay, OfNode {}

  /** The way to a node carries no packet over 1400 bytes, and tells nobody. */
  record MtuBlackhole(NodeId node) implements Underlay, OfNode {}

  /** A node's own interface was set to an MTU of 1400 after flanneld had made its device. */
  record MtuTooLarge(NodeId node) implements Underlay, OfNode {}

  /** A rule or setting of a node's kernel that decides over packets. */
  sealed interface Filter extends OfNode {}

  /** A firewall rule that should not be there. */
  record FirewallRule(NodeId node, StrayRule rule) implements Filter {}

  /** The rules that let the flannel network through FORWARD are gone; its policy drops. */
  record ForwardDropped(NodeId node) implements Filter {}

  /** Somebody emptied the whole filter, docker's chains included; flanneld's rules came back. */
  record FirewallFlushed(NodeId node) implements Filter {}

  /** A kernel setting with a value that breaks something. */
  record SysctlSet(NodeId node, Sysctl name, int value) implements Filter {}

  /** A node's vxlan device. */
  sealed interface Device extends OfNode {}

  /**
   * A network device is down. Switched off, it is up again without the routes and neighbours it
   * had: flanneld does not repair them, only its restart does.
   */
  record DeviceDown(NodeId node, String device) implements Device {}

  /** The vxlan device was down for a moment, and lost its routes and neighbours by it. */
  record DeviceBounced(NodeId node) implements Device {}

  /** The vxlan device is gone; flanneld runs on and does not notice. */
  record DeviceMissing(NodeId node) implements Device {}

  /** Another process owns the UDP port, so the vxlan device cannot be up. */
  record PortTaken(NodeId node) implements Device {}

  /** The vxlan device uses UDP port 4789, IANA's, while the others use Linux's own. */
  record PortMismatch(NodeId node) implements Device {}

  /** The vxlan device has another network identifier, and the name that goes with it. */
  record VniMismatch(NodeId node) implements Device {}

  /** Something gave the vxlan device a new hardware address, which no lease announces. */
  record VtepMacChanged(NodeId node) implements Device {}

  /** The vxlan device sends from an address that is not the node's own any more. */
  record LocalAddressWrong(NodeId node) implements Device {}

  /** What a node's kernel knows of one peer. */
  sealed interface Entry extends OfPair {}

  /** A node has lost its route to a peer's subnet. */
  record RouteMissing(NodeId node, NodeId peer) implements Entry {}

  /** A longer prefix leads half of a peer's subnet to the default gateway. */
  record RouteShadowed(NodeId node, NodeId peer) implements Entry {}

  /** A routing rule has packets to a peer's subnet look into a table of a VPN's own. */
  record RouteRule(NodeId node, NodeId peer) implements Entry {}

  /**
   * Strict reverse-path filtering where the way back to a peer's VTEP leads by another interface.
   */
  record ReversePath(NodeId node, NodeId peer) implements Entry {}

  /** A node has lost its neighbour entry for a peer's VTEP. */
  record NeighbourMissing(NodeId node, NodeId peer) implements Entry {}

  /** A node still has a peer's former hardware address, in both of its tables. */
  record NeighbourStale(NodeId node, NodeId peer) implements Entry {}

  /** A node has lost its forwarding entry for a peer's VTEP. */
  record ForwardMissing(NodeId node, NodeId peer) implements Entry {}

  /** A node sends a peer's packets to an address where nobody is. */
  record ForwardWrong(NodeId node, NodeId peer) implements Entry {}

  /** flanneld, and what it announces. */
  sealed interface Lease extends PracticeFault {}

  /** Somebody stopped flanneld. Packets flow on, until its lease expires. */
  record FlanneldStopped(NodeId node) implements Lease, OfNode {}

  /** flanneld was told to use an interface that is not there, and restarted. */
  record WrongInterface(NodeId node) implements Lease, OfNode {}

  /** flanneld announces an address at which nobody reaches the node. */
  record WrongPublicIp(NodeId node) implements Lease, OfNode {}

  /** flanneld was restarted with an option by which it does not get to its configuration. */
  record OptionWrong(NodeId node, WrongOption option) implements Lease, OfNode {}

  /** The configuration was changed to one flanneld cannot use, and it was restarted on a node. */
  record ConfigWrong(NodeId node, WrongConfig config) implements Lease, OfNode {}

  /** A node was suspended when its lease was to be renewed: it is to expire within the hour. */
  record RenewalMissed(NodeId node) implements Lease, OfNode {}

  /** A node's lease was deleted. */
  record LeaseMissing(NodeId node) implements Lease, OfNode {}

  /** A node's lease names a hardware address that its device does not have. */
  record LeaseMacWrong(NodeId node) implements Lease, OfNode {}

  /** A node announces a peer's address as its own and so takes over the peer's subnet. */
  record DuplicateSubnet(NodeId node, NodeId peer) implements Lease, OfPair {}

  /** A node's vxlan device has a peer's hardware address, as on cloned machines. */
  record DuplicateVtepMac(NodeId node, NodeId peer) implements Lease, OfPair {}

  /** docker and its bridge. */
  sealed interface Docker extends OfNode {}

  /** docker has failed, and its bridge is gone. */
  record Docker0Missing(NodeId node) implements Docker {}

  /** docker lost the drop-in with flannel's options and made its bridge anew, by its own choice. */
  record Docker0WrongSubnet(NodeId node) implements Docker {}

  /** flanneld got another subnet, and docker was not restarted since. */
  record Docker0StaleSubnet(NodeId node) implements Docker {}

  /** The route to a node's own subnet leads into the tunnel instead of to the bridge. */
  record Docker0RouteHijacked(NodeId node) implements Docker {}

  /** docker is 28, which lets nobody but its own bridge and the node itself reach containers. */
  record DockerDirectRouting(NodeId node) implements Docker {}

  /** docker runs without flannel's options and has the right bridge only because it kept it. */
  record DockerWithoutOptions(NodeId node) implements Docker {}
}

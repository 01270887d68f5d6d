package org.flannelboard.practice;

import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;

/** Something that can be broken in a practice cluster, and mended again. */
public sealed interface PracticeFault {

  /** A node's cable is pulled: it cannot be reached, nor reach anybody; open connections break. */
  record NodeDown(NodeId node) implements PracticeFault {}

  /** The file system below that directory is full. */
  record NoSpace(NodeId node, RemotePath directory) implements PracticeFault {}

  /** sudo does not let our user do anything. */
  record SudoRefused(NodeId node) implements PracticeFault {}

  /** Nobody has vouched for the node's host key yet. */
  record HostKeyUnknown(NodeId node) implements PracticeFault {}

  /** The node shows another host key than the one on file. */
  record HostKeyChanged(NodeId node) implements PracticeFault {}

  /** A unit cannot be started: its main process exits with status 1. */
  record UnitStartFails(NodeId node, String unit) implements PracticeFault {}

  /** etcd runs without {@code --enable-v2}. */
  record EtcdV2Off() implements PracticeFault {}

  /** No etcd endpoint answers anybody. */
  record EtcdUnreachable() implements PracticeFault {}

  /** The underlay drops what one node sends to the other, in that direction. */
  record UnderlayBlocked(NodeId from, NodeId to) implements PracticeFault {}

  /** A node has lost its route to a peer's subnet. */
  record RouteMissing(NodeId node, NodeId peer) implements PracticeFault {}

  /** A node has lost its neighbour entry for a peer's VTEP. */
  record NeighbourMissing(NodeId node, NodeId peer) implements PracticeFault {}

  /** A node has lost its forwarding entry for a peer's VTEP. */
  record ForwardMissing(NodeId node, NodeId peer) implements PracticeFault {}

  /**
   * A network device is down. Switched off, it is up again without the routes and neighbours it
   * had: flanneld does not repair them, only its restart does.
   */
  record DeviceDown(NodeId node, String device) implements PracticeFault {}
}

package org.flannelboard.diagnosis;

import org.flannelboard.cluster.NodeId;

/** Whom a finding is about. */
public sealed interface Subject {

  /** One node, towards whomever. */
  record OnNode(NodeId node) implements Subject {}

  /** What one node knows of, or sends to, another. */
  record OnPair(NodeId from, NodeId to) implements Subject {

    /**
     * Spread: nodes are numbered, and of the pairs of 255 of them a record's own hash would give
     * ten the same, which makes sets of all of them slow.
     */
    @Override
    public int hashCode() {
      return from.hashCode() * 0x9E3779B1 ^ to.hashCode();
    }
  }

  /** The cluster as a whole: its etcd, its configuration, its underlay. */
  record OnCluster() implements Subject {}

  /** Whether the finding is about that node, among others perhaps. */
  default boolean touches(NodeId node) {
    return switch (this) {
      case OnNode(NodeId it) -> it.equals(node);
      case OnPair(NodeId from, NodeId to) -> from.equals(node) || to.equals(node);
      case OnCluster _ -> true;
    };
  }

  /** For machine output: {@code vm01}, {@code vm01>vm02} or {@code cluster}. */
  default String text() {
    return switch (this) {
      case OnNode(NodeId node) -> node.name();
      case OnPair(NodeId from, NodeId to) -> from.name() + ">" + to.name();
      case OnCluster _ -> "cluster";
    };
  }
}

package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Locale;
import org.flannelboard.cluster.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * A point of a packet's way from one docker0 to another.
 *
 * @param kind which
 * @param node where it is
 * @param state what is known of it
 * @param evidence what shows that; empty only if it was not checked
 * @param finding the id of the finding that broke it; null if none did
 */
public record Hop(
    Kind kind, NodeId node, State state, List<Evidence> evidence, @Nullable String finding) {

  public Hop {
    evidence = List.copyOf(evidence);
  }

  /** The points in a packet's order (RFC 7348, flannel backend/vxlan). */
  public enum Kind {
    /** The sender's bridge, whose address the packet has. */
    SOURCE_DOCKER0,
    /** The kernel's choice of a way to the peer's subnet. */
    ROUTE,
    /** The sender's vxlan device. */
    SOURCE_VTEP,
    /** The peer's hardware address, from its overlay address. */
    NEIGHBOUR,
    /** The peer's underlay address, from its hardware address. */
    FORWARD,
    /** The way of the outer packet, and what filters it on the sender. */
    UNDERLAY_ROUTE,
    /** The network between the nodes. */
    UNDERLAY,
    /** The peer's UDP port, and what filters it there. */
    PORT,
    /** The peer's vxlan device. */
    TARGET_VTEP,
    /** The peer's bridge, whose address is pinged. */
    TARGET_DOCKER0;

    /** Kebab-case, stable over releases. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What is known of a point. */
  public enum State {
    OK,
    BROKEN,
    SUSPICIOUS,
    NOT_CHECKED;

    /** Kebab-case, stable over releases. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}

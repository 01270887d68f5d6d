package org.flannelboard.diagnosis;

import java.util.List;
import org.flannelboard.cluster.NodeId;

/**
 * A ping's way: there, and its reply's way back.
 *
 * @param there hops in the request's order
 * @param back hops in the reply's order, from the target's point of view
 */
public record PacketWay(NodeId from, NodeId to, List<Hop> there, List<Hop> back) {

  public PacketWay {
    there = List.copyOf(there);
    back = List.copyOf(back);
  }
}

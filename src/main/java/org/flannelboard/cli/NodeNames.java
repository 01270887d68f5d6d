package org.flannelboard.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.flannelboard.cluster.NodeId;

/**
 * Names of several nodes in one line, in the order in which they are dealt with: {@code vm01 …
 * vm09, vm12}.
 *
 * @param order all nodes there are to speak of
 */
record NodeNames(List<NodeId> order) {

  /** So many nodes in a row are named by the first and the last. */
  private static final int LONG = 5;

  NodeNames {
    order = List.copyOf(order);
  }

  String of(Collection<NodeId> nodes) {
    List<String> names = new ArrayList<>();
    int at = 0;
    while (at < order.size()) {
      int end = at;
      while (end < order.size() && nodes.contains(order.get(end))) {
        end++;
      }
      if (end - at >= LONG) {
        names.add(order.get(at) + " … " + order.get(end - 1));
      } else {
        order.subList(at, end).forEach(node -> names.add(node.name()));
      }
      at = end + 1;
    }
    return String.join(", ", names);
  }
}

package org.flannelboard.app;

import java.util.ArrayList;
import java.util.List;

/**
 * How a push goes through many nodes. Each group ends, measured, before the next begins; after a
 * group in which a node failed no other begins.
 *
 * @param canary whether the first node goes alone
 * @param batch how many go side by side after that; 0 for all that are left
 */
public record Pace(boolean canary, int batch) {

  public Pace {
    if (batch < 0) {
      throw new IllegalArgumentException("batch below 0: " + batch);
    }
  }

  /** All side by side. */
  public static Pace allAtOnce() {
    return new Pace(false, 0);
  }

  /** The groups, in their order; none for no nodes. */
  public <T> List<List<T>> groups(List<T> nodes) {
    List<List<T>> groups = new ArrayList<>();
    int next = 0;
    while (next < nodes.size()) {
      int size = canary && next == 0 ? 1 : batch == 0 ? nodes.size() : batch;
      int end = Math.min(nodes.size(), next + size);
      groups.add(List.copyOf(nodes.subList(next, end)));
      next = end;
    }
    return groups;
  }
}

package org.flannelboard.node;

import java.time.Duration;
import org.flannelboard.cluster.NodeId;

/** Told of every command that was run on a node; what a log of activity stands on. */
@FunctionalInterface
public interface NodeActivity {

  /**
   * A command came to its end, or was given up.
   *
   * @param operation what it was for, in a few English words
   * @param exitStatus 0 to 255; -1 if none was seen
   */
  void executed(NodeId node, String operation, Duration took, int exitStatus);

  /** For runs that keep no log. */
  static NodeActivity unobserved() {
    return (_, _, _, _) -> {};
  }
}

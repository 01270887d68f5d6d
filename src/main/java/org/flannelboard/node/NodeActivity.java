package org.flannelboard.node;

import org.flannelboard.cluster.NodeId;

/** Told of every command line that is run on a node; what a log of activity stands on. */
@FunctionalInterface
public interface NodeActivity {

  /**
   * A command sets out. Called on the thread that asked for it.
   *
   * @param line what the node's shell is given, without its input
   */
  Command began(NodeId node, String line);

  /** A command under way. */
  @FunctionalInterface
  interface Command {

    /**
     * It came to its end, or was given up. The outputs may hold the content of files: whoever keeps
     * them decides what of them may be kept.
     *
     * @param exitStatus 0 to 255; -1 if none was seen
     * @param stdout not a copy; empty where lines were handed on as they came
     */
    void ended(int exitStatus, byte[] stdout, String stderr);
  }

  /** For runs that keep no log. */
  static NodeActivity unobserved() {
    return (_, _) -> (_, _, _) -> {};
  }
}

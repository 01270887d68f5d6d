package org.flannelboard.cluster;

import java.nio.file.Path;

/** A file that the profile points at: here, or on one of the nodes. */
public sealed interface FileRef {

  /**
   * On this machine.
   *
   * @param path absolute, resolved against the profile's folder
   */
  record Local(Path path) implements FileRef {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** On a node, read with the node's privileges. */
  record OnNode(NodeId node, RemotePath path) implements FileRef {
    @Override
    public String toString() {
      return node + ":" + path;
    }
  }
}

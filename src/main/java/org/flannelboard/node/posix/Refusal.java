package org.flannelboard.node.posix;

import java.util.List;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.NodeFailure;

/**
 * Why a node would not write, by the words of strerror(3) with which every tool ends its message in
 * the C locale.
 */
final class Refusal {

  private static final List<String> NO_ROOM =
      List.of("No space left on device", "Disk quota exceeded");

  private static final List<String> NO_PERMISSION =
      List.of(
          "Permission denied",
          "Operation not permitted",
          "Read-only file system",
          "Not a directory",
          "Is a directory",
          "Not a regular file",
          "Directory not empty",
          "Device or resource busy",
          "Text file busy",
          "File name too long",
          "Too many levels of symbolic links",
          "File exists");

  private Refusal() {}

  /** The failure that these messages of {@code operation} on {@code path} amount to. */
  static NodeFailure of(NodeId node, String operation, RemotePath path, ExecResult result) {
    String words = result.stderr().strip();
    if (NO_ROOM.stream().anyMatch(words::contains)) {
      return new NodeFailure.NoSpace(node, path);
    }
    return NO_PERMISSION.stream()
        .filter(words::contains)
        .findFirst()
        .<NodeFailure>map(why -> new NodeFailure.NotWritable(node, path, why))
        .orElseGet(
            () -> new NodeFailure.CommandFailed(node, operation, result.exitStatus(), words));
  }
}

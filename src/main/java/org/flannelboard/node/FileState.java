package org.flannelboard.node;

import java.time.Instant;
import org.flannelboard.base.Digest;
import org.flannelboard.cluster.RemotePath;
import org.jspecify.annotations.Nullable;

/** What stands at a path on a node. Symbolic links are followed. */
public sealed interface FileState {

  /** The path that was asked for. */
  RemotePath path();

  /** Nothing. */
  record Absent(RemotePath path) implements FileState {}

  /**
   * A regular file.
   *
   * @param size bytes
   * @param digest of its content
   * @param mode permission bits, 0 to 07777
   * @param owner user name, or number where the node knows no name
   * @param group likewise
   * @param modified time of the last change of the content, to the second
   * @param content the bytes, if the query asked for them and the file is within its limit
   */
  record Regular(
      RemotePath path,
      long size,
      Digest digest,
      int mode,
      String owner,
      String group,
      Instant modified,
      @Nullable Content content)
      implements FileState {}

  /**
   * Something that is no regular file.
   *
   * @param kind as stat(1) names it, for example {@code directory}
   */
  record Other(RemotePath path, String kind) implements FileState {}

  /** Exists, but could not be read. */
  record Unreadable(RemotePath path, String why) implements FileState {}
}

package org.flannelboard.node;

import java.util.List;
import org.flannelboard.cluster.RemotePath;

/**
 * What a write came to.
 *
 * @param now the file as read back
 * @param kept whether an earlier file was kept
 * @param createdDirectories directories that had to be made, outermost first
 */
public record PutOutcome(FileState.Regular now, boolean kept, List<RemotePath> createdDirectories) {
  public PutOutcome {
    createdDirectories = List.copyOf(createdDirectories);
  }
}

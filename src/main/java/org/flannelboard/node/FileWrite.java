package org.flannelboard.node;

import org.flannelboard.cluster.RemotePath;
import org.jspecify.annotations.Nullable;

/**
 * A file as it shall be.
 *
 * @param path the target
 * @param content its bytes
 * @param mode permission bits, 0 to 07777; in force before the first byte of a secret is readable
 * @param owner user name
 * @param group group name
 * @param keepAt where the file that stood there is kept first, with owner, mode and times; null to
 *     keep nothing. If nothing stood there, nothing is kept.
 */
public record FileWrite(
    RemotePath path,
    Content content,
    int mode,
    String owner,
    String group,
    @Nullable RemotePath keepAt) {

  public FileWrite {
    if (mode < 0 || mode > 07777) {
      throw new IllegalArgumentException("mode out of 0..07777: " + mode);
    }
  }

  /** A file of root's. */
  public static FileWrite rootOwned(RemotePath path, Content content, int mode) {
    return new FileWrite(path, content, mode, "root", "root", null);
  }

  /** The same, keeping what stood there. */
  public FileWrite keeping(RemotePath kept) {
    return new FileWrite(path, content, mode, owner, group, kept);
  }
}

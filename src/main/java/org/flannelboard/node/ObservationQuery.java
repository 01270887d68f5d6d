package org.flannelboard.node;

import java.util.List;
import org.flannelboard.cluster.RemotePath;

/**
 * What to look at on a node, answered in one exchange.
 *
 * @param files files whose state is wanted
 * @param units systemd units
 * @param network whether links, addresses and routes are wanted
 * @param containers whether the running containers are wanted
 */
public record ObservationQuery(
    List<FileQuery> files, List<String> units, boolean network, boolean containers) {

  public ObservationQuery {
    files = List.copyOf(files);
    units = List.copyOf(units);
  }

  /**
   * A file whose state is wanted.
   *
   * @param contentLimit bytes up to which the content comes along; 0 for the digest alone
   */
  public record FileQuery(RemotePath path, int contentLimit) {}

  /** Large enough for any certificate, options or unit file. */
  public static final int TEXT_LIMIT = 64 * 1024;

  /** A small file, with its content. */
  public static FileQuery text(RemotePath path) {
    return new FileQuery(path, TEXT_LIMIT);
  }

  /** A file of any size, by its digest. */
  public static FileQuery digest(RemotePath path) {
    return new FileQuery(path, 0);
  }
}

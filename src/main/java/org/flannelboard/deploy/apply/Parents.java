package org.flannelboard.deploy.apply;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.flannelboard.cluster.RemotePath;

/** The directories above files, which writing the files would make where they are missing. */
final class Parents {

  private Parents() {}

  /** All directories above the paths but the root, outermost first. */
  static List<RemotePath> of(Collection<RemotePath> paths) {
    TreeSet<RemotePath> directories = new TreeSet<>();
    for (RemotePath path : paths) {
      String above = path.directory();
      while (!above.equals("/")) {
        RemotePath directory = RemotePath.of(above);
        directories.add(directory);
        above = directory.directory();
      }
    }
    // A path sorts before everything below it.
    return List.copyOf(directories);
  }
}

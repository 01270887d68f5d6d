package org.flannelboard.deploy.apply;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.FileState;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.ObservationQuery.FileQuery;

/** Looks at what stands at given paths, and whether that is still the same. */
final class FileLook {

  private FileLook() {}

  /** The files alone, by their digests. */
  static ObservationQuery at(Collection<RemotePath> paths) {
    List<FileQuery> files = paths.stream().distinct().map(ObservationQuery::digest).toList();
    return new ObservationQuery(files, List.of(), false, false);
  }

  /** What a query asks for, and with it these files and units. */
  static ObservationQuery with(
      ObservationQuery query, Collection<RemotePath> paths, Collection<String> units) {
    List<FileQuery> files = new ArrayList<>(query.files());
    List<RemotePath> asked = query.files().stream().map(FileQuery::path).toList();
    paths.stream()
        .distinct()
        .filter(path -> !asked.contains(path))
        .forEach(path -> files.add(ObservationQuery.digest(path)));
    List<String> all = new ArrayList<>(query.units());
    units.stream().filter(unit -> !all.contains(unit)).forEach(all::add);
    return new ObservationQuery(files, all, query.network(), query.containers());
  }

  /** Whether another file stands there than did then. */
  static boolean moved(FileState then, FileState now) {
    return !digest(now).equals(digest(then));
  }

  /** What tells two files, or a file and its absence, apart. */
  static String digest(FileState state) {
    return state instanceof FileState.Regular file
        ? file.digest().sha256()
        : state.getClass().getName();
  }
}

package org.flannelboard.profile;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The spelling of local paths in a profile: relative to its folder, {@code ~} for the home folder.
 *
 * @param folder the profile's folder, absolute
 * @param home the home folder, absolute
 */
record LocalPaths(Path folder, Path home) {

  LocalPaths {
    folder = folder.toAbsolutePath().normalize();
    home = home.toAbsolutePath().normalize();
  }

  /** The absolute path; empty when the text is none, or means another user's home. */
  Optional<Path> resolve(String text) {
    if (!Value.isLine(text)) {
      return Optional.empty();
    }
    try {
      if (text.equals("~")) {
        return Optional.of(home);
      }
      if (text.startsWith("~/")) {
        return Optional.of(home.resolve(text.substring(2)).normalize());
      }
      return text.startsWith("~")
          ? Optional.empty()
          : Optional.of(folder.resolve(text).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** The shortest text that {@link #resolve} turns back into this absolute, normalised path. */
  String express(Path path) {
    if (path.startsWith(folder) && !path.equals(folder)) {
      String relative = slashes(folder.relativize(path));
      return relative.startsWith("~") ? "./" + relative : relative;
    }
    return path.startsWith(home) && !path.equals(home)
        ? "~/" + slashes(home.relativize(path))
        : slashes(path);
  }

  private static String slashes(Path path) {
    String separator = path.getFileSystem().getSeparator();
    return path.toString().replace(separator, "/");
  }
}

package org.flannelboard.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The repository that installers are made of, and where the parts of them lie.
 *
 * @param root the folder of pom.xml
 * @param version as in pom.xml
 * @param time what every file in a package is dated
 * @param platform what the installers are for
 */
record Project(Path root, String version, Instant time, Platform platform) {

  Project {
    // Archives keep whole seconds, some of them only even ones; a file whose date changes on its
    // way is no longer the one its classes were made ready from.
    time = time.truncatedTo(ChronoUnit.MINUTES);
  }

  static Project here(String version, Instant time) {
    return new Project(Path.of("").toAbsolutePath(), version, time, Platform.here());
  }

  /** Where everything is made. */
  Path target() {
    return root.resolve("target").resolve("installer");
  }

  /** What people get. */
  Path packages() {
    return target().resolve("packages");
  }

  /** The jars, as the plain build collected them. */
  Path jars() {
    return root.resolve("target").resolve("app").resolve("lib");
  }

  /** Options, icons and scripts, of every system. */
  Path parts() {
    return root.resolve("jpackage");
  }

  /** Options, icons and scripts of this system. */
  Path systemParts() {
    return parts().resolve(platform.system().folder());
  }

  String mainJar() {
    return "flannelboard-" + version + ".jar";
  }

  /** Dates everything under a folder. */
  void date(Path folder) throws IOException {
    for (Path path : Folders.walk(folder)) {
      if (!Files.isSymbolicLink(path)) {
        Files.setLastModifiedTime(path, FileTime.from(time));
      }
    }
  }
}

package org.flannelboard.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What tests know of the project and of the machine that they install it on. */
final class Installed {

  /** Where packages put their files; in /var, where ours has none, services write all the time. */
  private static final List<Path> ROOTS =
      Stream.of("/usr", "/opt", "/etc", "/var/lib/dpkg/info", "/var/lib/dpkg/triggers")
          .map(Path::of)
          .toList();

  private Installed() {}

  /** The project, as pom.xml describes it. */
  static Project project() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    return Project.here(
        found("<artifactId>flannelboard</artifactId>\\s*<version>([^<]+)", pom),
        Instant.parse(found("<project.build.outputTimestamp>([^<]+)", pom)));
  }

  private static String found(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("pom.xml lacks " + pattern);
    }
    return matcher.group(1);
  }

  /** Every file where packages put theirs. */
  static Set<String> files() throws IOException {
    Set<String> files = new TreeSet<>();
    for (Path root : ROOTS) {
      collect(root, files);
    }
    return files;
  }

  private static void collect(Path folder, Set<String> files) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      for (Path entry : (Iterable<Path>) entries::iterator) {
        files.add(entry.toString());
        if (Files.isDirectory(entry, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
          collect(entry, files);
        }
      }
    }
  }
}

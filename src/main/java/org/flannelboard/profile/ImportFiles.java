package org.flannelboard.profile;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What an import reads, and what it resolves names with: this machine's files, or a test's.
 *
 * @param home what {@code ~} stands for
 * @param user the local user, who ssh(1) logs in as where nothing else is said
 * @param environment the process's environment variables
 */
public record ImportFiles(Path home, String user, Map<String, String> environment) {

  public ImportFiles {
    environment = Map.copyOf(environment);
  }

  /** OpenSSH's configuration of this user. */
  public Path sshConfig() {
    return home.resolve(".ssh").resolve("config");
  }

  String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** The files that a pattern of glob(7) means, by name; wild cards may stand in any element. */
  List<Path> matching(Path pattern) throws IOException {
    Path start = pattern.getRoot();
    List<Path> found = start == null ? List.of() : List.of(start);
    for (Path element : pattern) {
      found = found.stream().flatMap(folder -> within(folder, element.toString())).toList();
    }
    return found.stream().filter(Files::isRegularFile).sorted().toList();
  }

  private static Stream<Path> within(Path folder, String element) {
    if (!element.matches(".*[*?\\[].*")) {
      return Stream.of(folder.resolve(element));
    }
    PathMatcher matcher = folder.getFileSystem().getPathMatcher("glob:" + element);
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> matcher.matches(entry.getFileName()))
          .filter(
              entry ->
                  element.startsWith(".") || !String.valueOf(entry.getFileName()).startsWith("."))
          .toList()
          .stream();
    } catch (IOException unreadable) {
      return Stream.empty();
    }
  }

  /**
   * The path a text names: {@code ~} is the home folder, and a relative one begins at {@code base}.
   */
  Path path(String text, Path base) {
    if (text.equals("~")) {
      return home;
    }
    return text.startsWith("~/")
        ? home.resolve(text.substring(2)).normalize()
        : base.resolve(text).normalize();
  }
}

package org.flannelboard.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The files of this repository as they lie in the working folder, build output left out. */
final class Repository {

  /** Folders that are no part of the repository, at whatever depth; .gitignore names the same. */
  private static final Set<String> NOT_OURS = Set.of(".git", "target", ".idea", ".vscode");

  private Repository() {}

  /** The folder with pom.xml; Maven runs tests from there. */
  static Path root() {
    return Path.of("").toAbsolutePath();
  }

  /** Every file, sorted. */
  static List<Path> files() {
    return filesUnder(root());
  }

  /** The files below a folder, sorted; none if there is no such folder. */
  static List<Path> filesUnder(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(folder, new Collector(found));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    found.sort(null);
    return found;
  }

  /** The Java sources below {@code src}, or below one of its folders. */
  static List<Path> javaSources(String folder) {
    return filesUnder(root().resolve(folder)).stream()
        .filter(file -> file.toString().endsWith(".java"))
        .toList();
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** The name of a file as a person would type it at the top of the repository. */
  static String name(Path file) {
    return root().relativize(file).toString().replace('\\', '/');
  }

  private static final class Collector extends SimpleFileVisitor<Path> {
    private final List<Path> found;

    Collector(List<Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
      return NOT_OURS.contains(folder.getFileName().toString())
          ? FileVisitResult.SKIP_SUBTREE
          : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      // A linked worktree has a file .git, a repository a folder.
      if (attributes.isRegularFile() && !NOT_OURS.contains(file.getFileName().toString())) {
        found.add(file);
      }
      return FileVisitResult.CONTINUE;
    }
  }
}

package org.flannelboard.profile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.flannelboard.base.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {

  private static final byte[] OLD = "old".getBytes(UTF_8);
  private static final byte[] NEW = "new".getBytes(UTF_8);

  @TempDir Path folder;

  @Test
  void aNewFileIsItsOwnersAlone() throws IOException {
    Path target = folder.resolve("a/b/cluster.yaml");

    assertThat(AtomicFiles.create(target, NEW)).isEqualTo(Result.ok(target));

    assertThat(target).hasBinaryContent(NEW);
    assertThat(mode(target)).isEqualTo("rw-------");
    assertThat(mode(folder.resolve("a/b"))).isEqualTo("rwx------");
    assertThat(entries(folder.resolve("a/b"))).containsExactly("cluster.yaml");
  }

  @Test
  void whatIsThereIsNotOverwrittenUnasked() throws IOException {
    Path target = Files.write(folder.resolve("cluster.yaml"), OLD);

    assertThat(AtomicFiles.create(target, NEW))
        .isEqualTo(Result.err(new FileFailure.AlreadyThere(target)));

    assertThat(target).hasBinaryContent(OLD);
    assertThat(entries(folder)).containsExactly("cluster.yaml");
  }

  @Test
  void aReplacedFileIsAnotherFileOfThatName() throws IOException {
    Path target = Files.write(folder.resolve("cluster.yaml"), OLD);
    Path reader = Files.createLink(folder.resolve("old"), target);

    assertThat(AtomicFiles.replace(target, NEW)).isEqualTo(Result.ok(target));

    assertThat(target).hasBinaryContent(NEW);
    // Somebody who had opened the old one still reads all of it.
    assertThat(reader).hasBinaryContent(OLD);
    assertThat(mode(target)).isEqualTo("rw-------");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path file = Files.write(Files.createDirectory(folder.resolve("git")).resolve("c.yaml"), OLD);
    Path middle = Files.createSymbolicLink(folder.resolve("m.yaml"), Path.of("git/c.yaml"));
    Path link = Files.createSymbolicLink(folder.resolve("cluster.yaml"), Path.of("m.yaml"));

    assertThat(AtomicFiles.replace(link, NEW)).isEqualTo(Result.ok(link));

    assertThat(link).isSymbolicLink();
    assertThat(middle).isSymbolicLink();
    assertThat(file).hasBinaryContent(NEW);
  }

  @Test
  void aRingOfLinksIsAFailure() throws IOException {
    Path link = folder.resolve("a");
    Files.createSymbolicLink(link, Path.of("a"));

    assertThat(AtomicFiles.replace(link, NEW))
        .isEqualTo(Result.err(new FileFailure.NotWritten(link, "too many symbolic links")));
  }

  @Test
  void aFolderInPlaceOfTheFileIsAFailureAndNothingIsLeft() throws IOException {
    Path target = folder.resolve("cluster.yaml");
    Files.createDirectories(target.resolve("inside"));

    assertThat(AtomicFiles.replace(target, NEW).toFailure())
        .get()
        .isInstanceOf(FileFailure.NotWritten.class);

    assertThat(entries(folder)).containsExactly("cluster.yaml");
  }

  @Test
  void aFileInPlaceOfTheFolderIsAFailure() throws IOException {
    Files.write(folder.resolve("file"), OLD);

    assertThat(AtomicFiles.create(folder.resolve("file/cluster.yaml"), NEW).toFailure())
        .get()
        .isInstanceOf(FileFailure.NotWritten.class);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  private static Stream<String> entries(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(path -> path.getFileName().toString()).toList().stream();
    }
  }
}

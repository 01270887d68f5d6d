package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.FlannelRelease.Tarball;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Release archives, whole and broken. */
class ReleaseReaderTest {

  @TempDir Path folder;

  @Test
  void bothProgramsAreTakenWhereverTheyStandInTheArchive() throws IOException {
    byte[] archive = archive("README.md", "dist/flanneld", "./mk-docker-opts.sh");
    Release release = ReleaseReader.read(onDisk(archive, Digest.of(archive))).orElseThrow();
    assertThat(release.flanneld().text()).isEqualTo("content of dist/flanneld");
    assertThat(release.mkDockerOpts().text()).isEqualTo("content of ./mk-docker-opts.sh");
  }

  @Test
  void anotherDigestIsRefusedWithBoth() throws IOException {
    byte[] archive = archive("flanneld", "mk-docker-opts.sh");
    Digest expected = Digest.of(new byte[0]);
    assertThat(failure(archive, expected))
        .isEqualTo(
            new AppFailure.TarballDigestWrong(
                file().toString(), expected.sha256(), Digest.of(archive).sha256()));
  }

  @Test
  void aMissingProgramIsNamed() throws IOException {
    assertThat(failure(archive("flanneld"), null))
        .isEqualTo(new AppFailure.TarballUnusable(file().toString(), "no mk-docker-opts.sh in it"));
    assertThat(failure(archive("mk-docker-opts.sh", "flanneld.txt"), null))
        .isEqualTo(new AppFailure.TarballUnusable(file().toString(), "no flanneld in it"));
  }

  @Test
  void anArchiveThatEndsTooEarlyIsUnusableWhereverItEnds() throws IOException {
    byte[] archive = archive("flanneld", "mk-docker-opts.sh");
    for (int length = 0; length < archive.length - 8; length += 7) {
      Failure failure = failure(Arrays.copyOf(archive, length), null);
      assertThat(failure.code()).as("%d bytes", length).isEqualTo("tarball-unusable");
      assertThat(failure.arguments().get("why")).as("%d bytes", length).isNotEqualTo("null");
    }
  }

  @Test
  void whatIsNoArchiveIsUnusable() throws IOException {
    byte[] page = "<html>not found</html>".getBytes(StandardCharsets.US_ASCII);
    assertThat(failure(page, null).code()).isEqualTo("tarball-unusable");
  }

  @Test
  void aMissingFileIsNamed() {
    Path missing = folder.resolve("missing.tar.gz");
    assertThat(ReleaseReader.read(new Tarball.OnDisk(missing, null)).toFailure())
        .contains(
            new AppFailure.ProfileFileUnreadable(
                missing.toString(), "flannel.tarball.file", "no such file"));
  }

  private Path file() {
    return folder.resolve("flannel.tar.gz");
  }

  private Tarball onDisk(byte[] archive, @Nullable Digest digest) throws IOException {
    Files.write(file(), archive);
    return new Tarball.OnDisk(file(), digest);
  }

  private Failure failure(byte[] archive, @Nullable Digest digest) throws IOException {
    return ReleaseReader.read(onDisk(archive, digest)).toFailure().orElseThrow();
  }

  private static byte[] archive(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(bytes))) {
      for (String name : names) {
        byte[] content = ("content of " + name).getBytes(StandardCharsets.US_ASCII);
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }
}

package org.flannelboard.practice;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.flannelboard.node.Content;

/** A release archive as flannel's, with files that only practice nodes can run. */
final class PracticeRelease {

  static final Content FLANNELD =
      Content.of(
          "#!/bin/false\n# practice flanneld, as v0.10.0: only a practice node can run it.\n");

  static final Content MK_DOCKER_OPTS =
      Content.of("#!/bin/false\n# practice mk-docker-opts.sh: only a practice node can run it.\n");

  private static final Content README =
      Content.of("This is the practice cluster's own archive; there is no flannel in it.\n");

  private PracticeRelease() {}

  /** Writes the archive. */
  static void write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(new GZIPOutputStream(out))) {
      add(tar, "flanneld", FLANNELD, 0755);
      add(tar, "mk-docker-opts.sh", MK_DOCKER_OPTS, 0755);
      add(tar, "README.md", README, 0644);
    }
  }

  private static void add(TarArchiveOutputStream tar, String name, Content content, int mode)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setSize(content.size());
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(content.bytes());
    tar.closeArchiveEntry();
  }
}

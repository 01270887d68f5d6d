package org.flannelboard.ssh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.flannelboard.base.HostPort;

/** The known_hosts files of a profile: all are read, new keys are added to the first. */
final class KnownHostsFiles {

  private final List<Path> files;

  /** Two nodes met for the first time at once must not lose each other's line. */
  private final ReentrantLock writing = new ReentrantLock();

  KnownHostsFiles(List<Path> files) {
    this.files = List.copyOf(files);
  }

  /** What the files say at this moment; a file that is not there says nothing. */
  KnownHosts read() throws IOException {
    KnownHosts known = new KnownHosts();
    for (Path file : files) {
      // Comments may be in any encoding; names and keys are ASCII.
      known.add(file, new String(bytes(file), StandardCharsets.ISO_8859_1));
    }
    return known;
  }

  /** The files, the one that new keys go to first. */
  List<Path> all() {
    return files;
  }

  /** The lines of a file, byte for byte; none if it is not there. */
  List<String> lines(Path file) throws IOException {
    byte[] content = bytes(file);
    return content.length == 0
        ? List.of()
        : List.of(new String(content, StandardCharsets.ISO_8859_1).split("\n", -1));
  }

  /** The file that new keys go to. */
  Path written() {
    return files.getFirst();
  }

  /**
   * Adds a line. The rest stays byte for byte; whoever reads meanwhile sees the old file or the new
   * one. The file is the owner's alone from its first moment: {@link Files#createTempFile} makes it
   * so.
   */
  void append(HostPort host, HostKey key) throws IOException {
    String line = KnownHosts.name(host) + " " + key.type() + " " + key.base64() + "\n";
    writing.lock();
    try {
      replace(written(), withLine(bytes(written()), line));
    } finally {
      writing.unlock();
    }
  }

  /**
   * Takes a line out, if it is still the one that was shown; false if it is not.
   *
   * @param number counted from 1
   */
  boolean remove(String file, int number, String line) throws IOException {
    Path path = Path.of(file);
    if (!files.contains(path)) {
      return false;
    }
    writing.lock();
    try {
      List<String> lines = new ArrayList<>(lines(path));
      if (number > lines.size() || !lines.get(number - 1).equals(line)) {
        return false;
      }
      lines.remove(number - 1);
      replace(path, String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1));
      return true;
    } finally {
      writing.unlock();
    }
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path folder = target.resolveSibling("").toAbsolutePath();
    Files.createDirectories(folder);
    Path beside = Files.createTempFile(folder, ".known_hosts", ".new");
    try {
      write(beside, content);
      Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static byte[] withLine(byte[] before, String line) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(before);
    if (before.length > 0 && before[before.length - 1] != '\n') {
      all.write('\n');
    }
    all.write(line.getBytes(StandardCharsets.UTF_8));
    return all.toByteArray();
  }

  private static void write(Path file, byte[] content) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer left = ByteBuffer.wrap(content);
      while (left.hasRemaining()) {
        channel.write(left);
      }
      channel.force(true);
    }
  }

  private static byte[] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }
}

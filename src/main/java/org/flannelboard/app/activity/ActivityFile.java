package org.flannelboard.app.activity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.base.Result;
import org.flannelboard.profile.FileFailure;
import org.jspecify.annotations.Nullable;

/** A file that operations are appended to, a line of JSON each. The log alone uses it, locked. */
final class ActivityFile {

  private final Path path;
  private @Nullable FileFailure lacking;

  private ActivityFile(Path path) {
    this.path = path;
  }

  /** Opens it, and makes it if it is not there. */
  static Result<ActivityFile, FileFailure> open(Path path) {
    ActivityFile file = new ActivityFile(path);
    file.write("");
    return file.lacking == null ? Result.ok(file) : Result.err(file.lacking);
  }

  Path path() {
    return path;
  }

  /** Why the first of the lines that are missing is missing. */
  Optional<FileFailure> lacking() {
    return Optional.ofNullable(lacking);
  }

  void append(Activity activity) {
    write(ActivityJson.line(activity) + "\n");
  }

  /** Opened anew each time: whoever rotates the file finds the next line in the new one. */
  private void write(String text) {
    ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    try (SeekableByteChannel channel =
        Files.newByteChannel(
            path, Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND), ownerOnly())) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      if (lacking == null) {
        lacking = new FileFailure.NotWritten(path, FileFailure.reason(e));
      }
    }
  }

  private FileAttribute<?>[] ownerOnly() {
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}

package org.flannelboard.profile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import org.flannelboard.base.Result;

/**
 * Files on this machine that are written whole or not at all, and that their owner alone can read
 * from the moment they exist.
 *
 * <p>The content goes to a temporary file beside the target, is synced, and takes the target's name
 * in one step (rename(2)); a crash leaves the old file or the new one.
 */
public final class AtomicFiles {

  /** As many links as Linux follows in one path (path_resolution(7)). */
  private static final int MOST_LINKS = 40;

  private AtomicFiles() {}

  /** Writes a file that must not exist yet. */
  public static Result<Path, FileFailure> create(Path target, byte[] content) {
    try {
      Path temporary = writeBeside(target, content);
      try {
        claim(temporary, target);
      } catch (FileAlreadyExistsException e) {
        return Result.err(new FileFailure.AlreadyThere(target));
      } finally {
        Files.deleteIfExists(temporary);
      }
      syncFolder(target);
      return Result.ok(target);
    } catch (IOException e) {
      return notWritten(target, e);
    }
  }

  /**
   * Writes a file, in place of the one that may be there; a link stays, and its file is written.
   */
  public static Result<Path, FileFailure> replace(Path target, byte[] content) {
    try {
      Path file = followLinks(target);
      Path temporary = writeBeside(file, content);
      try {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary);
      }
      syncFolder(file);
      return Result.ok(target);
    } catch (IOException e) {
      return notWritten(target, e);
    }
  }

  private static Result<Path, FileFailure> notWritten(Path target, IOException e) {
    return Result.err(new FileFailure.NotWritten(target, FileFailure.reason(e)));
  }

  private static Path writeBeside(Path target, byte[] content) throws IOException {
    Path folder = folder(target);
    Files.createDirectories(folder, ownerOnly(folder, "rwx------"));
    Path temporary =
        Files.createTempFile(
            folder, "." + target.getFileName() + ".", ".tmp", ownerOnly(folder, "rw-------"));
    try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      Files.deleteIfExists(temporary);
      throw e;
    }
    return temporary;
  }

  /**
   * Gives the content a name that nobody else has. A rename would replace a file that appeared in
   * between; link(2) refuses to.
   */
  private static void claim(Path temporary, Path target) throws IOException {
    try {
      Files.createLink(target, temporary);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (UnsupportedOperationException | FileSystemException noHardLinksHere) {
      Files.move(temporary, target);
    }
  }

  /** The file a chain of symbolic links ends at, whether it exists or not. */
  private static Path followLinks(Path target) throws IOException {
    Path file = target;
    for (int i = 0; Files.isSymbolicLink(file); i++) {
      if (i == MOST_LINKS) {
        throw new FileSystemException(target.toString(), null, "too many symbolic links");
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    return file;
  }

  /** Makes the new name survive a power cut too; Windows has no such thing as opening a folder. */
  private static void syncFolder(Path file) {
    if (isPosix(file)) {
      try (FileChannel folder = FileChannel.open(folder(file), StandardOpenOption.READ)) {
        folder.force(true);
      } catch (IOException e) {
        // Some network file systems refuse. The content itself is synced and in its place.
      }
    }
  }

  private static Path folder(Path file) {
    return Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder is no file");
  }

  /** On Windows a folder's files inherit its access list, which in a profile is the owner's. */
  private static FileAttribute<?>[] ownerOnly(Path path, String permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}

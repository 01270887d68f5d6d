package org.flannelboard.app.history;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import org.flannelboard.base.Pause;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;

/**
 * An MVStore in one file, open for as long as a piece of work takes: some milliseconds. It is
 * locked meanwhile, and whoever finds it locked waits a little.
 *
 * @param file whose owner alone can read it, if it has to be made
 * @param pause between two tries of a file that is locked
 */
record Database(Path file, Pause pause) {

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(50);
  private static final int TRIES = 60;

  /** Milliseconds spent on giving back the space of what was removed, each time it is closed. */
  private static final int TIDYING = 20;

  /** The file holds something else, or what it held is damaged. */
  static final class CorruptException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptException(MVStoreException cause) {
      super(cause.getMessage(), cause);
    }
  }

  /** Does something with the database. What it puts there is kept whole or not at all. */
  <T> T with(Function<MVMap<Long, String>, T> work) throws IOException {
    try {
      MVStore store = open();
      try {
        T done = work.apply(store.openMap("events"));
        boolean changed = store.hasUnsavedChanges();
        if (changed) {
          store.commit();
          store.sync();
        }
        store.close(changed ? TIDYING : 0);
        return done;
      } finally {
        store.closeImmediately();
      }
    } catch (MVStoreException e) {
      throw corrupt(e) ? new CorruptException(e) : new IOException(e.getMessage(), e);
    }
  }

  private MVStore open() throws IOException {
    make();
    for (int tries = 1; ; tries++) {
      try {
        return new MVStore.Builder()
            .fileName(file.toString())
            .autoCommitDisabled()
            .compress()
            .cacheSize(1)
            .open();
      } catch (MVStoreException e) {
        if (e.getErrorCode() != DataUtils.ERROR_FILE_LOCKED || tries == TRIES) {
          throw e;
        }
        await();
      }
    }
  }

  private void await() throws InterruptedIOException {
    try {
      pause.pause(BETWEEN_TRIES);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /** An empty file is an empty database; made here so that nobody else can ever read it. */
  private void make() throws IOException {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder is no file");
    Files.createDirectories(folder, ownerOnly("rwx------"));
    try {
      Files.createFile(file, ownerOnly("rw-------"));
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  private FileAttribute<?>[] ownerOnly(String permissions) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether the file is to blame; a disk that is full and a file that is locked are not. */
  private static boolean corrupt(MVStoreException e) {
    return switch (e.getErrorCode()) {
      case DataUtils.ERROR_FILE_CORRUPT,
          DataUtils.ERROR_UNSUPPORTED_FORMAT,
          DataUtils.ERROR_SERIALIZATION,
          DataUtils.ERROR_CHUNK_NOT_FOUND ->
          true;
      case DataUtils.ERROR_READING_FAILED -> e.getCause() instanceof EOFException;
      default -> false;
    };
  }
}

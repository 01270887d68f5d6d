package org.flannelboard.app.history;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The claim of one run of the program to write down what it sees of a cluster: a lock on a file
 * that the operating system gives back when the run ends, however that happens.
 */
final class WatchClaim {

  private final Path file;
  private @Nullable FileChannel held;

  WatchClaim(Path file) {
    this.file = file;
  }

  /** Whether this run has it now, having had it before or not. */
  synchronized boolean take() {
    if (held != null) {
      return true;
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() != null) {
        held = channel;
        return true;
      }
    } catch (IOException | OverlappingFileLockException e) {
      // Somebody else has it, or the folder gives none: either way it is not ours.
    }
    close(channel);
    return false;
  }

  synchronized void release() {
    close(held);
    held = null;
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }
}

package org.flannelboard.boot;

import static java.nio.file.StandardWatchEventKinds.ENTRY_CREATE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_DELETE;
import static java.nio.file.StandardWatchEventKinds.ENTRY_MODIFY;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Objects;
import org.flannelboard.app.PracticeControls.Following;

/** Notices that a file was replaced, by the operating system's own means and without polling. */
final class PracticeWatch {

  private static final System.Logger LOG = System.getLogger(PracticeWatch.class.getName());

  private PracticeWatch() {}

  /** Calls back after each change of a file, on a thread of its own. */
  static Following begin(Path file, Runnable changed) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder is no file");
    try {
      Files.createDirectories(folder);
      WatchService watch = folder.getFileSystem().newWatchService();
      folder.register(watch, ENTRY_CREATE, ENTRY_MODIFY, ENTRY_DELETE);
      Thread.ofVirtual().name("practice-switches").start(() -> run(watch, changed));
      return () -> end(watch);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "switches of other runs will not be seen: " + folder, e);
      return () -> {};
    }
  }

  private static void run(WatchService watch, Runnable changed) {
    try {
      changed.run(); // what happened before the watch began
      for (WatchKey key = watch.take(); ; key = watch.take()) {
        key.pollEvents(); // which file it was is not told reliably; reading ours costs little
        changed.run();
        if (!key.reset()) {
          return;
        }
      }
    } catch (InterruptedException | ClosedWatchServiceException _) {
      return;
    }
  }

  private static void end(WatchService watch) {
    try {
      watch.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the watch was closed badly", e);
    }
  }
}

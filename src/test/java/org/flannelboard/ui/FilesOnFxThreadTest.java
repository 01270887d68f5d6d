package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javafx.scene.Parent;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The window's thread reads and writes no file and no socket: seen by the Java virtual machine's
 * own flight recorder, which notes each access with its thread. What belongs to the program itself,
 * its classes, FXML, style sheets and fonts, is read there once, and is no access to data.
 */
class FilesOnFxThreadTest {

  private static final List<String> ACCESSES =
      List.of(
          "jdk.FileRead", "jdk.FileWrite", "jdk.FileForce", "jdk.SocketRead", "jdk.SocketWrite");

  @TempDir private Path folder;

  @Test
  void noViewTouchesAFile() throws IOException {
    List<String> seen =
        during(
            () -> {
              try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
                Session session = lab.window.session();
                for (Place place : Place.values()) {
                  Fx.run(
                      () -> {
                        lab.window.show(place);
                        session.tick();
                        Parent root = lab.window.scene().getRoot();
                        root.applyCss();
                        root.layout();
                      });
                }
                Fx.run(() -> lab.window.speak(Locale.SIMPLIFIED_CHINESE));
                Fx.run(session.status()::refresh);
                Fx.await(session.status().reading(), "reading", reading -> !reading);
              }
            });
    assertThat(seen).isEmpty();
  }

  @Test
  void anAccessFromThereWouldBeSeen() throws IOException {
    Path file = folder.resolve("data");
    List<String> seen =
        during(
            () -> {
              Fx.get(() -> Files.writeString(file, "written"));
              Fx.get(() -> Files.readString(file));
            });
    assertThat(seen)
        .anyMatch(it -> it.contains("FileWrite"))
        .anyMatch(it -> it.contains("FileRead"));
    assertThat(during(() -> Files.exists(file))).isEmpty();
  }

  private List<String> during(Runnable work) throws IOException {
    Path dump = folder.resolve("accesses.jfr");
    try (Recording recording = new Recording()) {
      ACCESSES.forEach(
          access -> recording.enable(access).withThreshold(Duration.ZERO).withoutStackTrace());
      Fx.run(() -> {}); // the toolkit itself is up
      recording.start();
      work.run();
      recording.stop();
      recording.dump(dump);
    }
    return RecordingFile.readAllEvents(dump).stream()
        .filter(FilesOnFxThreadTest::onFxThread)
        .filter(event -> !ofTheProgram(event))
        .map(event -> event.getEventType().getName() + " " + subject(event))
        .toList();
  }

  private static boolean onFxThread(RecordedEvent event) {
    RecordedThread thread = event.getThread();
    return thread != null && "JavaFX Application Thread".equals(thread.getJavaName());
  }

  private static String subject(RecordedEvent event) {
    return event.hasField("path") ? String.valueOf(event.getString("path")) : "a socket";
  }

  /** From the class path, from the Java runtime, or where JavaFX unpacks its own libraries. */
  private static boolean ofTheProgram(RecordedEvent event) {
    String path = subject(event);
    return event.getEventType().getName().equals("jdk.FileRead")
        && Stream.concat(
                Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)),
                Stream.of(System.getProperty("java.home"), ".openjfx"))
            .filter(root -> !root.isEmpty())
            .map(root -> root.equals(".openjfx") ? root : Path.of(root).toAbsolutePath().toString())
            .anyMatch(path::contains);
  }
}

package org.flannelboard.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.util.Duration;
import org.flannelboard.cli.CommandLineFace;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.slf4j.LoggerFactory;

/**
 * The window's part of the rehearsal: opened as a person opens it, but without a display, led
 * through its views, closed.
 */
final class WindowRehearsal {

  /** Long enough for a view to be laid out and drawn, and for streams to bring their first news. */
  private static final Duration LOOK = Duration.millis(600);

  private WindowRehearsal() {}

  /** Runs it for somebody who has no settings. */
  static void run(OutputStream nowhere) throws IOException {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    Path home = Files.createTempDirectory("flannelboard-rehearsal");
    try {
      // A display is asked for before the toolkit is, and this one has none.
      Wiring wiring = new Wiring(Map.of("DISPLAY", "none"), home, nowhere, nowhere);
      new CommandLineFace(wiring.context(new Tour())).run("--practice-deployed");
    } catch (RuntimeException | UnsatisfiedLinkError withoutFonts) {
      // A build machine may lack what JavaFX draws text with; the window then starts slower.
      LoggerFactory.getLogger(WindowRehearsal.class)
          .atWarn()
          .setCause(withoutFonts)
          .log("the window was not rehearsed");
    } finally {
      remove(home);
    }
  }

  private static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException stillOpen) {
      return; // Windows removes nothing that is open, and tidies its temporary folder itself
    }
  }

  /** The pages, and somebody who looks at each of them in turn and closes the window. */
  private static final class Tour implements Page.Binder {

    private final WindowPages pages = new WindowPages();

    @Override
    public List<Page.Door> bind(Session session, Words words) {
      Iterator<Place> places = List.of(Place.values()).iterator();
      Timeline looks = new Timeline();
      looks
          .getKeyFrames()
          .add(
              new KeyFrame(
                  LOOK,
                  _ -> {
                    if (places.hasNext()) {
                      session.place().set(places.next());
                    } else {
                      looks.stop();
                      Stage.getWindows().stream().toList().forEach(Window::hide);
                    }
                  }));
      looks.setCycleCount(Timeline.INDEFINITE);
      looks.play();
      return pages.bind(session, words);
    }

    @Override
    public List<Command> commands(Session session, Words words) {
      return pages.commands(session, words);
    }
  }
}

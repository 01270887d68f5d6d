package org.flannelboard.boot;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.cli.ClusterOpener;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.flannelboard.ui.shell.Clusters;
import org.flannelboard.ui.shell.Launch;
import org.flannelboard.ui.shell.Window;
import org.slf4j.LoggerFactory;

/** The window's part of the rehearsal: opened without a display, led through views, closed. */
final class WindowRehearsal {

  /** Long enough for a view to be laid out and drawn. */
  private static final Duration LOOK = Duration.millis(250);

  private WindowRehearsal() {}

  /**
   * Runs it.
   *
   * @param places the views that are gone to, beyond the first
   */
  static void run(ClusterOpener opener, List<Place> places) throws InterruptedException {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    ClusterOpener.Practice practice = opener.practice(4, !places.isEmpty());
    Cluster cluster = practice.cluster();
    Opened opened =
        new Opened(cluster, new EtcdDoor(cluster), InstantSource.system(), practice.controls());
    try {
      Launch.window(
          () -> opened,
          new Window.Parts(new Tour(places), alone(), new Preferences(Locale.ENGLISH), null));
    } catch (RuntimeException | UnsatisfiedLinkError withoutFonts) {
      // A build machine may lack what JavaFX draws text with; the window then starts slower.
      LoggerFactory.getLogger(WindowRehearsal.class)
          .atWarn()
          .setCause(withoutFonts)
          .log("the window was not rehearsed");
    }
  }

  /** A window that is offered no other cluster. */
  private static Clusters alone() {
    Path folder = Path.of("").toAbsolutePath();
    ProfileLocations locations =
        new ProfileLocations(System.getProperty("os.name"), Map.of(), folder, folder);
    return new Clusters(
        new ProfileCatalog(locations),
        new Clusters.Opener() {
          @Override
          public Opened real(ClusterProfile profile) {
            throw new IllegalStateException("nobody chooses in a rehearsal");
          }

          @Override
          public Opened practice() {
            throw new IllegalStateException("nobody chooses in a rehearsal");
          }
        },
        new VirtualThreadRunner());
  }

  /** The pages, and somebody who looks at each of them in turn and closes the window. */
  private record Tour(List<Place> stops) implements Page.Binder {

    @Override
    public List<Page.Door> bind(Session session, Words words) {
      Iterator<Place> places = stops.iterator();
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
                      List.copyOf(Stage.getWindows()).forEach(javafx.stage.Window::hide);
                    }
                  }));
      looks.setCycleCount(Timeline.INDEFINITE);
      looks.play();
      return new WindowPages().bind(session, words);
    }
  }
}

package org.flannelboard.boot;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.cli.ClusterOpener;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.flannelboard.ui.shell.Window;

/** The window's part of the rehearsal: opened without a display, led through its views, closed. */
final class WindowRehearsal {

  /** Long enough for a view to be laid out and drawn. */
  private static final Duration LOOK = Duration.millis(250);

  private WindowRehearsal() {}

  static void run(ClusterOpener opener) throws InterruptedException {
    System.setProperty("glass.platform", "Headless");
    System.setProperty("prism.order", "sw");
    Cluster cluster = opener.practice(4, true);
    Opened opened = new Opened(cluster, new EtcdDoor(cluster), InstantSource.system(), true);
    try {
      Window.launch(opened, new Tour(), new Preferences(Locale.ENGLISH));
    } catch (RuntimeException | UnsatisfiedLinkError withoutFonts) {
      // A build machine may lack what JavaFX draws text with; the window then starts slower.
      System.err.println("the window was not rehearsed: " + withoutFonts);
    }
  }

  /** The pages, and somebody who looks at each of them in turn and closes the window. */
  private static final class Tour implements Page.Binder {

    @Override
    public List<Page> bind(Session session, Words words) {
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
                      List.copyOf(Stage.getWindows()).forEach(javafx.stage.Window::hide);
                    }
                  }));
      looks.setCycleCount(Timeline.INDEFINITE);
      Platform.runLater(looks::play);
      return new WindowPages().bind(session, words);
    }
  }
}

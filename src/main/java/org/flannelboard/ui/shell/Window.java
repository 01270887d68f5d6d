package org.flannelboard.ui.shell;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.value.ChangeListener;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.flannelboard.ui.kit.FxBridge;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Theme;
import org.flannelboard.ui.kit.Words;

/** A cluster's window. */
public final class Window implements AutoCloseable {

  /** How often the nodes and etcd are asked how they stand. */
  private static final int SECONDS_BETWEEN_READINGS = 5;

  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;

  private final Session session;
  private final Page.Binder pages;
  private final Scene scene;
  private final Timeline seconds;
  private final ChangeListener<ColorScheme> followSystem;
  private Theme theme;
  private Words words;
  private ShellView shell;
  private int second;

  /**
   * A window for an open cluster. Made on JavaFX's thread, after {@link Theme#loadFonts}.
   *
   * @param pages what hangs in the frame
   */
  public Window(Opened opened, Page.Binder pages, Locale locale) {
    this.session = new Session(opened, new FxBridge(), new Preferences(locale));
    this.pages = pages;
    this.words = Words.of(locale);
    this.theme = Theme.of(Platform.getPreferences().getColorScheme());
    this.shell = bind();
    this.scene = new Scene(shell.load(), WIDTH, HEIGHT);
    theme.apply(scene, words.locale());
    this.followSystem = (_, _, now) -> use(Theme.of(now));
    Platform.getPreferences().colorSchemeProperty().addListener(followSystem);
    this.seconds = new Timeline(new KeyFrame(Duration.seconds(1), _ -> tick()));
    seconds.setCycleCount(Animation.INDEFINITE);
  }

  /**
   * Opens a window and returns when it has been closed, and with it the cluster: its streams, tasks
   * and connections. The toolkit starts with the window and ends with it, so this is called once in
   * a program's life.
   */
  public static void launch(Opened opened, Page.Binder pages, Locale locale)
      throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    Platform.startup(
        () -> {
          Theme.loadFonts();
          Window window = new Window(opened, pages, locale);
          Stage stage = new Stage();
          stage.setOnHidden(
              _ -> {
                window.close();
                closed.countDown();
              });
          window.showOn(stage);
        });
    try (opened) {
      closed.await();
    } finally {
      Platform.exit();
    }
  }

  /** Shows the window on a stage and begins to watch the cluster. */
  public void showOn(Stage stage) {
    stage.setTitle(title());
    stage.setScene(scene);
    stage.setMinWidth(900);
    stage.setMinHeight(640);
    start();
    stage.show();
  }

  /** Begins to watch the cluster. */
  public void start() {
    session.status().refresh();
    session.mesh().start();
    seconds.play();
  }

  /** What is in the window. */
  public Scene scene() {
    return scene;
  }

  /** The cluster in the window. */
  public Session session() {
    return session;
  }

  /** The window's title: the cluster, and that it is a practice cluster where it is one. */
  public String title() {
    return session.practice()
        ? words.text("window.practice")
        : words.text("window.title", "cluster", session.profile().name());
  }

  /** Goes to a place. */
  public void show(Place place) {
    session.place().set(place);
  }

  /** Changes the colours. */
  public void use(Theme other) {
    theme = other;
    theme.apply(scene, words.locale());
  }

  /** Changes the language; the place stays. */
  public void speak(Locale locale) {
    words = Words.of(locale);
    shell = bind();
    Parent root = shell.load();
    scene.setRoot(root);
    theme.apply(scene, words.locale());
    if (scene.getWindow() instanceof Stage stage) {
      stage.setTitle(title());
    }
  }

  @Override
  public void close() {
    seconds.stop();
    Platform.getPreferences().colorSchemeProperty().removeListener(followSystem);
    session.close();
  }

  private ShellView bind() {
    return new ShellView(
        session,
        words,
        pages.bind(session, words),
        new ShellView.Switches(() -> use(theme.other()), () -> speak(otherLanguage())));
  }

  private Locale otherLanguage() {
    return words.locale().equals(Locale.ENGLISH) ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH;
  }

  private void tick() {
    session.tick();
    second++;
    if (second % SECONDS_BETWEEN_READINGS == 0 && !session.push().state().get().busy()) {
      session.status().refresh();
    }
  }
}

package org.flannelboard.ui.shell;

import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.flannelboard.app.Settings;
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

  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;

  private final Session session;
  private final Page.Binder pages;
  private final Scene scene;
  private final Timeline seconds;
  private final InvalidationListener dress = _ -> dress();
  private final ScaledPane root;
  private Theme theme;
  private Words words;
  private ShellView shell;
  private int second;

  /**
   * A window for an open cluster. Made on JavaFX's thread, after {@link Theme#loadFonts}.
   *
   * @param pages what hangs in the frame
   */
  public Window(Opened opened, Page.Binder pages, Preferences preferences) {
    this.session = new Session(opened, new FxBridge(), preferences);
    this.pages = pages;
    this.words = Words.of(preferences.language().get());
    this.theme = Theme.of(preferences.look().get(), Platform.getPreferences());
    this.shell = bind();
    this.root = new ScaledPane(shell.load());
    root.factor().bind(preferences.scale());
    this.scene = new Scene(root, WIDTH, HEIGHT);
    dress();
    Platform.getPreferences().addListener(dress);
    preferences.look().addListener(dress);
    preferences.palette().addListener(dress);
    preferences.language().addListener(dress);
    this.seconds = new Timeline(new KeyFrame(Duration.seconds(1), _ -> tick()));
    seconds.setCycleCount(Animation.INDEFINITE);
  }

  /**
   * Opens a window and returns when it has been closed, and with it the cluster: its streams, tasks
   * and connections. The toolkit starts with the window and ends with it, so this is called once in
   * a program's life.
   */
  public static void launch(Opened opened, Page.Binder pages, Preferences preferences)
      throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    Platform.startup(
        () -> {
          Theme.loadFonts();
          Window window = new Window(opened, pages, preferences);
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
  public void use(Settings.Look look) {
    session.preferences().look().set(look);
  }

  /** Changes the language; the place stays. */
  public void speak(Locale language) {
    session.preferences().language().set(language);
  }

  /** Follows what the person and the system chose; the place stays. */
  private void dress() {
    Preferences chosen = session.preferences();
    theme = Theme.of(chosen.look().get(), Platform.getPreferences());
    if (!words.locale().equals(chosen.language().get())) {
      words = Words.of(chosen.language().get());
      shell = bind();
      root.show(shell.load());
      if (scene.getWindow() instanceof Stage stage) {
        stage.setTitle(title());
      }
    }
    theme.apply(scene, words.locale(), chosen.palette().get());
  }

  @Override
  public void close() {
    seconds.stop();
    Platform.getPreferences().removeListener(dress);
    session.close();
  }

  private ShellView bind() {
    return new ShellView(
        session,
        words,
        pages.bind(session, words),
        new ShellView.Switches(this::switchTheme, this::switchLanguage));
  }

  private void switchTheme() {
    use(theme.other());
  }

  private void switchLanguage() {
    speak(words.locale().equals(Locale.ENGLISH) ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
  }

  private void tick() {
    session.tick();
    second++;
    long between = session.preferences().statusInterval().get().toSeconds();
    if (second % Math.max(1, between) == 0 && !session.push().state().get().busy()) {
      session.status().refresh();
    }
  }
}

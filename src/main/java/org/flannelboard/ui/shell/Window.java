package org.flannelboard.ui.shell;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import javafx.util.Duration;
import org.flannelboard.app.Messages;
import org.flannelboard.app.Settings;
import org.flannelboard.app.task.Task.TaskInterruptedException;
import org.flannelboard.base.Failure;
import org.flannelboard.ui.kit.FxBridge;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Theme;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The window: one cluster at a time, or the page with the ways to one. */
public final class Window implements AutoCloseable {

  private static final double WIDTH = 1280;
  private static final double HEIGHT = 800;
  private static final String NAME = "Flannelboard";

  /** Points. */
  private static final double MARK_SIZE = 28;

  /** The mark in the sizes that title bars, task bars and switchers show. */
  private static final List<String> ICONS =
      Stream.of(16, 32, 48, 128)
          .map(size -> "/org/flannelboard/ui/shell/mark-" + size + ".png")
          .toList();

  private final Parts parts;
  private final FxBridge bridge = new FxBridge();
  private final Consumer<Throwable> tellCrash = bridge.latest(this::crashed);
  private final ScaledPane root = new ScaledPane(new Region());
  private final Scene scene = new Scene(root, WIDTH, HEIGHT);
  private final Timeline seconds;
  private final InvalidationListener look = _ -> dress();
  private Theme theme;
  private Words words;
  private final Beginning beginning;
  private @Nullable Opened opened;
  private @Nullable Session session;
  private @Nullable ShellView shell;
  private boolean opening;
  private boolean closed;
  private int second;

  /**
   * What a window is made of.
   *
   * @param pages what hangs in the frame
   * @param clusters what else it can show
   * @param preferences what the person chose, whatever cluster is shown
   * @param problem what went wrong before there was a window; null if nothing did
   */
  public record Parts(
      Page.Binder pages, Clusters clusters, Preferences preferences, @Nullable Failure problem) {}

  /**
   * A window. Made on JavaFX's thread, after {@link Theme#loadFonts}.
   *
   * @param opened the cluster in it; null for the page with the ways to one
   */
  public Window(@Nullable Opened opened, Parts parts) {
    this(opened, parts, false);
    tell(parts.problem());
  }

  /** A window whose first cluster is still being opened: it shows a mark until it begins. */
  static Window opening(Parts parts) {
    return new Window(null, parts, true);
  }

  private Window(@Nullable Opened opened, Parts parts, boolean opening) {
    this.parts = parts;
    this.opening = opening;
    Preferences preferences = parts.preferences();
    this.beginning =
        new Beginning(parts, bridge, this::showBeginning, file -> clusters().open(file));
    this.words = Words.of(preferences.language().get());
    root.factor().bind(preferences.scale());
    hold(opened);
    build();
    dress();
    scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> ifShown(it -> it.filter(event)));
    scene.addEventHandler(KeyEvent.KEY_PRESSED, event -> ifShown(it -> it.pressed(event)));
    scene.addEventHandler(KeyEvent.KEY_TYPED, event -> ifShown(it -> it.typed(event)));
    Platform.getPreferences().addListener(look);
    preferences.look().addListener(look);
    preferences.palette().addListener(look);
    preferences.language().addListener(look);
    this.seconds = new Timeline(new KeyFrame(Duration.seconds(1), _ -> tick()));
    seconds.setCycleCount(Animation.INDEFINITE);
  }

  /** Shows the first cluster, or the ways to one, in place of the mark; from any thread. */
  void begin(Optional<Opened> first) {
    bridge.latest(this::replaceMark).accept(first);
  }

  /** The cluster that is in the window now; null if none is. */
  @Nullable Opened opened() {
    return opened;
  }

  private void replaceMark(Optional<Opened> first) {
    if (closed) {
      return;
    }
    opening = false;
    Theme.loadFonts();
    hold(first.orElse(null));
    build();
    dress();
    start();
    tell(parts.problem());
  }

  /** Shows the window on a stage and begins to watch the cluster. */
  public void showOn(Stage stage) {
    stage.setTitle(title());
    stage.setScene(scene);
    stage.setMinWidth(900);
    stage.setMinHeight(640);
    stage.setOnCloseRequest(
        request -> {
          request.consume();
          askToClose();
        });
    start();
    stage.show();
    // Behind the first frame, which does not wait for them.
    ICONS.forEach(icon -> stage.getIcons().add(new Image(icon)));
  }

  /** Begins to watch the cluster. */
  public void start() {
    if (session != null) {
      session.status().refresh();
      session.mesh().start();
      session.diagnosis().start();
    }
    seconds.play();
  }

  /** What is in the window. */
  public Scene scene() {
    return scene;
  }

  /** The cluster in the window. */
  public Session session() {
    return Objects.requireNonNull(session, "no cluster in the window");
  }

  /** The window's title: the cluster, and that it is a practice cluster where it is one. */
  public String title() {
    if (opening) {
      return NAME;
    }
    if (session == null) {
      return words.text("window.welcome");
    }
    return session.practice()
        ? words.text("window.practice")
        : words.text("window.title", "cluster", session.profile().name());
  }

  /** Goes to a place. */
  public void show(Place place) {
    session().place().set(place);
  }

  /** Changes the colours. */
  public void use(Settings.Look chosen) {
    parts.preferences().look().set(chosen);
  }

  /** Changes the language; the place stays. */
  public void speak(Locale language) {
    parts.preferences().language().set(language);
  }

  /** Shows another cluster; the one before is closed in the background. */
  public void show(Opened other) {
    Opened before = opened;
    if (session != null) {
      session.close();
    }
    hold(other);
    build();
    dress();
    start();
    if (before != null) {
      parts
          .clusters()
          .tasks()
          .start(
              "close cluster",
              () -> {
                before.close();
                return true;
              })
          .detach();
    }
  }

  /** Closes the window; during a push the person decides what becomes of it. */
  public void askToClose() {
    leave(() -> scene.getWindow().hide());
  }

  /** Tells of a mistake in the program itself; called on any thread. */
  public void report(Throwable error) {
    if (error instanceof TaskInterruptedException) {
      return; // work that was given up, as when a cluster is closed
    }
    LoggerFactory.getLogger(Window.class).atError().setCause(error).log("uncaught");
    tellCrash.accept(error);
  }

  /** Lets go of the cluster, which is closed by whoever opened it. */
  @Override
  public void close() {
    closed = true;
    beginning.close();
    seconds.stop();
    Preferences preferences = parts.preferences();
    Platform.getPreferences().removeListener(look);
    preferences.look().removeListener(look);
    preferences.palette().removeListener(look);
    preferences.language().removeListener(look);
    if (session != null) {
      session.close();
    }
  }

  private void hold(@Nullable Opened next) {
    opened = next;
    session = next == null ? null : new Session(next, bridge, parts.preferences());
  }

  /** Follows what the person and the system chose; the place stays. */
  private void dress() {
    Preferences chosen = parts.preferences();
    if (!words.locale().equals(chosen.language().get())) {
      words = Words.of(chosen.language().get());
      build();
    }
    theme = Theme.of(chosen.look().get(), Platform.getPreferences());
    scene.setFill(theme.canvas());
    if (!opening) {
      theme.apply(scene, words.locale(), chosen.palette().get());
    }
  }

  /** Makes everything visible anew, in the present language. */
  private void build() {
    Parent content;
    Session present = session;
    if (opening) {
      shell = null;
      content = mark();
    } else if (present == null) {
      shell = null;
      content = new WelcomeView(welcome(), words, this::otherTheme, this::otherLanguage).load();
    } else {
      ShellView made =
          new ShellView(
              present,
              words,
              parts.pages().bind(present, words),
              parts.pages().commands(present, words),
              new ShellView.Switches(
                  this::otherTheme,
                  this::otherLanguage,
                  this::showClusters,
                  beginning::describe,
                  beginning::bringOver,
                  this::askToClose));
      shell = made;
      content = made.load();
    }
    root.show(content);
    if (present == null && content.lookup(".sheet-first") instanceof Node first) {
      first.requestFocus();
    }
    if (scene.getWindow() instanceof Stage stage) {
      stage.setTitle(title());
    }
  }

  /** What is seen while the first cluster is opened: nothing that needs a stylesheet. */
  private Parent mark() {
    Text name = new Text(NAME);
    name.setFont(Font.font(MARK_SIZE));
    name.setFill(Theme.of(parts.preferences().look().get(), Platform.getPreferences()).ink());
    return new StackPane(name);
  }

  /** The ways to a cluster, or the wizard that was begun. */
  private Parent welcome() {
    ClustersViewModel ways = clusters();
    if (parts.problem() != null) {
      ways.tell(parts.problem());
    }
    return beginning.welcome(ways, words);
  }

  private ClustersViewModel clusters() {
    return new ClustersViewModel(
        parts.clusters(),
        bridge,
        words,
        new ClustersViewModel.Ways(
            this::leave, this::show, beginning::describe, beginning::bringOver));
  }

  /** The wizard, over the cluster in the window or in place of the ways to one. */
  private void showBeginning() {
    if (session == null) {
      build();
    } else {
      beginning.showOver(session, words);
    }
  }

  private void showClusters() {
    Session present = session();
    present.show(
        new Sheet(
            spoken ->
                new ClustersView(clusters(), spoken, present.profile(), present::closeSheet).load(),
            present::closeSheet));
  }

  private void leave(Runnable next) {
    if (session == null) {
      next.run();
    } else {
      Leaving.from(session, next);
    }
  }

  private void tell(@Nullable Failure failure) {
    if (session != null && failure != null) {
      Messages.Explanation said = words.describe(failure);
      session.tell(new Notice(Status.WARNING, said.message(), said.remedy()));
    }
  }

  private void crashed(Throwable error) {
    if (session == null) {
      return;
    }
    StringWriter trace = new StringWriter();
    error.printStackTrace(new PrintWriter(trace));
    session.tell(
        new Notice(
            Status.FAILED,
            words.text("crash.title"),
            String.valueOf(error),
            new Notice.Action(
                words.text("crash.copy"),
                () ->
                    Clipboard.getSystemClipboard()
                        .setContent(Map.of(DataFormat.PLAIN_TEXT, trace.toString())))));
  }

  private void ifShown(Consumer<ShellView> act) {
    if (shell != null) {
      act.accept(shell);
    }
  }

  private void otherTheme() {
    use(theme.other());
  }

  private void otherLanguage() {
    speak(words.locale().equals(Locale.ENGLISH) ? Locale.SIMPLIFIED_CHINESE : Locale.ENGLISH);
  }

  private void tick() {
    if (session == null) {
      return;
    }
    session.tick();
    ifShown(ShellView::getReady);
    second++;
    long between = Math.max(1, parts.preferences().statusInterval().get().toSeconds());
    if (second % between == 0 && !session.push().state().get().busy()) {
      session.status().refresh();
    }
  }
}

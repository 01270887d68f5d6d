package org.flannelboard.ui.shell;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Pause;
import org.flannelboard.boot.PracticeAuthority;
import org.flannelboard.boot.PracticeBook;
import org.flannelboard.boot.WindowPages;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.HostKeys;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeLab;
import org.flannelboard.profile.ProfileLocations;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Preferences;
import org.jspecify.annotations.Nullable;

/** A window with what a person does to it, on a machine whose home is a test's folder. */
final class Bench implements AutoCloseable {

  private static final InstantSource CLOCK = InstantSource.system();
  static final PracticeAuthority AUTHORITY = PracticeAuthority.create(CLOCK, new SecureRandom());

  final Window window;

  /** The profiles that were opened. */
  final List<String> opened = new ArrayList<>();

  /** Reached when the first cluster was closed. */
  final CountDownLatch firstClosed = new CountDownLatch(1);

  private final List<AutoCloseable> toClose = new ArrayList<>();

  private Bench(@Nullable Opened first, Path home, Page.Binder pages, Locale locale) {
    Clusters clusters =
        new Clusters(
            new ProfileCatalog(new ProfileLocations("Linux", Map.of(), home, home)),
            new Opener(),
            new VirtualThreadRunner());
    window =
        Fx.get(
            () ->
                new Window(
                    first, new Window.Parts(pages, clusters, new Preferences(locale), null)));
  }

  /** A window without a cluster. */
  static Bench empty(Path home) {
    return new Bench(null, home, new WindowPages(), Locale.ENGLISH);
  }

  /** A window on a practice cluster of two nodes. */
  static Bench practice(Path home) {
    return practice(home, new WindowPages(), Locale.ENGLISH);
  }

  static Bench practice(Path home, Page.Binder pages, Locale locale) {
    CountDownLatch[] closed = new CountDownLatch[1];
    Opened cluster = cluster(null, HostKeys.none(), () -> closed[0].countDown());
    Bench bench = new Bench(cluster, home, pages, locale);
    closed[0] = bench.firstClosed;
    bench.toClose.add(cluster);
    Fx.run(bench.window::start);
    return bench;
  }

  /** A window on nodes that are reached in a way of the test's own. */
  static Bench reaching(Path home, @Nullable NodeConnector nodes, HostKeys hostKeys) {
    Opened cluster = cluster(nodes, hostKeys, () -> {});
    Bench bench = new Bench(cluster, home, new WindowPages(), Locale.ENGLISH);
    bench.toClose.add(cluster);
    Fx.run(bench.window::start);
    return bench;
  }

  /** An open practice cluster. */
  private static Opened cluster(
      @Nullable NodeConnector nodes, HostKeys hostKeys, Runnable closing) {
    PracticeCluster practice =
        PracticeCluster.create(PracticeLab.initial(2), AUTHORITY.material(), CLOCK);
    Cluster cluster =
        new Cluster(
            practice.profile(),
            new Cluster.Adapters(
                nodes == null ? practice.nodes() : nodes,
                practice.etcd(),
                hostKeys,
                () -> {
                  practice.close();
                  closing.run();
                }),
            new Cluster.Surroundings(
                new VirtualThreadRunner(), CLOCK, Pause.system(), new SecureRandom()));
    return new Opened(
        cluster,
        new EtcdDoor(cluster),
        CLOCK,
        PracticeBook.alone(Path.of("target", "no-switches"), CLOCK));
  }

  /** Puts the window on a stage, as a person sees it. */
  Stage stage() {
    return Fx.get(
        () -> {
          Stage stage = new Stage();
          window.showOn(stage);
          return stage;
        });
  }

  void key(KeyCode code) {
    key(code, false);
  }

  /** Presses a key where the focus is. */
  void key(KeyCode code, boolean control) {
    Fx.run(
        () -> send(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false)));
  }

  /** Types a character where the focus is. */
  void type(String character) {
    Fx.run(
        () ->
            send(
                new KeyEvent(
                    KeyEvent.KEY_TYPED,
                    character,
                    "",
                    KeyCode.UNDEFINED,
                    false,
                    false,
                    false,
                    false)));
  }

  private void send(KeyEvent event) {
    Node owner = window.scene().getFocusOwner();
    (owner == null ? window.scene().getRoot() : owner).fireEvent(event);
  }

  void press(String id) {
    Fx.run(
        () -> {
          layout();
          ((Button) Objects.requireNonNull(window.scene().lookup(id), id)).fire();
        });
  }

  boolean shows(String id) {
    return Fx.get(() -> window.scene().lookup(id) != null);
  }

  /** Every text that can be read in the window now. */
  List<String> texts() {
    return Fx.get(this::read);
  }

  /** Waits until something in the window says so; looks once a frame. */
  void awaitText(String part) throws InterruptedException {
    CountDownLatch said = new CountDownLatch(1);
    AnimationTimer frames =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            if (read().stream().anyMatch(text -> text.contains(part))) {
              said.countDown();
            }
          }
        };
    Fx.run(frames::start);
    try {
      if (!said.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("nothing says " + part + ": " + texts());
      }
    } finally {
      Fx.run(frames::stop);
    }
  }

  private List<String> read() {
    layout();
    return nodes(window.scene().getRoot()).stream()
        .filter(node -> node instanceof Label || node instanceof ButtonBase)
        .map(node -> ((Labeled) node).getText())
        .filter(text -> text != null && !text.isEmpty())
        .toList();
  }

  /** Every visible node. */
  static List<Node> nodes(Node node) {
    List<Node> all = new ArrayList<>();
    if (node.isVisible()) {
      all.add(node);
      if (node instanceof Parent parent) {
        parent.getChildrenUnmodifiable().forEach(child -> all.addAll(nodes(child)));
      }
    }
    return all;
  }

  void layout() {
    window.scene().getRoot().applyCss();
    window.scene().getRoot().layout();
  }

  @Override
  public void close() throws Exception {
    Fx.close(window);
    for (AutoCloseable each : toClose) {
      each.close();
    }
  }

  private final class Opener implements Clusters.Opener {

    @Override
    public Opened real(ClusterProfile profile) {
      opened.add(profile.name());
      return practice();
    }

    @Override
    public Cluster visit(ClusterProfile profile, Predicate<NodeQuestions.UnknownHost> trusted) {
      throw new AssertionError("nothing to look at");
    }

    @Override
    public Opened practice() {
      Opened made = cluster(null, HostKeys.none(), () -> {});
      toClose.add(made);
      return made;
    }
  }
}

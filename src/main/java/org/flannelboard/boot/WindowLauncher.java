package org.flannelboard.boot;

import java.lang.ref.Reference;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.application.Platform;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.SettingsFile;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.Secret;
import org.flannelboard.cli.CliContext;
import org.flannelboard.cli.ClusterOpener;
import org.flannelboard.cli.Conduct;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.WindowQuestions;
import org.flannelboard.ui.settings.SettingsKeeper;
import org.flannelboard.ui.shell.Clusters;
import org.flannelboard.ui.shell.Launch;
import org.flannelboard.ui.shell.Window;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Opens the window, where there is a display. */
final class WindowLauncher implements CliContext.WindowOpener {

  private static final int PRACTICE_NODES = 4;

  private final ClusterOpener opener;
  private final Page.Binder pages;
  private final ProfileCatalog profiles;
  private final SettingsFile settings;
  private final Map<String, String> environment;

  WindowLauncher(
      ClusterOpener opener,
      Page.Binder pages,
      ProfileCatalog profiles,
      SettingsFile settings,
      Map<String, String> environment) {
    this.opener = opener;
    this.pages = pages;
    this.profiles = profiles;
    this.settings = settings;
    this.environment = environment;
  }

  /** On Linux a display is named in the environment; elsewhere there always is one. */
  @Override
  public boolean canOpen() {
    return !System.getProperty("os.name").startsWith("Linux")
        || !environment.getOrDefault("DISPLAY", "").isEmpty()
        || !environment.getOrDefault("WAYLAND_DISPLAY", "").isEmpty();
  }

  @Override
  public int real(ClusterProfile profile, @Nullable Locale language, Conduct conduct) {
    return open(language, conduct, opener -> opener.real(profile));
  }

  @Override
  public int practice(int nodes, boolean deployed, @Nullable Locale language, Conduct conduct) {
    return open(language, conduct, way -> way.practice(nodes, deployed));
  }

  @Override
  public int welcome(@Nullable Locale language, Conduct conduct) {
    return open(language, conduct, _ -> null);
  }

  private int open(
      @Nullable Locale language, Conduct conduct, Function<Opener, @Nullable Opened> first) {
    Logger javafx = quiet();
    TaskRunner tasks = new VirtualThreadRunner();
    Launch launch = Launch.begin(tasks);
    SettingsFile.Loaded loaded = settings.load();
    Preferences preferences = new Preferences(loaded.settings(), Locale.getDefault());
    if (language != null) {
      preferences.language().set(Preferences.spoken(language));
    }
    Opener way = new Opener(preferences, conduct);
    Clusters clusters = new Clusters(profiles, way, tasks);
    SettingsKeeper keeper =
        SettingsKeeper.of(
            preferences,
            settings,
            tasks,
            failure ->
                LoggerFactory.getLogger(WindowLauncher.class)
                    .atWarn()
                    .log("settings: {}", failure));
    try {
      launch.window(
          () -> first.apply(way), new Window.Parts(pages, clusters, preferences, loaded.problem()));
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      keeper.write();
      Reference.reachabilityFence(javafx);
    }
  }

  /**
   * JavaFX' logger, which would warn that it was not started as a module where it is not. One that
   * nobody holds forgets its level.
   */
  private static @Nullable Logger quiet() {
    if (Platform.class.getModule().isNamed()) {
      return null;
    }
    Logger javafx = Logger.getLogger("javafx");
    javafx.setLevel(Level.SEVERE);
    return javafx;
  }

  /** Opens clusters for the window, each as the command line wants it. */
  private final class Opener implements Clusters.Opener {

    private final NodeQuestions questions;
    private final Conduct conduct;

    Opener(Preferences preferences, Conduct conduct) {
      this.questions = new WindowQuestions(preferences);
      this.conduct = conduct;
    }

    @Override
    public Opened real(ClusterProfile profile) {
      Cluster cluster = conducted(opener.real(profile, questions));
      return new Opened(cluster, new EtcdDoor(cluster), InstantSource.system(), null);
    }

    @Override
    public Cluster visit(ClusterProfile profile, Predicate<NodeQuestions.UnknownHost> trusted) {
      Cluster cluster = opener.real(profile, new Visitor(questions, trusted));
      cluster.restrict();
      return cluster;
    }

    @Override
    public Opened practice() {
      return practice(PRACTICE_NODES, false);
    }

    Opened practice(int nodes, boolean deployed) {
      ClusterOpener.Practice practice = opener.practice(nodes, deployed);
      Cluster cluster = conducted(practice.cluster());
      PracticeControls controls = practice.controls();
      PracticeControls.Following following = controls.follow();
      return new Opened(cluster, new EtcdDoor(cluster), controls::now, controls, following::close);
    }

    private Cluster conducted(Cluster cluster) {
      // The command line tried the file of activity before there was a window.
      conduct
          .on(cluster)
          .ifPresent(
              failure ->
                  LoggerFactory.getLogger(WindowLauncher.class)
                      .atWarn()
                      .log("activity: {}", failure));
      return cluster;
    }
  }

  /** Trusts whom the person has accepted already, and asks for secrets as the window does. */
  private record Visitor(NodeQuestions person, Predicate<NodeQuestions.UnknownHost> trusted)
      implements NodeQuestions {

    @Override
    public boolean trust(UnknownHost host) {
      return trusted.test(host);
    }

    @Override
    public Optional<Secret> secret(SecretRequest request) {
      return person.secret(request);
    }
  }
}

package org.flannelboard.boot;

import java.lang.ref.Reference;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.cli.CliContext;
import org.flannelboard.cli.ClusterOpener;
import org.flannelboard.cli.Conduct;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.ui.kit.Opened;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.WindowQuestions;
import org.flannelboard.ui.kit.Words;
import org.flannelboard.ui.shell.Window;

/** Opens the window, where there is a display. */
final class WindowLauncher implements CliContext.WindowOpener {

  private final ClusterOpener opener;
  private final Map<String, String> environment;

  WindowLauncher(ClusterOpener opener, Map<String, String> environment) {
    this.opener = opener;
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
  public int real(ClusterProfile profile, Locale locale, Conduct conduct) {
    Cluster cluster = opener.real(profile, new WindowQuestions(Words.of(locale)));
    return open(cluster, false, locale, conduct);
  }

  @Override
  public int practice(int nodes, boolean deployed, Locale locale, Conduct conduct) {
    return open(opener.practice(nodes, deployed), true, locale, conduct);
  }

  private static int open(Cluster cluster, boolean practice, Locale locale, Conduct conduct) {
    if (conduct.on(cluster).isPresent()) {
      cluster.close();
      return 2; // the command line tried the file before, and said what is wrong with it
    }
    Opened opened = new Opened(cluster, new EtcdDoor(cluster), InstantSource.system(), practice);
    Logger javafx = Logger.getLogger("javafx");
    // It warns that it was not started as a module, which is how this program is built.
    javafx.setLevel(Level.SEVERE);
    try {
      Window.launch(opened, new WindowPages(), new Preferences(locale));
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    } finally {
      Reference.reachabilityFence(javafx); // a logger nobody holds forgets its level
    }
  }
}

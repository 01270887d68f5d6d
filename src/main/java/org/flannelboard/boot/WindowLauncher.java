package org.flannelboard.boot;

import java.util.Locale;
import java.util.Map;
import org.flannelboard.cli.CliContext;
import org.flannelboard.cli.ClusterOpener;
import org.flannelboard.cluster.ClusterProfile;

/** Opens the window, where there is a display. */
final class WindowLauncher implements CliContext.WindowOpener {

  private final ClusterOpener opener;
  private final Map<String, String> environment;

  WindowLauncher(ClusterOpener opener, Map<String, String> environment) {
    this.opener = opener;
    this.environment = environment;
  }

  @Override
  public boolean canOpen() {
    return false;
  }

  @Override
  public int real(ClusterProfile profile, Locale locale) {
    throw new IllegalStateException(opener.toString());
  }

  @Override
  public int practice(int nodes, boolean deployed, Locale locale) {
    throw new IllegalStateException(environment.toString());
  }
}

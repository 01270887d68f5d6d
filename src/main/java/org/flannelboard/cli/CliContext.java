package org.flannelboard.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.profile.ProfileOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What the command line stands on; wired at start-up.
 *
 * @param opener opens clusters
 * @param profiles finds and reads profiles
 * @param catalog the profiles of this machine
 * @param window opens the window
 * @param environment the process environment
 * @param out standard output
 * @param err standard error
 */
public record CliContext(
    ClusterOpener opener,
    ProfileFinder profiles,
    ProfileCatalog catalog,
    WindowOpener window,
    Map<String, String> environment,
    OutputStream out,
    OutputStream err) {

  public CliContext {
    environment = Map.copyOf(environment);
  }

  /**
   * Opens the window and returns when it is closed, with the process's exit status. A language that
   * is null is the one chosen in the settings, else the system's.
   */
  public interface WindowOpener {

    /** Whether there is a display to open it on. */
    boolean canOpen();

    /** Opens it on the cluster a profile describes. */
    int real(ClusterProfile profile, @Nullable Locale language, Conduct conduct);

    /** Opens it on a practice cluster. */
    int practice(int nodes, boolean deployed, @Nullable Locale language, Conduct conduct);

    /** Opens it on the ways to a cluster, as none is named and none is the obvious one. */
    int welcome(@Nullable Locale language, Conduct conduct);
  }

  /** Finds and reads the profile a command is about. */
  public interface ProfileFinder {

    /**
     * Reads a profile.
     *
     * @param named the file named on the command line; null to look in the usual places
     */
    ProfileOutcome find(@Nullable Path named);
  }
}

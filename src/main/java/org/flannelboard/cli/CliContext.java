package org.flannelboard.cli;

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.profile.ProfileOutcome;
import org.jspecify.annotations.Nullable;

/**
 * What the command line stands on; wired at start-up.
 *
 * @param opener opens clusters
 * @param profiles finds and reads profiles
 * @param window opens the window
 * @param environment the process environment
 * @param out standard output
 * @param err standard error
 */
public record CliContext(
    ClusterOpener opener,
    ProfileFinder profiles,
    WindowOpener window,
    Map<String, String> environment,
    OutputStream out,
    OutputStream err) {

  public CliContext {
    environment = Map.copyOf(environment);
  }

  /** Opens the window and returns when it is closed, with the process's exit status. */
  public interface WindowOpener {

    /** Whether there is a display to open it on. */
    boolean canOpen();

    /** Opens it on the cluster a profile describes. */
    int real(ClusterProfile profile, Locale locale, Conduct conduct);

    /** Opens it on a practice cluster. */
    int practice(int nodes, boolean deployed, Locale locale, Conduct conduct);
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

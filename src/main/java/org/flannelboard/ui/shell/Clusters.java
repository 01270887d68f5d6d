package org.flannelboard.ui.shell;

import org.flannelboard.app.ProfileCatalog;
import org.flannelboard.app.task.TaskRunner;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.ui.kit.NewCluster;
import org.flannelboard.ui.kit.Opened;

/**
 * The clusters a window can show.
 *
 * @param profiles those this machine has a profile of; reads files, so only background work asks
 * @param opener opens them; that may take a moment, so only background work asks
 * @param tasks runs that background work, and outlives every cluster
 */
public record Clusters(ProfileCatalog profiles, Opener opener, TaskRunner tasks) {

  /** Opens clusters for the window. */
  public interface Opener extends NewCluster.Visits {

    /** The cluster a profile describes. */
    Opened real(ClusterProfile profile);

    /** A practice cluster. */
    Opened practice();
  }
}

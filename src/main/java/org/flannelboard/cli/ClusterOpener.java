package org.flannelboard.cli;

import org.flannelboard.app.Cluster;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.node.NodeQuestions;

/** Opens clusters with real connections or as practice; wired at start-up. */
public interface ClusterOpener {

  /** The cluster a profile describes. Connects to nothing yet. */
  Cluster real(ClusterProfile profile, NodeQuestions questions);

  /**
   * A practice cluster in memory.
   *
   * @param nodes how many, 2 to 255
   * @param deployed whether flannel runs on it already
   */
  Practice practice(int nodes, boolean deployed);

  /** The switches of practice clusters, without opening one. */
  PracticeControls practiceControls();

  /** A practice cluster, brought to where the switches are. */
  record Practice(Cluster cluster, PracticeControls controls) {}
}

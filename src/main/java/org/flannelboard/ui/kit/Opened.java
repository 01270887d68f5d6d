package org.flannelboard.ui.kit;

import java.time.InstantSource;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;

/**
 * A cluster that was opened for the window.
 *
 * @param cluster the cluster
 * @param door its etcd
 * @param clock the time by which figures age
 * @param practice whether it is the practice cluster, which the window then says everywhere
 */
public record Opened(Cluster cluster, EtcdDoor door, InstantSource clock, boolean practice)
    implements AutoCloseable {

  @Override
  public void close() {
    // What is at work holds the door while it waits for an answer, so it is ended first.
    cluster.tasks().close();
    door.close();
    cluster.close();
  }
}

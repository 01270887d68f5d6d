package org.flannelboard.ui.kit;

import java.time.InstantSource;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdDoor;
import org.flannelboard.app.PracticeControls;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that was opened for the window.
 *
 * @param cluster the cluster
 * @param door its etcd
 * @param clock the time by which figures age
 * @param practice the switches of the practice cluster it is, which the window then says
 *     everywhere; null if it is a real one
 * @param closing runs last, when the cluster is closed
 */
public record Opened(
    Cluster cluster,
    EtcdDoor door,
    InstantSource clock,
    @Nullable PracticeControls practice,
    Runnable closing)
    implements AutoCloseable {

  /** One with which nothing else ends. */
  public Opened(
      Cluster cluster, EtcdDoor door, InstantSource clock, @Nullable PracticeControls practice) {
    this(cluster, door, clock, practice, () -> {});
  }

  @Override
  public void close() {
    // What is at work holds the door while it waits for an answer, so it is ended first.
    cluster.tasks().close();
    door.close();
    cluster.close();
    closing.run();
  }
}

package org.flannelboard.ui.kit;

import java.time.Instant;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;

/**
 * A cluster in the window: its live status, its mesh and the push at work. Outlives views, which
 * come and go with the language. Used on the window's thread; what waits runs elsewhere.
 */
public final class Session implements AutoCloseable {

  private final Opened opened;
  private final LiveStatus status;
  private final LiveMesh mesh;
  private final Push push;
  private final ReadOnlyObjectWrapper<Instant> now;

  public Session(Opened opened, Bridge bridge) {
    this.opened = opened;
    this.status = new LiveStatus(opened, bridge);
    this.mesh = new LiveMesh(opened, bridge);
    this.push = new Push(opened, bridge, status::refresh);
    this.now = new ReadOnlyObjectWrapper<>(opened.clock().instant());
  }

  // Properties

  public ClusterProfile profile() {
    return opened.cluster().profile();
  }

  public List<NodeSpec> nodes() {
    return profile().nodes();
  }

  /** Whether this is the practice cluster. */
  public boolean practice() {
    return opened.practice();
  }

  public LiveStatus status() {
    return status;
  }

  public LiveMesh mesh() {
    return mesh;
  }

  public Push push() {
    return push;
  }

  /** The present, to the second: what ages are counted from. */
  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  // Commands

  /** Lets a second pass. */
  public void tick() {
    now.set(opened.clock().instant());
  }

  /**
   * Asks a push at work to stop and ends the mesh. The cluster itself is closed by whoever opened
   * it, as that may take a moment and the window's thread has none.
   */
  @Override
  public void close() {
    push.cancel();
    mesh.close();
  }
}

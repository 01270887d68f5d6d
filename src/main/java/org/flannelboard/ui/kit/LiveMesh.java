package org.flannelboard.ui.kit;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ChangeListener;
import org.flannelboard.app.Mesh;
import org.flannelboard.app.MeshWatch;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.matrix.PairHistory;
import org.flannelboard.probe.run.MeshBoard;
import org.jspecify.annotations.Nullable;

/** The mesh as it is measured, until it is paused; what was measured outlives the pause. */
public final class LiveMesh implements AutoCloseable {

  /** How many rounds of a pair are remembered: two minutes at a round a second. */
  public static final int REMEMBERED = 120;

  /** A round asked for by hand waits no longer than ping(8) does, whatever the interval is. */
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final Opened opened;
  private final Preferences preferences;
  private final MeshBoard board;
  private final Consumer<MatrixSnapshot> show;
  private final Consumer<Boolean> probed;
  private final ReadOnlyObjectWrapper<MatrixSnapshot> latest;
  private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
  private final ReadOnlyBooleanWrapper probing = new ReadOnlyBooleanWrapper();
  private final ChangeListener<Duration> restart = (_, _, _) -> restart();
  private @Nullable MeshWatch watch;

  LiveMesh(Opened opened, Bridge bridge, Preferences preferences) {
    this.opened = opened;
    this.preferences = preferences;
    List<NodeId> nodes = opened.cluster().profile().nodes().stream().map(NodeSpec::id).toList();
    this.board = new MeshBoard(nodes, opened.clock(), REMEMBERED);
    this.latest = new ReadOnlyObjectWrapper<>(board.snapshot());
    this.show = bridge.latest(latest::set);
    this.probed = bridge.latest(_ -> probing.set(false));
    preferences.pingInterval().addListener(restart);
  }

  // Properties

  /** The latest snapshot; nothing is measured in the first. */
  public ReadOnlyObjectProperty<MatrixSnapshot> latest() {
    return latest.getReadOnlyProperty();
  }

  /** Whether it is being measured. */
  public ReadOnlyBooleanProperty running() {
    return running.getReadOnlyProperty();
  }

  /** Whether a round that was asked for by hand is under way. */
  public ReadOnlyBooleanProperty probing() {
    return probing.getReadOnlyProperty();
  }

  /** The remembered rounds of a pair, by the places of its nodes. */
  public PairHistory history(int from, int to) {
    return board.history().of(from, to);
  }

  /** What is measured, as background work sees it. */
  MeshBoard board() {
    return board;
  }

  // Commands

  /** Begins to measure, or goes on. */
  public void start() {
    if (watch == null) {
      Duration interval = preferences.pingInterval().get();
      Mesh.Pace pace = new Mesh.Pace(0, interval, interval);
      watch = new MeshWatch(opened.cluster(), opened.door(), pace, board, show);
      running.set(true);
    }
  }

  /** Stops measuring; the last snapshot stays and ages. */
  public void pause() {
    if (watch != null) {
      watch.close();
      watch = null;
      running.set(false);
    }
  }

  /** Pauses what runs, resumes what is paused. */
  public void pauseOrResume() {
    if (running.get()) {
      pause();
    } else {
      start();
    }
  }

  /** Measures one round now, paused or not. */
  public void probe() {
    if (probing.get()) {
      return;
    }
    probing.set(true);
    Mesh mesh = new Mesh(opened.cluster(), opened.door());
    opened
        .cluster()
        .tasks()
        .start(
            "probe",
            () -> {
              try {
                show.accept(mesh.once(new Mesh.Pace(1, AT_ONCE, AT_ONCE), board).matrix());
                return true;
              } finally {
                probed.accept(true);
              }
            })
        .detach();
  }

  @Override
  public void close() {
    preferences.pingInterval().removeListener(restart);
    pause();
  }

  private void restart() {
    if (running.get()) {
      pause();
      start();
    }
  }
}

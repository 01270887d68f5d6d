package org.flannelboard.ui.kit;

import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.Incident;
import org.flannelboard.app.LiveDiagnosis;
import org.flannelboard.base.Failure;
import org.flannelboard.probe.run.MeshBoard;
import org.jspecify.annotations.Nullable;

/** Why cells are red, found out while the mesh is measured; and on demand. */
public final class LiveCauses implements AutoCloseable {

  private final Opened opened;
  private final MeshBoard board;
  private final Consumer<LiveDiagnosis.State> show;
  private final Consumer<Incident> tell;
  private final Consumer<Failure> complain;
  private final ReadOnlyObjectWrapper<LiveDiagnosis.State> state =
      new ReadOnlyObjectWrapper<>(LiveDiagnosis.State.initial());
  private @Nullable LiveDiagnosis diagnosis;

  /**
   * Follows nothing yet.
   *
   * @param tell hears of incidents, on the window's thread
   * @param complain hears why what happens is not written down, on the window's thread
   */
  LiveCauses(
      Opened opened,
      Bridge bridge,
      MeshBoard board,
      Consumer<Incident> tell,
      Consumer<Failure> complain) {
    this.opened = opened;
    this.board = board;
    this.show = bridge.latest(state::set);
    this.tell = bridge.latest(tell);
    this.complain = bridge.latest(complain);
  }

  // Properties

  /** How it stands. */
  public ReadOnlyObjectProperty<LiveDiagnosis.State> state() {
    return state.getReadOnlyProperty();
  }

  // Commands

  /** Begins to follow the mesh. */
  public void start() {
    if (diagnosis == null) {
      diagnosis =
          new LiveDiagnosis(
              opened.cluster(), opened.door(), board, opened.cluster().history(), listener());
    }
  }

  /** Asks for a diagnosis now, whatever is red. */
  public void now() {
    start();
    if (diagnosis != null) {
      diagnosis.diagnoseNow();
    }
  }

  private LiveDiagnosis.Listener listener() {
    return new LiveDiagnosis.Listener() {
      @Override
      public void state(LiveDiagnosis.State next) {
        show.accept(next);
      }

      @Override
      public void incident(Incident next) {
        tell.accept(next);
      }

      @Override
      public void unwritten(Failure why) {
        complain.accept(why);
      }
    };
  }

  @Override
  public void close() {
    if (diagnosis != null) {
      diagnosis.close();
      diagnosis = null;
    }
  }
}

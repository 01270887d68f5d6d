package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.flannelboard.app.history.History;
import org.flannelboard.app.task.Task;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.node.Done;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.run.MeshBoard;
import org.jspecify.annotations.Nullable;

/**
 * The diagnosis that follows a mesh: what goes red is pinged again at once, and what stays red is
 * looked into without being asked. Changes nothing, and rests while this program changes the
 * cluster.
 *
 * <p>One thread does it all in turn, so that there are never two diagnoses at a time and what goes
 * red together is looked into together.
 */
public final class LiveDiagnosis implements AutoCloseable {

  private static final Duration TICK = Duration.ofMillis(200);

  /** Sources ping at their own moments of a second: so long after the first all had their turn. */
  private static final Duration ROUND = Duration.ofSeconds(1);

  /** What goes red together is beyond doubt within this time. */
  private static final Duration GATHERING = Duration.ofSeconds(3);

  /** A mesh that stands still for longer is paused: rounds are at most a minute apart. */
  private static final Duration STANDSTILL = Duration.ofMinutes(2);

  private final Cluster cluster;
  private final EtcdDoor door;
  private final MeshBoard board;
  private final Diagnostics diagnostics;
  private final SecondLook secondLook;
  private final HistoryWriter history;
  private final Listener listener;
  private final RedCells cells;
  private final DiagnosisPace pace = new DiagnosisPace();
  private final IncidentBook incidents = new IncidentBook();
  private final CancelToken cancel = new CancelToken();
  private final Task<Done> task;
  private Instant moved;
  private long version = -1;
  private @Nullable Instant gathering;
  private volatile State state = State.initial();
  private volatile boolean asked;

  /** Somebody who is told, on a background thread. */
  public interface Listener {

    /** How it stands now. */
    void state(State state);

    /**
     * An incident that has been looked into, or is over: told once each. It is told again if more
     * cells went red and what was told does not explain them.
     */
    void incident(Incident incident);

    /** What is seen is not written down as it should be; told when the watch begins. */
    void unwritten(Failure why);
  }

  /** What it is doing. */
  public enum Phase {
    /** Nothing is to be done. */
    IDLE,
    /** Cells that turned red are being pinged again. */
    SUSPECTING,
    /** The causes are being looked for. */
    DIAGNOSING
  }

  /**
   * How it stands.
   *
   * @param suspected pairs that lost a packet and are being pinged again
   * @param red pairs that are red beyond doubt
   * @param announced what the diagnosis under way has sent so far, or is about to
   * @param report the latest diagnosis, whose facts say when it was; null before the first
   */
  public record State(
      Phase phase,
      Set<Subject.OnPair> suspected,
      Set<Subject.OnPair> red,
      List<Diagnostics.Probe> announced,
      Diagnostics.@Nullable Report report) {

    public State {
      suspected = Set.copyOf(suspected);
      red = Set.copyOf(red);
      announced = List.copyOf(announced);
    }

    /** Before anything was seen. */
    public static State initial() {
      return new State(Phase.IDLE, Set.of(), Set.of(), List.of(), null);
    }
  }

  /**
   * Begins to follow a mesh, and flannel's keys in etcd.
   *
   * @param board what a {@link MeshWatch} writes on
   * @param history where what is seen is written down
   */
  public LiveDiagnosis(
      Cluster cluster, EtcdDoor door, MeshBoard board, History history, Listener listener) {
    this.cluster = cluster;
    this.door = door;
    this.board = board;
    this.diagnostics = new Diagnostics(cluster, door);
    this.secondLook = new SecondLook(cluster, new Mesh(cluster, door), board);
    this.history = new HistoryWriter(history);
    this.listener = listener;
    this.cells = new RedCells(board.snapshot().nodes());
    this.moved = now();
    this.task = cluster.tasks().start("live diagnosis", this::follow);
    task.detach();
  }

  /** How it stands. */
  public State state() {
    return state;
  }

  /** Asks for a diagnosis now, whatever is red. */
  public void diagnoseNow() {
    asked = true;
  }

  @Override
  public void close() {
    cancel.cancel();
    task.cancel();
    history.ended(now());
  }

  /** Nothing is seen, asked or written down before the first round is measured. */
  private Done follow() throws InterruptedException {
    while (board.version() == 0 && !asked) {
      cluster.surroundings().pause().pause(TICK);
    }
    history.began(now()).ifPresent(listener::unwritten);
    try (FlannelWatch _ = new FlannelWatch(cluster, door, history::add)) {
      while (!cancel.isCancelled()) {
        step();
        cluster.surroundings().pause().pause(TICK);
      }
    }
    return Done.DONE;
  }

  /** Looks once, and does what is to be done. */
  private void step() {
    boolean changing = cluster.changing();
    if (!changing) {
      look();
    }
    Set<Subject.OnPair> red = cells.confirmed();
    boolean due = !changing && moving() && gathered() && pace.due(red, now());
    if (asked || due) {
      asked = false;
      diagnose(red);
    }
    incidents.over(red, now(), pace.calm()).ifPresent(listener::incident);
  }

  private void look() {
    long present = board.version();
    if (present != version) {
      version = present;
      moved = now();
    } else if (cells.allWell()) {
      return;
    }
    Set<Subject.OnPair> before = cells.confirmed();
    cells.look(board.snapshot());
    List<Subject.OnPair> pinged = cells.worthAPing(SecondLook.MOST);
    if (!pinged.isEmpty()) {
      show(Phase.SUSPECTING, List.of());
      Set<Subject.OnPair> answered = secondLook.at(pinged);
      cells.judge(pinged, answered, board.snapshot());
    }
    Set<Subject.OnPair> after = cells.confirmed();
    if (!after.equals(before)) {
      history.cells(before, after, cells::since, now());
      gathering = gathering == null ? now() : gathering;
      incidents.red(after, cells::since);
    }
    if (!state.red().equals(after) || state.phase() != Phase.IDLE) {
      show(Phase.IDLE, List.of());
    }
  }

  private boolean moving() {
    return now().isBefore(moved.plus(STANDSTILL));
  }

  /** Whether nothing more is about to turn red with what already did. */
  private boolean gathered() {
    return gathering == null
        || !now().isBefore(gathering.plus(cells.suspected().isEmpty() ? ROUND : GATHERING));
  }

  private void diagnose(Set<Subject.OnPair> red) {
    gathering = null;
    List<Diagnostics.Probe> announced = new ArrayList<>();
    show(Phase.DIAGNOSING, announced);
    Diagnostics.Watcher watcher =
        new Diagnostics.Watcher(
            probe -> {
              announced.add(probe);
              show(Phase.DIAGNOSING, announced);
            },
            cancel);
    MatrixSnapshot matrix = cells.sure(board.snapshot());
    Diagnostics.Report report = diagnostics.all(matrix, watcher);
    pace.looked(red, now());
    history.report(report, now());
    state = new State(Phase.IDLE, cells.suspected(), red, List.of(), report);
    listener.state(state);
    incidents.diagnosed(report, red).ifPresent(listener::incident);
  }

  private void show(Phase phase, List<Diagnostics.Probe> announced) {
    state = new State(phase, cells.suspected(), cells.confirmed(), announced, state.report());
    listener.state(state);
  }

  private Instant now() {
    return cluster.surroundings().clock().instant();
  }
}

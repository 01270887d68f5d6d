package org.flannelboard.probe.run;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.PingRound;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.probe.plan.MeshPlan;
import org.jspecify.annotations.Nullable;

/**
 * Where the rounds of all sources come together. Any thread may write; snapshots are immutable.
 *
 * <p>Loss is counted over the last {@value #WINDOW} rounds of a pair, so that one lost packet shows
 * for a while and an old one does not.
 */
public final class MeshBoard {

  /** Rounds over which loss is counted; fits the bits of an int with room to spare. */
  public static final int WINDOW = 20;

  private static final int WINDOW_BITS = (1 << WINDOW) - 1;

  private final List<NodeId> nodes;
  private final Map<NodeId, Integer> places;
  private final InstantSource clock;
  private final MeshHistory history;
  private final Cell[][] cells;

  /** The rows as the last snapshot had them; null where something changed since. */
  private final MatrixSnapshot.@Nullable Row[] rows;

  private final int[] lost;
  private final int[] sent;
  private long version;
  private MeshPlan plan = new MeshPlan(Map.of(), Map.of());

  /** A board that shows the present alone. */
  public MeshBoard(List<NodeId> nodes, InstantSource clock) {
    this(nodes, clock, 0);
  }

  /**
   * A board.
   *
   * @param remembered how many rounds of each pair its history keeps
   */
  public MeshBoard(List<NodeId> nodes, InstantSource clock, int remembered) {
    int n = nodes.size();
    this.nodes = List.copyOf(nodes);
    this.clock = clock;
    this.places = new HashMap<>();
    nodes.forEach(node -> places.put(node, places.size()));
    this.history = new MeshHistory(n, remembered);
    this.cells = new Cell[n][n];
    this.rows = new MatrixSnapshot.Row[n];
    this.lost = new int[n * n];
    this.sent = new int[n * n];
    Cell unmeasured = new Cell.NotMeasured(Cell.Reason.NOT_STARTED);
    Arrays.stream(cells).forEach(row -> Arrays.fill(row, unmeasured));
  }

  /** What the latest rounds brought. */
  public MeshHistory history() {
    return history;
  }

  /**
   * Takes up a new plan: pairs it leaves out are shown as not measured, pairs that were left out
   * wait for their first round, the others keep what they had.
   */
  public synchronized void adopt(MeshPlan newPlan) {
    plan = newPlan;
    newPlan
        .unmeasured()
        .forEach(
            (pair, why) -> forget(place(pair.from()), place(pair.to()), new Cell.NotMeasured(why)));
    newPlan
        .sources()
        .forEach(
            (from, source) ->
                source.targets().values().forEach(to -> await(place(from), place(to))));
  }

  private void await(int from, int to) {
    if (cells[from][to] instanceof Cell.NotMeasured) {
      forget(from, to, new Cell.NotMeasured(Cell.Reason.NOT_STARTED));
    }
  }

  /** Says that no target is known, so that nothing can be measured. */
  public synchronized void leasesUnknown() {
    plan = new MeshPlan(Map.of(), Map.of());
    Cell unknown = new Cell.NotMeasured(Cell.Reason.LEASES_UNKNOWN);
    for (int from = 0; from < nodes.size(); from++) {
      for (int to = 0; to < nodes.size(); to++) {
        forget(from, to, unknown);
      }
    }
  }

  /** The plan that was taken up last. */
  public synchronized MeshPlan plan() {
    return plan;
  }

  /** Counts a finished round of a source. Echoes of targets the plan no longer has are dropped. */
  public synchronized void record(NodeId from, PingRound round) {
    MeshPlan.Source source = plan.sources().get(from);
    if (source == null) {
      return;
    }
    Instant now = clock.instant();
    int row = place(from);
    MeshHistory.Entry entry = history.begin(row, now);
    for (PingRound.Echo echo : round.echoes()) {
      NodeId to = source.targets().get(echo.target());
      if (to != null) {
        int column = place(to);
        count(row, column, echo, now);
        entry.put(column, echo.rtt());
      }
    }
  }

  /**
   * Says that a source cannot be asked. What was measured before is no longer current. Said again
   * for the same cause, it stays noticed when it was first.
   */
  public synchronized void sourceFailed(NodeId from, Failure cause) {
    Instant now = clock.instant();
    Cell cell = new Cell.SourceUnreachable(cause, now);
    int row = place(from);
    boolean noticed = false;
    for (int to = 0; to < nodes.size(); to++) {
      if (to != row && !isFailedBy(cells[row][to], cause)) {
        forget(row, to, cell);
        noticed = true;
      }
    }
    if (noticed) {
      history.begin(row, now);
    }
  }

  private static boolean isFailedBy(Cell cell, Failure cause) {
    return cell instanceof Cell.SourceUnreachable(Failure known, Instant _) && known.equals(cause);
  }

  /** Rises with every change, so that whoever shows the mesh knows whether to look again. */
  public synchronized long version() {
    return version;
  }

  /** The mesh as it stands. Copies the rows that changed since the last snapshot, and no others. */
  public synchronized MatrixSnapshot snapshot() {
    List<MatrixSnapshot.Row> present = new ArrayList<>(rows.length);
    for (int from = 0; from < rows.length; from++) {
      MatrixSnapshot.Row row = rows[from];
      if (row == null) {
        row = MatrixSnapshot.Row.of(from, cells[from]);
        rows[from] = row;
      }
      present.add(row);
    }
    return MatrixSnapshot.ofRows(nodes, clock.instant(), present);
  }

  private void count(int from, int to, PingRound.Echo echo, Instant now) {
    version++;
    int i = from * nodes.size() + to;
    int miss = echo.rtt() == null ? 1 : 0;
    lost[i] = (lost[i] << 1 | miss) & WINDOW_BITS;
    sent[i] = Math.min(WINDOW, sent[i] + 1);
    double lossRatio = (double) Integer.bitCount(lost[i]) / sent[i];
    put(
        from,
        to,
        echo.rtt() != null
            ? new Cell.Reached(echo.rtt(), lossRatio, now)
            : new Cell.Lost(Cell.ProbeFailure.named(echo.error()), lossRatio, now));
  }

  private void forget(int from, int to, Cell cell) {
    if (cells[from][to].equals(cell)) {
      return;
    }
    version++;
    int i = from * nodes.size() + to;
    put(from, to, cell);
    lost[i] = 0;
    sent[i] = 0;
  }

  private void put(int from, int to, Cell cell) {
    cells[from][to] = cell;
    rows[from] = null;
  }

  private int place(NodeId node) {
    Integer place = places.get(node);
    if (place == null) {
      throw new IllegalArgumentException("not in this mesh: " + node);
    }
    return place;
  }
}

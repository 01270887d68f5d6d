package org.flannelboard.probe.run;

import java.time.Instant;
import java.time.InstantSource;
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
  private final Cell[] cells;
  private final int[] lost;
  private final int[] sent;
  private long version;
  private MeshPlan plan = new MeshPlan(Map.of(), Map.of());

  public MeshBoard(List<NodeId> nodes, InstantSource clock) {
    this.nodes = List.copyOf(nodes);
    this.clock = clock;
    this.places = new HashMap<>();
    nodes.forEach(node -> places.put(node, places.size()));
    this.cells = new Cell[nodes.size() * nodes.size()];
    this.lost = new int[cells.length];
    this.sent = new int[cells.length];
    Arrays.fill(cells, new Cell.NotMeasured(Cell.Reason.NOT_STARTED));
  }

  /**
   * Takes up a new plan: pairs it leaves out are shown as not measured, pairs that were left out
   * wait for their first round, the others keep what they had.
   */
  public synchronized void adopt(MeshPlan newPlan) {
    plan = newPlan;
    newPlan
        .unmeasured()
        .forEach((pair, why) -> forget(index(pair.from(), pair.to()), new Cell.NotMeasured(why)));
    newPlan
        .sources()
        .forEach((from, source) -> source.targets().values().forEach(to -> await(from, to)));
  }

  private void await(NodeId from, NodeId to) {
    int i = index(from, to);
    if (cells[i] instanceof Cell.NotMeasured) {
      forget(i, new Cell.NotMeasured(Cell.Reason.NOT_STARTED));
    }
  }

  /** Says that no target is known, so that nothing can be measured. */
  public synchronized void leasesUnknown() {
    plan = new MeshPlan(Map.of(), Map.of());
    for (int i = 0; i < cells.length; i++) {
      forget(i, new Cell.NotMeasured(Cell.Reason.LEASES_UNKNOWN));
    }
  }

  /** Counts a finished round of a source. Echoes of targets the plan no longer has are dropped. */
  public synchronized void record(NodeId from, PingRound round) {
    MeshPlan.Source source = plan.sources().get(from);
    if (source == null) {
      return;
    }
    Instant now = clock.instant();
    for (PingRound.Echo echo : round.echoes()) {
      NodeId to = source.targets().get(echo.target());
      if (to != null) {
        count(index(from, to), echo, now);
      }
    }
  }

  /**
   * Says that a source cannot be asked. What was measured before is no longer current. Said again
   * for the same cause, it stays noticed when it was first.
   */
  public synchronized void sourceFailed(NodeId from, Failure cause) {
    Cell cell = new Cell.SourceUnreachable(cause, clock.instant());
    for (NodeId to : nodes) {
      if (!to.equals(from) && !isFailedBy(index(from, to), cause)) {
        forget(index(from, to), cell);
      }
    }
  }

  private boolean isFailedBy(int i, Failure cause) {
    return cells[i] instanceof Cell.SourceUnreachable(Failure known, Instant _)
        && known.equals(cause);
  }

  /** Rises with every change, so that whoever shows the mesh knows whether to look again. */
  public synchronized long version() {
    return version;
  }

  /** The mesh as it stands. */
  public synchronized MatrixSnapshot snapshot() {
    int n = nodes.size();
    return MatrixSnapshot.of(nodes, clock.instant(), (from, to) -> cells[from * n + to]);
  }

  private void count(int i, PingRound.Echo echo, Instant now) {
    version++;
    int miss = echo.rtt() == null ? 1 : 0;
    lost[i] = (lost[i] << 1 | miss) & WINDOW_BITS;
    sent[i] = Math.min(WINDOW, sent[i] + 1);
    double lossRatio = (double) Integer.bitCount(lost[i]) / sent[i];
    cells[i] =
        echo.rtt() != null
            ? new Cell.Reached(echo.rtt(), lossRatio, now)
            : new Cell.Lost(Cell.ProbeFailure.named(echo.error()), lossRatio, now);
  }

  private void forget(int i, Cell cell) {
    if (cells[i].equals(cell)) {
      return;
    }
    version++;
    cells[i] = cell;
    lost[i] = 0;
    sent[i] = 0;
  }

  private int index(NodeId from, NodeId to) {
    return place(from) * nodes.size() + place(to);
  }

  private int place(NodeId node) {
    Integer place = places.get(node);
    if (place == null) {
      throw new IllegalArgumentException("not in this mesh: " + node);
    }
    return place;
  }
}

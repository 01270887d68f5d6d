package org.flannelboard.app;

import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Which cells of a mesh are red beyond doubt, and which may be. One lost packet makes a suspect;
 * what it is pinged again with decides. Of a snapshot it looks at the rows that changed and have a
 * cell that is not reached. For one thread.
 */
final class RedCells {

  /** A source that cannot be asked has been asked again within this time (a mesh's review). */
  private static final Duration SOURCE_ASKED_AGAIN = Duration.ofSeconds(6);

  /** A cell is no longer red once it has been reached for as long as this without a loss. */
  private static final Duration STEADY = Duration.ofSeconds(3);

  /** How long a suspect that answered is left alone; doubles each time, as some links lose much. */
  private static final Duration LEFT_ALONE = Duration.ofSeconds(2);

  private static final Duration LEFT_ALONE_AT_MOST = Duration.ofMinutes(2);

  /** A pair that was not suspected for as long as this loses nothing as a habit. */
  private static final Duration FORGIVEN = Duration.ofMinutes(10);

  private final List<NodeId> nodes;
  private final Map<NodeId, Integer> places = new HashMap<>();
  private final int n;
  private final BitSet lost = new BitSet();
  private final BitSet suspected = new BitSet();
  private final BitSet confirmed = new BitSet();
  private final Map<Integer, Instant> firstLost = new HashMap<>();
  private final Map<Integer, Instant> reachedSince = new HashMap<>();
  private final Map<Integer, Doubt> doubts = new HashMap<>();
  private @Nullable MatrixSnapshot last;
  private @Nullable Set<Subject.OnPair> confirmedPairs;

  RedCells(List<NodeId> nodes) {
    this.nodes = List.copyOf(nodes);
    this.n = nodes.size();
    nodes.forEach(node -> places.put(node, places.size()));
  }

  /** A suspect that answered: when it may be suspected again, and how long it was left alone. */
  private record Doubt(Instant until, Duration rest) {}

  /** Takes in how the mesh stands. */
  void look(MatrixSnapshot now) {
    for (int from = 0; from < n; from++) {
      if (last == null || !now.sharesRow(last, from)) {
        lost.clear(from * n, (from + 1) * n);
        if (!now.reachesAll(from)) {
          mark(now, from);
        }
      }
    }
    last = now;
    suspect(now);
    recover(now);
  }

  private void mark(MatrixSnapshot now, int from) {
    for (int to = 0; to < n; to++) {
      if (from != to && red(now.cell(from, to))) {
        lost.set(from * n + to);
      }
    }
  }

  private static boolean red(Cell cell) {
    return switch (cell) {
      case Cell.Lost _, Cell.SourceUnreachable _ -> true;
      case Cell.Reached _, Cell.NotMeasured _ -> false;
    };
  }

  private void suspect(MatrixSnapshot now) {
    suspected.and(lost);
    BitSet open = (BitSet) lost.clone();
    open.andNot(confirmed);
    for (int i = open.nextSetBit(0); i >= 0; i = open.nextSetBit(i + 1)) {
      Instant at = time(now, i);
      if (!suspected.get(i) && !leftAlone(i, now)) {
        suspected.set(i);
        firstLost.put(i, at);
      }
      if (suspected.get(i) && unreachableForLong(now, i)) {
        confirm(i);
      }
    }
  }

  private boolean unreachableForLong(MatrixSnapshot now, int i) {
    return now.cell(i / n, i % n) instanceof Cell.SourceUnreachable unreachable
        && !now.at().isBefore(unreachable.at().plus(SOURCE_ASKED_AGAIN));
  }

  private boolean leftAlone(int i, MatrixSnapshot now) {
    Doubt doubt = doubts.get(i);
    return doubt != null
        && now.cell(i / n, i % n) instanceof Cell.Lost it
        && !it.at().isAfter(doubt.until());
  }

  private Instant time(MatrixSnapshot now, int i) {
    return switch (now.cell(i / n, i % n)) {
      case Cell.Lost it -> it.at();
      case Cell.SourceUnreachable it -> it.at();
      case Cell.Reached it -> it.at();
      case Cell.NotMeasured _ -> now.at();
    };
  }

  /** What is measured no longer has not recovered: its way may be gone altogether. */
  private void recover(MatrixSnapshot now) {
    for (int i = confirmed.nextSetBit(0); i >= 0; i = confirmed.nextSetBit(i + 1)) {
      if (now.cell(i / n, i % n) instanceof Cell.Reached reached) {
        Instant since = reachedSince.computeIfAbsent(i, _ -> reached.at());
        if (!now.at().isBefore(since.plus(STEADY))) {
          confirmed.clear(i);
          confirmedPairs = null;
          firstLost.remove(i);
          reachedSince.remove(i);
        }
      } else {
        reachedSince.remove(i);
      }
    }
  }

  private void confirm(int i) {
    suspected.clear(i);
    confirmed.set(i);
    confirmedPairs = null;
    doubts.remove(i);
  }

  /** Whether nothing is to be pinged again and nothing is red. */
  boolean allWell() {
    return suspected.isEmpty() && confirmed.isEmpty();
  }

  /** Pairs that may be red. */
  Set<Subject.OnPair> suspected() {
    return pairs(suspected);
  }

  /** Pairs that are red; the same set until another one is. */
  Set<Subject.OnPair> confirmed() {
    Set<Subject.OnPair> known = confirmedPairs;
    if (known == null) {
      known = pairs(confirmed);
      confirmedPairs = known;
    }
    return known;
  }

  /** The mesh without cells that look red and are not beyond doubt: nothing is said of those. */
  MatrixSnapshot sure(MatrixSnapshot now) {
    Cell unsure = new Cell.NotMeasured(Cell.Reason.NOT_STARTED);
    return MatrixSnapshot.of(
        nodes,
        now.at(),
        (from, to) -> {
          Cell cell = now.cell(from, to);
          return cell instanceof Cell.Lost && !confirmed.get(from * n + to) ? unsure : cell;
        });
  }

  /** Suspects whose source can be asked, those that were lost first before others. */
  List<Subject.OnPair> worthAPing(int most) {
    MatrixSnapshot now = last;
    return now == null
        ? List.of()
        : suspected.stream()
            .filter(i -> now.cell(i / n, i % n) instanceof Cell.Lost)
            .boxed()
            .sorted(Comparator.comparing(this::since))
            .limit(most)
            .map(this::pair)
            .toList();
  }

  /**
   * Takes in what a second look came to.
   *
   * @param pinged those that were pinged again
   * @param answered those of them that answered
   */
  void judge(List<Subject.OnPair> pinged, Set<Subject.OnPair> answered, MatrixSnapshot now) {
    Set<Integer> asked = new HashSet<>();
    for (Subject.OnPair pair : pinged) {
      int i = place(pair);
      asked.add(i);
      if (answered.contains(pair)) {
        forget(i, now.at());
      } else {
        confirm(i);
      }
    }
    // For very many there are too few second pings: the mesh's own next round decides.
    for (int i = suspected.nextSetBit(0); i >= 0; i = suspected.nextSetBit(i + 1)) {
      if (now.cell(i / n, i % n) instanceof Cell.Lost it && it.at().isAfter(since(i))) {
        confirm(i);
      }
    }
  }

  private void forget(int i, Instant now) {
    suspected.clear(i);
    firstLost.remove(i);
    Doubt before = doubts.get(i);
    boolean habit = before != null && now.isBefore(before.until().plus(FORGIVEN));
    Duration rest = before != null && habit ? before.rest().multipliedBy(2) : LEFT_ALONE;
    rest = rest.compareTo(LEFT_ALONE_AT_MOST) > 0 ? LEFT_ALONE_AT_MOST : rest;
    doubts.put(i, new Doubt(now.plus(rest), rest));
  }

  /** When a pair's first packet was lost. */
  Instant since(Subject.OnPair pair) {
    return since(place(pair));
  }

  private Instant since(int i) {
    return firstLost.getOrDefault(i, Instant.EPOCH);
  }

  private Set<Subject.OnPair> pairs(BitSet places) {
    Set<Subject.OnPair> pairs = new HashSet<>();
    places.stream().forEach(i -> pairs.add(pair(i)));
    return Set.copyOf(pairs);
  }

  private Subject.OnPair pair(int i) {
    return new Subject.OnPair(nodes.get(i / n), nodes.get(i % n));
  }

  private int place(Subject.OnPair pair) {
    return Objects.requireNonNull(places.get(pair.from())) * n
        + Objects.requireNonNull(places.get(pair.to()));
  }
}

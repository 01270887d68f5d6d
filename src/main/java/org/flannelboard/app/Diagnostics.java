package org.flannelboard.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.flannelboard.base.CancelToken;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.ClusterFacts;
import org.flannelboard.diagnosis.ContainerPlane;
import org.flannelboard.diagnosis.ContainerPlanes;
import org.flannelboard.diagnosis.Diagnosis;
import org.flannelboard.diagnosis.Diagnostician;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Looks;
import org.flannelboard.diagnosis.PacketWay;
import org.flannelboard.diagnosis.PacketWays;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/**
 * Why a cell is red, or not what it seems: what nodes and etcd say is collected and judged; what
 * that leaves unexplained is probed with a few packets. Changes nothing.
 */
public final class Diagnostics {

  /** Up to so many nodes, all of them are looked at even for one pair: causes sit anywhere. */
  private static final int LOOK_AT_ALL = 16;

  /** Each climb takes a second or two; what one names mostly explains the others. */
  private static final int CLIMBS = 6;

  private final Cluster cluster;
  private final FactsReader reader;
  private final Prober prober;

  public Diagnostics(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.reader = new FactsReader(cluster, door);
    this.prober = new Prober(cluster);
  }

  /**
   * What was seen and what it came to.
   *
   * @param facts what was seen
   * @param diagnosis what it came to
   * @param probes what was sent to find out, a line each in the order of sending
   */
  public record Report(ClusterFacts facts, Diagnosis diagnosis, List<Probe> probes) {

    public Report {
      probes = List.copyOf(probes);
    }

    /** A ping's way between two nodes, hop by hop. */
    public PacketWay way(NodeId from, NodeId to) {
      return PacketWays.of(facts, diagnosis, from, to);
    }

    /** Whether containers of one node can begin to talk with those of another. */
    public ContainerPlane containers(NodeId from, NodeId to) {
      return new ContainerPlanes(facts, diagnosis).of(from, to);
    }
  }

  /**
   * Packets that were sent on purpose.
   *
   * @param from who sent them
   * @param to where they were meant to arrive
   * @param packets how many
   */
  public record Probe(NodeId from, NodeId to, Kind kind, int packets) {

    /** What is sent. */
    public enum Kind {
      /** Pings through the tunnel, counted at both ends. */
      ECHOES,
      /** UDP to the vxlan port and to another one, past the tunnel. */
      DATAGRAMS,
      /** Pings through the tunnel that must not be fragmented. */
      WHOLE_ECHOES,
      /** Pings past the tunnel. */
      UNDERLAY_ECHOES;

      /** Kebab-case, stable over releases. */
      public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
      }
    }
  }

  /** Somebody who hears what is about to be sent, and can have it stopped. */
  public record Watcher(Consumer<Probe> announce, CancelToken cancel) {

    /** Nobody. */
    public static Watcher none() {
      return new Watcher(_ -> {}, new CancelToken());
    }
  }

  /** Looks at the whole cluster and measures it. */
  public Report all(Watcher watcher) {
    List<NodeSpec> nodes = cluster.profile().nodes();
    return examine(reader.read(nodes, nodes, null), watcher);
  }

  /** Looks at the whole cluster, whose mesh is measured already. */
  public Report all(MatrixSnapshot matrix, Watcher watcher) {
    List<NodeSpec> nodes = cluster.profile().nodes();
    return examine(reader.read(nodes, nodes, matrix), watcher);
  }

  /**
   * Looks at a pair, both ways, and measures it. Where something is the matter, the other nodes are
   * looked at as well, of a cluster that is not too large for that: causes sit anywhere.
   */
  public Report pair(NodeId from, NodeId to, Watcher watcher) {
    List<NodeSpec> all = cluster.profile().nodes();
    List<NodeSpec> ends =
        all.stream().filter(node -> node.id().equals(from) || node.id().equals(to)).toList();
    List<NodeSpec> within = all.size() <= LOOK_AT_ALL ? all : ends;
    FactsReader.Read read = reader.read(ends, within, null);
    Diagnosis quick = Diagnostician.examine(read.facts());
    Report report =
        fine(quick) && reached(read.facts(), from, to) && reached(read.facts(), to, from)
            ? new Report(read.facts(), quick, List.of())
            : examine(reader.widen(read, within, Looks.deeper(read.facts(), quick)), watcher);
    return reached(report.facts(), from, to) ? wholePackets(report, from, to, watcher) : report;
  }

  private static boolean fine(Diagnosis diagnosis) {
    return diagnosis.findings().stream().allMatch(it -> it.severity() == Severity.INFO);
  }

  /** A quick look at all, a deeper one where the quick one points, then packets. */
  private Report examine(FactsReader.Read first, Watcher watcher) {
    FactsReader.Read read = first;
    Diagnosis diagnosis = Diagnostician.examine(read.facts());
    Set<NodeId> deeper = new HashSet<>(Looks.deeper(read.facts(), diagnosis));
    deeper.removeAll(read.heard());
    if (!deeper.isEmpty()) {
      read = reader.deepen(read, deeper);
      diagnosis = Diagnostician.examine(read.facts());
    }
    return climb(read, diagnosis, watcher);
  }

  private Report climb(FactsReader.Read first, Diagnosis quick, Watcher watcher) {
    List<Probe> probes = new ArrayList<>();
    List<Finding> probed = new ArrayList<>();
    Set<Subject.OnPair> tried = new HashSet<>();
    FactsReader.Read read = first;
    Diagnosis diagnosis = quick;
    boolean again = false;
    Optional<Subject.OnPair> next = next(diagnosis, tried);
    while (next.isPresent() && tried.size() < CLIMBS && !watcher.cancel().isCancelled()) {
      tried.add(next.get());
      Optional<Finding> found = prober.climb(read.facts(), next.get(), noting(watcher, probes));
      found.ifPresent(probed::add);
      if (found.isEmpty() && !again) {
        // It is answered by now: one lost packet is no loss, there and elsewhere.
        again = true;
        read = reader.again(read).orElse(read);
      }
      diagnosis = Diagnostician.examine(read.facts(), probed);
      next = next(diagnosis, tried);
    }
    return new Report(read.facts(), diagnosis, probes);
  }

  /**
   * A red pair that nothing explains yet; the same one for the same cluster. One towards a node
   * that was tried already comes first: climbs towards one node can agree.
   */
  private static Optional<Subject.OnPair> next(Diagnosis diagnosis, Set<Subject.OnPair> tried) {
    return diagnosis.unexplained().stream()
        .filter(pair -> !tried.contains(pair))
        .min(
            Comparator.comparing(
                    (Subject.OnPair pair) ->
                        tried.stream().noneMatch(it -> it.to().equals(pair.to())))
                .thenComparing(Subject.OnPair::text));
  }

  /** Small packets pass; whether those do that containers send is another question. */
  private Report wholePackets(Report report, NodeId from, NodeId to, Watcher watcher) {
    List<Probe> probes = new ArrayList<>(report.probes());
    Optional<Finding> found =
        prober.whole(report.facts(), new Subject.OnPair(from, to), noting(watcher, probes));
    Diagnosis diagnosis =
        found
            .map(it -> Diagnostician.examine(report.facts(), List.of(it)))
            .orElse(report.diagnosis());
    return new Report(report.facts(), diagnosis, probes);
  }

  private static Watcher noting(Watcher watcher, List<Probe> probes) {
    return new Watcher(
        probe -> {
          probes.add(probe);
          watcher.announce().accept(probe);
        },
        watcher.cancel());
  }

  private static boolean reached(ClusterFacts facts, NodeId from, NodeId to) {
    MatrixSnapshot matrix = facts.matrix();
    Cell cell = matrix.cell(matrix.nodes().indexOf(from), matrix.nodes().indexOf(to));
    return cell instanceof Cell.Reached;
  }
}

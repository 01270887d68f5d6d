package org.flannelboard.app;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.flannelboard.app.Diagnostics.Watcher;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.Diagnosis;
import org.flannelboard.diagnosis.Diagnostician;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.probe.matrix.MatrixSnapshot;

/**
 * A program that looks at the largest cluster there is, one of its nodes broken, and prints what
 * each look took of the processors and found.
 */
final class DiagnosticsScale {

  private static final int NODES = 255;
  private static final int TURNS = 5;

  /** What is looked at. */
  enum Look {
    /** The kernels' and daemons' state, and all rules. */
    COLLECTION,
    /** With the second look that the first one asks for, at what is slow to ask for. */
    DIAGNOSIS
  }

  /**
   * What a turn took and found.
   *
   * @param cpu of the whole process, the collector's and the compiler's included
   * @param errors the findings that nothing else explains
   */
  record Turn(Duration cpu, String errors) {

    static Turn of(String line) {
      String[] words = line.split(" ms ", 2);
      return new Turn(Duration.ofMillis(Long.parseLong(words[0])), words[1]);
    }

    @Override
    public String toString() {
      return cpu.toMillis() + " ms " + errors;
    }
  }

  private DiagnosticsScale() {}

  /**
   * Looks until a look took little enough, five times at most.
   *
   * @param args a {@link Look}, and how many milliseconds are little enough
   */
  @SuppressWarnings("SystemOut") // what the program is for
  public static void main(String[] args) {
    Duration enough = Duration.ofMillis(Long.parseLong(args[1]));
    try (Bench bench = Bench.deployedByHand(NODES)) {
      bench.practice.switchOn(FaultKind.DEVICE_DOWN.at(List.of(bench.id(200))));
      Supplier<Diagnosis> look = look(Look.valueOf(args[0]), bench.session());
      Turn turn;
      int turns = 0;
      do {
        turn = turn(look);
        System.out.println(turn);
        turns++;
      } while (turns < TURNS && turn.cpu().compareTo(enough) > 0);
    }
  }

  private static Supplier<Diagnosis> look(Look look, Bench.Session session) {
    Cluster cluster = session.cluster();
    MatrixSnapshot matrix =
        new Mesh(cluster, session.door()).once(Mesh.Pace.everySecond(1)).matrix();
    List<NodeSpec> nodes = cluster.profile().nodes();
    FactsReader reader = new FactsReader(cluster, session.door());
    Diagnostics diagnostics = new Diagnostics(cluster, session.door());
    return switch (look) {
      case COLLECTION -> () -> Diagnostician.examine(reader.read(nodes, nodes, matrix).facts());
      case DIAGNOSIS -> () -> diagnostics.all(matrix, Watcher.none()).diagnosis();
    };
  }

  private static Turn turn(Supplier<Diagnosis> look) {
    long before = cpu();
    Diagnosis diagnosis = look.get();
    Duration took = Duration.ofNanos(cpu() - before);
    return new Turn(
        took,
        diagnosis.roots().stream()
            .filter(it -> it.severity() == Severity.ERROR)
            .map(Finding::id)
            .collect(Collectors.joining(" ")));
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}

package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.flannelboard.app.Diagnostics;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.app.Diagnostics.Watcher;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.FaultTable;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.practice.FaultKind;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Faults of real nodes: what turns red, what is named, and that it is named alone. The table is the
 * practice cluster's too.
 */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultLabTest {

  /** Until a daemon has failed, been given up and said why. */
  private static final Duration PATIENCE = Duration.ofSeconds(12);

  private final Lab lab;
  private LabSession session;

  FaultLabTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void deploy(@TempDir Path folder) throws IOException {
    lab.flannelboard().deploy();
    session = new LabSession(lab, folder);
    assertThat(seen(look())).isEqualTo(Seen.HEALTHY);
  }

  @AfterAll
  void close() throws IOException {
    session.close();
  }

  static List<FaultTable.Row> faults() {
    return FaultTable.rows().stream()
        .filter(FaultTable.Row::real)
        // A connection that is open notices late that nobody is there any more; see the command.
        .filter(row -> row.kind() != FaultKind.NODE_DOWN)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isNamedAloneAndForgottenOnceHealed(FaultTable.Row row) {
    LabFault fault = LabFault.of(row);
    lab.fault(fault.arguments());
    try {
      await(fault);
    } finally {
      lab.heal(fault.arguments());
    }
    await(this::look, Seen.HEALTHY);
  }

  /**
   * What a diagnosis came to.
   *
   * @param red the red cells
   * @param causes what is wrong and follows from nothing else
   */
  private record Seen(Set<String> red, Set<String> causes) {
    static final Seen HEALTHY = new Seen(Set.of(), Set.of());
  }

  private Report await(LabFault fault) {
    FaultTable.Row row = fault.row();
    return await(
        row.ofLargePackets() ? () -> look(fault.node(), fault.peer()) : this::look,
        new Seen(row.red(Lab.NODES, fault.node(), fault.peer()), fault.causes()));
  }

  /** Looks until it is so, and fails if it does not become so. */
  private static Report await(Supplier<Report> look, Seen expected) {
    Deadline deadline = Deadline.after(PATIENCE);
    Report report = look.get();
    while (!seen(report).equals(expected) && !deadline.expired()) {
      report = look.get();
    }
    assertThat(seen(report)).isEqualTo(expected);
    return report;
  }

  private Report look() {
    return new Diagnostics(session.cluster(), session.etcd()).all(Watcher.none());
  }

  private Report look(String from, String to) {
    return new Diagnostics(session.cluster(), session.etcd())
        .pair(new NodeId(from), new NodeId(to), Watcher.none());
  }

  private static Seen seen(Report report) {
    Set<String> causes = new TreeSet<>();
    report.diagnosis().roots().stream()
        .filter(it -> it.severity() != Severity.INFO)
        .map(Finding::id)
        .forEach(causes::add);
    return new Seen(FaultTable.red(report.facts().matrix()), causes);
  }
}

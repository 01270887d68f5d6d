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
import org.flannelboard.app.Fixes;
import org.flannelboard.base.Deadline;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.diagnosis.FaultTable;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Severity;

/** The deployed lab, looked at through warm connections until it is as expected. */
final class LabDiagnosis implements AutoCloseable {

  /** Until a daemon has failed, been given up and said why. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Lab lab;
  private final LabSession session;

  private LabDiagnosis(Lab lab, LabSession session) {
    this.lab = lab;
    this.session = session;
  }

  /**
   * What a diagnosis came to.
   *
   * @param red the red cells, as {@code vm01>vm04}
   * @param causes what is wrong and follows from nothing else
   */
  record Seen(Set<String> red, Set<String> causes) {

    static final Seen HEALTHY = new Seen(Set.of(), Set.of());

    static Seen in(Report report) {
      Set<String> causes = new TreeSet<>();
      report.diagnosis().roots().stream()
          .filter(it -> it.severity() != Severity.INFO)
          .map(Finding::id)
          .forEach(causes::add);
      return new Seen(FaultTable.red(report.facts().matrix()), causes);
    }

    /** All that is expected of these faults together. */
    static Seen of(List<LabFault> faults) {
      Set<String> red = new TreeSet<>();
      Set<String> causes = new TreeSet<>();
      for (LabFault fault : faults) {
        red.addAll(fault.red());
        causes.addAll(fault.causes());
      }
      return new Seen(red, causes);
    }
  }

  /**
   * Connections of its own to a lab that is deployed.
   *
   * @param folder where it may write
   */
  static LabDiagnosis open(Lab lab, Path folder) throws IOException {
    LabDiagnosis opened = new LabDiagnosis(lab, new LabSession(lab, folder));
    opened.awaitHealthy();
    return opened;
  }

  LabSession session() {
    return session;
  }

  /** Looks until the faults are named and nothing else is; fails if that does not come. */
  Report await(LabFault... faults) {
    List<LabFault> all = List.of(faults);
    boolean large = all.stream().anyMatch(it -> it.row().ofLargePackets());
    LabFault first = all.getFirst();
    return await(large ? () -> pair(first.node(), first.peer()) : this::all, Seen.of(all));
  }

  /** Looks until nothing is wrong; fails if that does not come. */
  Report awaitHealthy() {
    return await(this::all, Seen.HEALTHY);
  }

  private static Report await(Supplier<Report> look, Seen expected) {
    Deadline deadline = Deadline.after(PATIENCE);
    Report report = look.get();
    while (!Seen.in(report).equals(expected) && !deadline.expired()) {
      report = look.get();
    }
    assertThat(Seen.in(report)).isEqualTo(expected);
    return report;
  }

  /** Does something while these faults are there; each is healed whatever comes of it. */
  void during(List<LabFault> faults, Runnable work) {
    faults.forEach(fault -> lab.fault(fault.arguments()));
    try {
      work.run();
    } finally {
      faults.reversed().forEach(fault -> lab.heal(fault.arguments()));
    }
  }

  /** Does the first thing that is offered for a finding, and for what that leaves behind. */
  void fix(Report report, String id) {
    Fixes fixes = new Fixes(session.cluster(), session.etcd());
    Fixes.Report fixed = fix(fixes, report, report.diagnosis().finding(id).orElseThrow());
    // What was stopped along with it is a finding of its own once the cause is gone.
    for (Finding left : fixed.left()) {
      fix(fixes, fixed.after(), left);
    }
  }

  private static Fixes.Report fix(Fixes fixes, Report report, Finding finding) {
    Remedy first = fixes.choices(finding).getFirst().remedy();
    Fixes.Proposal proposal = fixes.propose(report, finding, first).orElseThrow();
    assertThat(proposal.byHand()).isEmpty();
    Fixes.Report fixed = fixes.run(proposal, ApplyListener.none(), Watcher.none());
    assertThat(fixed.failure()).isEmpty();
    assertThat(fixed.healed()).as("healed; left: %s", fixed.left()).isTrue();
    return fixed;
  }

  /** Looks at every pair. */
  Report all() {
    return diagnostics().all(Watcher.none());
  }

  /** Looks at one pair. */
  Report pair(String from, String to) {
    return diagnostics().pair(new NodeId(from), new NodeId(to), Watcher.none());
  }

  private Diagnostics diagnostics() {
    return new Diagnostics(session.cluster(), session.etcd());
  }

  @Override
  public void close() throws IOException {
    session.close();
  }
}

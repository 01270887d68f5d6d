package org.flannelboard.app;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Cells that went red, from the first until all are reached again, and why.
 *
 * @param began when the first packet was lost
 * @param pairs which ones
 * @param causes what explains them, the gravest first; empty where nothing does
 * @param healed when all were reached again; null while some are not
 */
public record Incident(
    Instant began, Set<Subject.OnPair> pairs, List<Finding> causes, @Nullable Instant healed) {

  public Incident {
    pairs = Set.copyOf(pairs);
    causes = List.copyOf(causes);
  }

  /** The pair to name it by, the same for the same pairs. */
  public Subject.OnPair first() {
    Set<Subject.OnPair> explained = new HashSet<>(pairs);
    causes.stream().limit(1).forEach(cause -> explained.retainAll(cause.pairs()));
    return (explained.isEmpty() ? pairs : explained)
        .stream().min(Comparator.comparing(Subject.OnPair::text)).orElseThrow();
  }

  /** The causes of certain pairs among what a diagnosis found. */
  static List<Finding> causes(Diagnostics.Report report, Set<Subject.OnPair> pairs) {
    return report.diagnosis().roots().stream()
        .filter(finding -> finding.severity() == Severity.ERROR)
        .filter(finding -> finding.pairs().stream().anyMatch(pairs::contains))
        .toList();
  }
}

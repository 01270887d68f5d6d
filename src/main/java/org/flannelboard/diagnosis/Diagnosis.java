package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a look at the cluster came to.
 *
 * @param findings those that nothing else explains, the gravest first, then consequences
 * @param shape what the matrix shows, before any reason is given
 * @param unexplained red cells that no finding explains: what the counter ladder is for
 */
public record Diagnosis(
    List<Finding> findings, MatrixShape shape, Set<Subject.OnPair> unexplained) {

  public Diagnosis {
    findings = List.copyOf(findings);
    unexplained = Set.copyOf(unexplained);
  }

  /** The findings that nothing else explains. */
  public List<Finding> roots() {
    return findings.stream().filter(Finding::root).toList();
  }

  /** The finding of that id. */
  public Optional<Finding> finding(String id) {
    return findings.stream().filter(finding -> finding.id().equals(id)).findFirst();
  }

  /** The findings that explain a pair, or are about one of its ends. */
  public List<Finding> about(Subject.OnPair pair) {
    return findings.stream()
        .filter(
            finding ->
                finding.pairs().contains(pair)
                    || finding.subject().equals(pair)
                    || finding.subject() instanceof Subject.OnCluster
                    || finding.subject() instanceof Subject.OnNode(var node)
                        && (node.equals(pair.from()) || node.equals(pair.to())))
        .toList();
  }
}

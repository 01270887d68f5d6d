package org.flannelboard.deploy.plan;

import java.util.List;
import java.util.Map;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;

/**
 * All steps for one node, in the order of the work.
 *
 * @param node the node
 * @param steps one for each of {@link StepId#OF_A_NODE}
 * @param problems what stands in the way; an error among them means that nothing is done here
 * @param refused the steps among them that cannot be planned because of such an error, whatever the
 *     step itself says
 */
public record NodePlan(
    NodeId node, List<Step> steps, List<Problem> problems, Map<StepId, Problem> refused) {

  public NodePlan {
    steps = List.copyOf(steps);
    problems = List.copyOf(problems);
    refused = Map.copyOf(refused);
  }

  /** The steps that change something. */
  public List<Step> changes() {
    return steps.stream().filter(Step::changes).toList();
  }

  /** Whether something forbids to begin. */
  public boolean blocked() {
    return problems.stream().anyMatch(p -> p.severity() == Problem.Severity.ERROR);
  }

  /** The step of that kind. */
  public Step step(StepId id) {
    return steps.stream()
        .filter(step -> step.id() == id)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no such step on " + node + ": " + id));
  }
}

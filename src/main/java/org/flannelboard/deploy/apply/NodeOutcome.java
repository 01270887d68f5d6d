package org.flannelboard.deploy.apply;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.plan.StepId;

/**
 * What became of a node's plan.
 *
 * @param node the node
 * @param steps by step, in the order of the work
 */
public record NodeOutcome(NodeId node, SequencedMap<StepId, StepOutcome> steps) {

  public NodeOutcome {
    steps = new LinkedHashMap<>(steps);
  }

  /** Whether every step came to its end. */
  public boolean succeeded() {
    return steps.values().stream()
        .allMatch(s -> s instanceof StepOutcome.Unchanged || s instanceof StepOutcome.Changed);
  }

  /** How many steps changed something. */
  public long changes() {
    return steps.values().stream().filter(StepOutcome::changed).count();
  }

  /** What stopped it. */
  public Optional<Map.Entry<StepId, Failure>> failure() {
    return steps.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof StepOutcome.Failed)
        .map(e -> Map.entry(e.getKey(), ((StepOutcome.Failed) e.getValue()).failure()))
        .findFirst();
  }
}

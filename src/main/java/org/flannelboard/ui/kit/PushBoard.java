package org.flannelboard.ui.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Plan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;

/**
 * A push at one moment.
 *
 * @param nodes each node's steps in the order of the work, and how far each is
 * @param log what came to its end, in that order
 */
public record PushBoard(
    SequencedMap<NodeId, SequencedMap<StepId, Progress>> nodes, List<Entry> log) {

  public PushBoard {
    nodes = new LinkedHashMap<>(nodes);
    log = List.copyOf(log);
  }

  /** How far a step is. */
  public sealed interface Progress {

    /** Its turn has not come; {@code changes} says whether it will change something. */
    record Waiting(boolean changes) implements Progress {}

    /** It has been at work since then. */
    record Running(Instant since) implements Progress {}

    /** It came to its end. */
    record Ended(StepOutcome outcome) implements Progress {}
  }

  /**
   * A line of the log.
   *
   * @param at when it came to its end
   * @param took how long it was at work; zero for what was refused before it began
   */
  public record Entry(Instant at, NodeId node, StepId step, StepOutcome outcome, Duration took) {}

  /** The board before anything was begun. */
  public static PushBoard of(Plan plan) {
    SequencedMap<NodeId, SequencedMap<StepId, Progress>> nodes = new LinkedHashMap<>();
    for (NodePlan node : plan.nodes()) {
      SequencedMap<StepId, Progress> steps = new LinkedHashMap<>();
      for (Step step : node.steps()) {
        steps.put(step.id(), new Progress.Waiting(step.changes()));
      }
      nodes.put(node.node(), steps);
    }
    return new PushBoard(nodes, List.of());
  }

  /** The board after a step began. */
  public PushBoard started(NodeId node, StepId step, Instant now) {
    return new PushBoard(with(node, step, new Progress.Running(now)), log);
  }

  /** The board after a step came to its end. */
  public PushBoard finished(NodeId node, StepId step, StepOutcome outcome, Instant now) {
    Map<StepId, Progress> steps = nodes.getOrDefault(node, new LinkedHashMap<>());
    Duration took =
        steps.get(step) instanceof Progress.Running(Instant since)
            ? Duration.between(since, now)
            : Duration.ZERO;
    List<Entry> longer = new ArrayList<>(log);
    longer.add(new Entry(now, node, step, outcome, took));
    return new PushBoard(with(node, step, new Progress.Ended(outcome)), longer);
  }

  /** The board with what a report says of its nodes, the steps that were never begun included. */
  public PushBoard settled(Map<NodeId, ? extends Map<StepId, StepOutcome>> outcomes) {
    SequencedMap<NodeId, SequencedMap<StepId, Progress>> all = new LinkedHashMap<>(nodes);
    outcomes.forEach(
        (node, steps) -> {
          SequencedMap<StepId, Progress> ended = new LinkedHashMap<>();
          steps.forEach((step, outcome) -> ended.put(step, new Progress.Ended(outcome)));
          all.put(node, ended);
        });
    return new PushBoard(all, log);
  }

  private SequencedMap<NodeId, SequencedMap<StepId, Progress>> with(
      NodeId node, StepId step, Progress progress) {
    SequencedMap<NodeId, SequencedMap<StepId, Progress>> all = new LinkedHashMap<>(nodes);
    SequencedMap<StepId, Progress> steps =
        new LinkedHashMap<>(all.getOrDefault(node, new LinkedHashMap<>()));
    steps.put(step, progress);
    all.put(node, steps);
    return all;
  }
}

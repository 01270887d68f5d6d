package org.flannelboard.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flannelboard.app.Fixes.Outcome;
import org.flannelboard.app.Fixes.Part;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.NodeFix;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.WriteOutcome;
import org.flannelboard.node.NodeOps;
import org.jspecify.annotations.Nullable;

/** Does what a fix proposes, part by part, and proves it. */
final class FixRun {

  /** How long the cluster may take to recover: flanneld's start and some rounds of pings. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

  /** A cluster whose pauses are short is not asked for ever. */
  private static final int LOOKS = 30;

  private final Cluster cluster;
  private final EtcdDoor door;
  private final Diagnostics diagnostics;

  FixRun(Cluster cluster, EtcdDoor door) {
    this.cluster = cluster;
    this.door = door;
    this.diagnostics = new Diagnostics(cluster, door);
  }

  /** A fix of which nothing was begun. */
  static Fixes.Report refused(Fixes.Proposal proposal, Failure why) {
    List<Outcome> outcomes =
        proposal.lines().stream()
            .map(line -> new Outcome(line.node(), line.step(), new StepOutcome.NotReached()))
            .toList();
    return new Fixes.Report(proposal, outcomes, why, proposal.seen());
  }

  Fixes.Report run(Fixes.Proposal proposal, ApplyListener listener, Diagnostics.Watcher watcher) {
    Work work = new Work(proposal, listener, watcher.cancel());
    Optional<Failure> refusal = work.begin();
    if (refusal.isPresent()) {
      return refused(proposal, refusal.get());
    }
    proposal.parts().forEach(work::perform);
    work.end();
    Diagnostics.Report after = work.stopped() ? diagnostics.all(watcher) : prove(proposal, watcher);
    return new Fixes.Report(proposal, work.outcomes, null, after);
  }

  /** Looks until the finding is gone and its pairs are reached, or patience ends. */
  private Diagnostics.Report prove(Fixes.Proposal proposal, Diagnostics.Watcher watcher) {
    CancelToken noProbes = new CancelToken();
    noProbes.cancel();
    Diagnostics.Watcher silent = new Diagnostics.Watcher(_ -> {}, noProbes);
    Deadline deadline = Deadline.after(PATIENCE);
    Diagnostics.Report seen = diagnostics.all(silent);
    for (int look = 1;
        look < LOOKS
            && !Fixes.healed(proposal.finding(), seen)
            && !deadline.expired()
            && !watcher.cancel().isCancelled()
            && pause();
        look++) {
      seen = diagnostics.all(silent);
    }
    return seen.diagnosis().unexplained().isEmpty() ? seen : diagnostics.all(watcher);
  }

  private boolean pause() {
    try {
      cluster.surroundings().pause().pause(BETWEEN_LOOKS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** One run, with what it has done so far. */
  private final class Work {

    private final Fixes.Proposal proposal;
    private final ApplyListener listener;
    private final CancelToken cancel;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Map<NodeId, NodeFix> nodes = new LinkedHashMap<>();
    private final List<NodeId> begun = new ArrayList<>();

    Work(Fixes.Proposal proposal, ApplyListener listener, CancelToken cancel) {
      this.proposal = proposal;
      this.listener = listener;
      this.cancel = cancel;
    }

    /** Looks once more at all that it rests on; gives the reason not to begin. */
    Optional<Failure> begin() {
      Map<NodeId, List<Step>> steps = new LinkedHashMap<>();
      for (Part part : proposal.parts()) {
        if (part instanceof Part.AtNode(NodeId node, List<Step> all)) {
          steps.computeIfAbsent(node, _ -> new ArrayList<>()).addAll(all);
        }
      }
      for (Map.Entry<NodeId, List<Step>> entry : steps.entrySet()) {
        NodeSpec spec = cluster.profile().node(entry.getKey()).orElseThrow();
        Result<NodeOps, ? extends Failure> node = cluster.node(spec);
        if (node.toFailure().isPresent()) {
          return Optional.of(node.toFailure().get());
        }
        NodeFix fix =
            new NodeFix(
                cluster.profile().paths(),
                node.orElseThrow(),
                proposal.finding().id(),
                entry.getValue());
        Optional<Failure> moved = fix.moved();
        if (moved.isPresent()) {
          cluster.noticed(spec, moved.get());
          return moved;
        }
        nodes.put(spec.id(), fix);
      }
      return Optional.empty();
    }

    boolean stopped() {
      return outcomes.stream()
          .map(Outcome::outcome)
          .anyMatch(it -> it instanceof StepOutcome.Failed || it instanceof StepOutcome.NotReached);
    }

    void perform(Part part) {
      switch (part) {
        case Part.AtNode(NodeId node, List<Step> steps) -> atNode(node, steps);
        case Part.InEtcd(Step.RemoveLease step) -> {
          if (!notReached(null, step)) {
            listener.started(step.id());
            StepOutcome outcome = remove(step);
            outcomes.add(new Outcome(null, step, outcome));
            listener.finished(step.id(), outcome);
          }
        }
        case Part.Push(Proposal push) -> push(push);
      }
    }

    private boolean notReached(@Nullable NodeId node, Step step) {
      boolean not = stopped() || cancel.isCancelled();
      if (not) {
        outcomes.add(new Outcome(node, step, new StepOutcome.NotReached()));
      }
      return not;
    }

    private void atNode(NodeId node, List<Step> steps) {
      NodeFix fix = Objects.requireNonNull(nodes.get(node));
      for (Step step : steps.stream().filter(Step::changes).toList()) {
        if (notReached(node, step)) {
          continue;
        }
        listener.started(node, step.id());
        StepOutcome outcome =
            journaled(node, fix)
                .<StepOutcome>map(StepOutcome.Failed::new)
                .orElseGet(() -> fix.perform(step));
        outcomes.add(new Outcome(node, step, outcome));
        if (outcome instanceof StepOutcome.Failed(Failure why)) {
          cluster.noticed(cluster.profile().node(node).orElseThrow(), why);
        }
        listener.finished(node, step.id(), outcome);
      }
    }

    /** Writes the node's journal before its first step; gives the reason if that fails. */
    private Optional<Failure> journaled(NodeId node, NodeFix fix) {
      if (begun.contains(node)) {
        return Optional.empty();
      }
      Optional<Failure> failure = fix.begin(cluster.surroundings().clock().instant().toString());
      if (failure.isEmpty()) {
        begun.add(node);
      }
      return failure;
    }

    private StepOutcome remove(Step.RemoveLease step) {
      Result<WriteOutcome, Failure> done =
          new StatusReader(cluster, door)
              .store()
              .flatMap(
                  store ->
                      store
                          .removeLease(
                              step.lease().subnet(),
                              new Expect.At(step.seen()),
                              Deadline.after(Deployment.ASK))
                          .mapFailure(failure -> failure));
      return switch (done) {
        case Result.Ok<WriteOutcome, Failure>(WriteOutcome outcome) -> removed(outcome, step);
        case Result.Err<WriteOutcome, Failure>(Failure why) -> new StepOutcome.Failed(why);
      };
    }

    private static StepOutcome removed(WriteOutcome outcome, Step.RemoveLease step) {
      return switch (outcome) {
        case WriteOutcome.Written _ -> new StepOutcome.Changed(step.raw());
        case WriteOutcome.Conflict conflict ->
            new StepOutcome.Failed(
                new AppFailure.LeaseChangedMeanwhile(
                    step.lease().subnet().toString(),
                    conflict.actual() == null ? "" : conflict.actual().value()));
        case WriteOutcome.InDoubt doubt ->
            new StepOutcome.Failed(new AppFailure.WriteInDoubt(step.key(), doubt.why()));
      };
    }

    private void push(Proposal push) {
      List<Step> steps = push.plan().changes();
      if (stopped() || cancel.isCancelled()) {
        steps.forEach(
            step -> outcomes.add(new Outcome(at(push, step), step, new StepOutcome.NotReached())));
        return;
      }
      PushReport report = new Deployment(cluster, door).push(push, listener, cancel);
      for (Step step : steps) {
        NodeId node = at(push, step);
        outcomes.add(new Outcome(node, step, outcome(report, node, step)));
      }
      // The measurement at a push's end changes nothing and can fail all the same.
      report.nodes().stream()
          .filter(node -> !node.succeeded())
          .flatMap(node -> node.failure().stream().map(failed -> Map.entry(node, failed)))
          .filter(it -> it.getValue().getKey() == StepId.VERIFY)
          .forEach(
              it -> {
                NodeId node = it.getKey().node();
                Step verify = new Step.Verify(StepId.VERIFY, node);
                outcomes.add(
                    new Outcome(node, verify, new StepOutcome.Failed(it.getValue().getValue())));
              });
    }

    private @Nullable NodeId at(Proposal push, Step step) {
      return push.plan().nodes().stream()
          .filter(plan -> plan.steps().contains(step))
          .map(NodePlan::node)
          .findFirst()
          .orElse(null);
    }

    private static StepOutcome outcome(PushReport report, @Nullable NodeId node, Step step) {
      if (node == null) {
        return report.etcd();
      }
      return report.nodes().stream()
          .filter(made -> made.node().equals(node))
          .map(NodeOutcome::steps)
          .flatMap(all -> Optional.ofNullable(all.get(step.id())).stream())
          .findFirst()
          .orElse(new StepOutcome.NotReached());
    }

    /** Closes the journals of the nodes that were begun. */
    void end() {
      for (NodeId node : begun) {
        List<Outcome> done = outcomes.stream().filter(it -> node.equals(it.node())).toList();
        StepId failed =
            done.stream()
                .filter(it -> it.outcome() instanceof StepOutcome.Failed)
                .map(it -> it.step().id())
                .findFirst()
                .orElse(null);
        boolean complete =
            done.stream()
                .map(Outcome::outcome)
                .allMatch(
                    it -> it instanceof StepOutcome.Changed || it instanceof StepOutcome.Unchanged);
        NodeFix fix = Objects.requireNonNull(nodes.get(node));
        fix.close(complete, failed).ifPresent(why -> outcomes.add(unwritten(node, done, why)));
      }
    }

    /** All was done and can be undone, yet the journal still calls it begun. */
    private static Outcome unwritten(NodeId node, List<Outcome> done, Failure why) {
      return new Outcome(node, done.getLast().step(), new StepOutcome.Failed(why));
    }
  }
}

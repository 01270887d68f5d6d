package org.flannelboard.deploy.apply;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Pause;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.deploy.plan.DockerArguments;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;
import org.jspecify.annotations.Nullable;

/**
 * Applies one node's plan.
 *
 * <p>The order is fixed: look again and refuse if a file or the journal moved since the plan was
 * made; write the journal with everything that is about to change, directories included; do one
 * step after the other, reading back each; stop at the first failure; measure the final state;
 * close the journal. A plan without changes only measures.
 */
public final class NodeApplier {

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration COPY = Duration.ofMinutes(5);

  /** Longer than systemd's own default of 90 s for a start (systemd-system.conf(5)). */
  private static final Duration UNIT = Duration.ofSeconds(120);

  /** How long the final state may take to show after the last step. */
  private static final Duration SETTLE = Duration.ofSeconds(20);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  private final ClusterProfile profile;
  private final NodeSpec spec;
  private final NodeOps node;
  private final Supplier<Result<List<SubnetLease>, ? extends Failure>> leases;
  private final Environment environment;

  /**
   * What the work goes on in.
   *
   * @param clock for the journal
   * @param pause between looks at a state that is still settling
   * @param listener follows the steps
   * @param cancel asks to stop between two steps
   */
  public record Environment(
      InstantSource clock, Pause pause, ApplyListener listener, CancelToken cancel) {}

  /**
   * An applier for one node.
   *
   * @param leases reads the leases afresh
   */
  public NodeApplier(
      ClusterProfile profile,
      NodeSpec spec,
      NodeOps node,
      Supplier<Result<List<SubnetLease>, ? extends Failure>> leases,
      Environment environment) {
    this.profile = profile;
    this.spec = spec;
    this.node = node;
    this.leases = leases;
    this.environment = environment;
  }

  /**
   * Applies the plan.
   *
   * @param seen what the plan was made from
   * @param journal the node's journal at that time
   */
  public NodeOutcome apply(NodePlan plan, Observation seen, Journal journal) {
    return new Run(plan, seen, journal).go();
  }

  /** One application of one plan, with what it has done so far. */
  private final class Run {

    private final NodePlan plan;
    private final Observation planned;
    private final NodeJournal store = new NodeJournal(node, profile.paths());
    private final LinkedHashMap<StepId, StepOutcome> outcomes = new LinkedHashMap<>();
    private Journal journal;
    private Journal.Generation generation;

    Run(NodePlan plan, Observation seen, Journal journal) {
      this.plan = plan;
      this.planned = seen;
      this.journal = journal;
      this.generation =
          GenerationPlan.of(
              plan, seen, profile, journal, store, environment.clock().instant().toString());
    }

    NodeOutcome go() {
      boolean changes = !plan.changes().isEmpty() && !environment.cancel().isCancelled();
      Failure refusal = changes ? begin() : null;
      for (Step step : plan.steps()) {
        boolean stopped =
            environment.cancel().isCancelled()
                || outcomes.values().stream().anyMatch(StepOutcome.Failed.class::isInstance);
        if (stopped) {
          outcomes.put(step.id(), new StepOutcome.NotReached());
        } else if (refusal != null && step.changes()) {
          finish(step, new StepOutcome.Failed(refusal));
        } else {
          environment.listener().started(node.node(), step.id());
          finish(step, perform(step));
        }
      }
      NodeOutcome outcome = new NodeOutcome(node.node(), outcomes);
      if (changes && refusal == null) {
        close(outcome);
      } else if (outcome.succeeded() && journal.interrupted().isPresent()) {
        close(outcome);
      }
      return outcome;
    }

    private void finish(Step step, StepOutcome outcome) {
      outcomes.put(step.id(), outcome);
      environment.listener().finished(node.node(), step.id(), outcome);
    }

    /** Looks again and writes the journal ahead; gives the reason not to go on, if there is one. */
    private @Nullable Failure begin() {
      List<RemotePath> targets = targets();
      List<RemotePath> directories = Parents.of(targets);
      RemotePath record = DeployPlanner.journal(profile.paths());
      List<RemotePath> paths = new ArrayList<>(targets);
      paths.add(record);
      paths.addAll(directories);
      Result<Observation, NodeFailure> seen =
          node.observe(FileLook.at(paths), Deadline.after(LOOK));
      if (seen.toFailure().isPresent()) {
        return seen.toFailure().get();
      }
      Observation now = seen.orElseThrow();
      for (Step step : plan.changes()) {
        if (step instanceof Step.PutFile put
            && FileLook.moved(put.before(), now.file(put.write().path()))) {
          return new ApplyFailure.MovedSincePlan(node.node(), put.write().path());
        }
      }
      if (FileLook.moved(planned.file(record), now.file(record))) {
        return new ApplyFailure.MovedSincePlan(node.node(), record);
      }
      List<RemotePath> missing =
          directories.stream().filter(d -> now.file(d) instanceof FileState.Absent).toList();
      return keep(generation.creating(missing));
    }

    private List<RemotePath> targets() {
      List<RemotePath> targets = new ArrayList<>();
      for (Step step : plan.changes()) {
        if (step instanceof Step.PutFile put) {
          targets.add(put.write().path());
        }
      }
      return targets;
    }

    private @Nullable Failure keep(Journal.Generation newest) {
      generation = newest;
      journal = journal.with(newest);
      return store.write(journal).toFailure().orElse(null);
    }

    private StepOutcome perform(Step step) {
      return switch (step) {
        case Step.InSync inSync -> new StepOutcome.Unchanged(inSync.evidence());
        case Step.PutFile put -> write(put);
        case Step.ReloadUnits _ ->
            StepOutcome.of(node.reloadUnits(Deadline.after(UNIT)).map(_ -> "reloaded"));
        case Step.ControlUnit control -> control(control);
        case Step.Verify _ -> verify();
        case Step.PutConfig _, Step.ChangeKernel _, Step.RemoveLease _ ->
            throw new IllegalArgumentException("no step of a push to a node: " + step.id());
      };
    }

    private StepOutcome write(Step.PutFile put) {
      RemotePath path = put.write().path();
      boolean fresh =
          generation.files().stream()
              .anyMatch(
                  file ->
                      file.path().equals(path)
                          && file.kept() != null
                          && file.digest() != null
                          && file.digest().equals(FileLook.digest(put.before())));
      FileWrite write =
          fresh ? put.write().keeping(store.kept(generation.number(), path)) : put.write();
      return StepOutcome.of(
          node.put(write, Deadline.after(COPY)).map(made -> made.now().digest().brief()));
    }

    private StepOutcome control(Step.ControlUnit step) {
      boolean starts = step.verb() == UnitVerb.START || step.verb() == UnitVerb.RESTART;
      if (starts) {
        if (step.unit().equals(profile.docker().unit()) && restartedAlready()) {
          return new StepOutcome.Changed("restarted along with flanneld");
        }
        // Clears systemd's start counter: what an administrator asks for is no crash loop.
        Result<UnitState, ? extends Failure> reset =
            node.control(UnitVerb.RESET_FAILED, step.unit(), Deadline.after(UNIT));
        if (reset.toFailure().isPresent()) {
          return new StepOutcome.Failed(reset.toFailure().get());
        }
      }
      return StepOutcome.of(
          node.control(step.verb(), step.unit(), Deadline.after(UNIT))
              .map(
                  unit ->
                      starts
                          ? unit.activeState() + " (" + unit.subState() + ")"
                          : unit.enablement()));
    }

    /** Whether docker came up again by itself, because it requires flanneld, and is right now. */
    private boolean restartedAlready() {
      return node.observe(DeployPlanner.query(profile), Deadline.after(LOOK))
          .toOptional()
          .filter(now -> DockerArguments.of(profile, now).inForce())
          .filter(now -> !dockerProcess(now).equals(dockerProcess(planned)))
          .isPresent();
    }

    private String dockerProcess(Observation seen) {
      UnitState docker = seen.unit(profile.docker().unit());
      return docker.process().toOptional().map(p -> Integer.toString(p.pid())).orElse("none");
    }

    private StepOutcome verify() {
      boolean nothingDone = outcomes.values().stream().noneMatch(StepOutcome::changed);
      Deadline settled = Deadline.after(nothingDone ? Duration.ZERO : SETTLE);
      Observation seen = planned;
      while (true) {
        if (!nothingDone) {
          Result<Observation, ? extends Failure> now =
              node.observe(DeployPlanner.query(profile), Deadline.after(LOOK));
          if (now.toFailure().isPresent()) {
            return new StepOutcome.Failed(now.toFailure().get());
          }
          seen = now.orElseThrow();
        }
        Result<List<SubnetLease>, ? extends Failure> held = leases.get();
        if (held.toFailure().isPresent()) {
          return new StepOutcome.Failed(held.toFailure().get());
        }
        Verification proof = Verification.of(profile, spec, seen, held.orElseThrow());
        if (proof.holds()) {
          return new StepOutcome.Unchanged(proof.evidence());
        }
        if (settled.expired() || !pause()) {
          return new StepOutcome.Failed(new ApplyFailure.NotVerified(node.node(), proof.failing()));
        }
      }
    }

    private boolean pause() {
      try {
        environment.pause().pause(BETWEEN_LOOKS);
        return true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }

    private void close(NodeOutcome outcome) {
      String step = outcome.failure().map(f -> f.getKey().code()).orElse(null);
      Journal.State state = outcome.succeeded() ? Journal.State.COMPLETE : Journal.State.FAILED;
      Failure failure = keep(generation.with(state, step));
      if (failure != null && outcome.succeeded()) {
        outcome
            .steps()
            .replaceAll((id, was) -> id == StepId.VERIFY ? new StepOutcome.Failed(failure) : was);
      }
    }
  }
}

package org.flannelboard.deploy.apply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.deploy.plan.KernelBefore;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.jspecify.annotations.Nullable;

/**
 * A fix's work on one node, under one generation of the node's journal. What can be undone is
 * written there first, with what undoes it; a fix that only restarts leaves nothing to undo and no
 * generation.
 */
public final class NodeFix {

  /** A look at all that a change of the kernel can be about. */
  static final Inspection KERNEL =
      new Inspection(Inspection.Depth.STATE, List.of(), List.of(), List.of(), 0);

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration ACT = Duration.ofSeconds(20);

  /** systemd gives a unit 90 seconds to start and as many to stop (systemd-system.conf(5)). */
  private static final Duration UNIT = Duration.ofSeconds(190);

  private final NodeOps node;
  private final NodeJournal store;
  private final RemotePath record;
  private final String finding;
  private final List<Step> steps;
  private Journal journal = Journal.empty();
  private Journal.@Nullable Generation generation;

  /**
   * A fix's work on a node.
   *
   * @param finding id of what is fixed
   * @param steps all that is to be done there, in the order of the work
   */
  public NodeFix(Paths paths, NodeOps node, String finding, List<Step> steps) {
    this.node = node;
    this.store = new NodeJournal(node, paths);
    this.record = DeployPlanner.journal(paths);
    this.finding = finding;
    this.steps = List.copyOf(steps);
  }

  /** The reason not to begin: something is not as it was when the steps were planned. */
  public Optional<Failure> moved() {
    List<Step.ChangeKernel> changes = of(Step.ChangeKernel.class);
    List<Step.PutFile> files = of(Step.PutFile.class);
    if (!changes.isEmpty()) {
      Result<NodeFacts, NodeFailure> seen = node.inspect(KERNEL, Deadline.after(LOOK));
      if (seen.toFailure().isPresent()) {
        return seen.toFailure().map(failure -> failure);
      }
      for (Step.ChangeKernel step : changes) {
        KernelBefore now = KernelBefore.of(step.change(), seen.orElseThrow());
        if (!now.equals(step.before())) {
          return Optional.of(
              new ApplyFailure.KernelMovedSincePlan(
                  node.node(), step.change().command(), step.before().seen(), now.seen()));
        }
      }
    }
    return files.isEmpty() ? Optional.empty() : moved(files);
  }

  private Optional<Failure> moved(List<Step.PutFile> files) {
    List<RemotePath> paths = files.stream().map(put -> put.write().path()).toList();
    Result<Observation, NodeFailure> seen = node.observe(FileLook.at(paths), Deadline.after(LOOK));
    if (seen.toFailure().isPresent()) {
      return seen.toFailure().map(failure -> failure);
    }
    return files.stream()
        .filter(put -> FileLook.moved(put.before(), seen.orElseThrow().file(put.write().path())))
        .findFirst()
        .map(put -> new ApplyFailure.MovedSincePlan(node.node(), put.write().path()));
  }

  /** Writes down what is about to change; gives the reason if that cannot be done. */
  public Optional<Failure> begin(String now) {
    List<Step.PutFile> files = of(Step.PutFile.class);
    List<Step.ChangeKernel> changes = of(Step.ChangeKernel.class);
    if (files.isEmpty() && changes.isEmpty()) {
      return Optional.empty();
    }
    List<RemotePath> directories =
        Parents.of(files.stream().map(put -> put.write().path()).toList());
    Result<Observation, NodeFailure> seen = node.observe(query(directories), Deadline.after(LOOK));
    Result<Journal, NodeFailure> found =
        seen.flatMap(it -> NodeJournal.in(node.node(), it.file(record)));
    if (found.toFailure().isPresent()) {
      return found.toFailure().map(failure -> failure);
    }
    journal = found.orElseThrow();
    int number = journal.nextNumber();
    List<RemotePath> missing =
        directories.stream()
            .filter(it -> seen.orElseThrow().file(it) instanceof FileState.Absent)
            .toList();
    return keep(
        new Journal.Generation(
            number,
            now,
            Journal.State.OPEN,
            files.stream().map(put -> before(number, put)).toList(),
            List.of(),
            missing,
            null,
            finding,
            changes.stream()
                .map(step -> new Journal.KernelDone(step.change(), step.before().undo()))
                .toList()));
  }

  private ObservationQuery query(List<RemotePath> directories) {
    List<ObservationQuery.FileQuery> files = new ArrayList<>();
    files.add(ObservationQuery.text(record));
    directories.forEach(it -> files.add(ObservationQuery.digest(it)));
    return new ObservationQuery(files, List.of(), false, false);
  }

  private Journal.FileBefore before(int number, Step.PutFile put) {
    RemotePath path = put.write().path();
    return put.before() instanceof FileState.Regular file
        ? new Journal.FileBefore(path, file.digest().sha256(), store.kept(number, path))
        : new Journal.FileBefore(path, null, null);
  }

  private Optional<Failure> keep(Journal.Generation newest) {
    generation = newest;
    journal = journal.with(newest);
    return store.write(journal).toFailure().map(failure -> failure);
  }

  /** Does one of the steps. */
  public StepOutcome perform(Step step) {
    return switch (step) {
      case Step.InSync inSync -> new StepOutcome.Unchanged(inSync.evidence());
      case Step.ChangeKernel kernel ->
          StepOutcome.of(node.change(kernel.change(), Deadline.after(ACT)));
      case Step.PutFile put -> write(put);
      case Step.ReloadUnits _ ->
          StepOutcome.of(node.reloadUnits(Deadline.after(UNIT)).map(_ -> "reloaded"));
      case Step.ControlUnit control -> control(control);
      case Step.PutConfig _, Step.RemoveLease _, Step.Verify _ ->
          throw new IllegalArgumentException("no step of a fix on a node: " + step.id());
    };
  }

  private StepOutcome write(Step.PutFile put) {
    int number = Objects.requireNonNull(generation).number();
    FileWrite write = put.write().keeping(store.kept(number, put.write().path()));
    return StepOutcome.of(
        node.put(write, Deadline.after(ACT)).map(made -> made.now().digest().brief()));
  }

  private StepOutcome control(Step.ControlUnit step) {
    Result<UnitState, NodeFailure> done =
        node.control(step.verb(), step.unit(), Deadline.after(UNIT));
    boolean starts = step.verb() == UnitVerb.START || step.verb() == UnitVerb.RESTART;
    return StepOutcome.of(
        done.map(
            unit ->
                starts ? unit.activeState() + " (" + unit.subState() + ")" : unit.activeState()));
  }

  /**
   * Writes down what came of it; gives the reason if that cannot be done.
   *
   * @param failed the step at which it stopped; null if it came to its end
   * @param complete whether all steps were done
   */
  public Optional<Failure> close(boolean complete, @Nullable StepId failed) {
    if (generation == null) {
      return Optional.empty();
    }
    Journal.State state = complete ? Journal.State.COMPLETE : Journal.State.FAILED;
    return keep(generation.with(state, failed == null ? null : failed.code()));
  }

  private <T extends Step> List<T> of(Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}

package org.flannelboard.deploy.apply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.node.FileState;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;

/**
 * Undoes a node's latest push: every file byte for byte, and whether each unit was enabled and
 * active. Each action finds its work done or does it, so that an interrupted rollback is repeated
 * from the start.
 */
public final class NodeRollback {

  private static final Duration LOOK = Duration.ofSeconds(30);
  private static final Duration ACT = Duration.ofSeconds(120);

  private final ClusterProfile profile;
  private final NodeOps node;

  public NodeRollback(ClusterProfile profile, NodeOps node) {
    this.profile = profile;
    this.node = node;
  }

  /** What undoing would do. Changes nothing. */
  public Result<RollbackPlan, Failure> plan() {
    return look()
        .flatMap(
            seen ->
                journal(seen)
                    .flatMap(
                        journal ->
                            journal
                                .latest()
                                .<Result<RollbackPlan, Failure>>map(
                                    latest -> Result.ok(RollbackPlan.of(latest, seen)))
                                .orElseGet(
                                    () ->
                                        Result.err(
                                            new ApplyFailure.NothingToRollBack(node.node())))));
  }

  /**
   * Undoes.
   *
   * @param done told of each action after it was done
   * @return what was found at the end; the journal then says that the push is undone
   */
  public Result<Verification, Failure> run(RollbackPlan plan, Consumer<RollbackPlan.Action> done) {
    for (RollbackPlan.Action action : plan.actions()) {
      Optional<? extends Failure> failure = perform(action);
      if (failure.isPresent()) {
        return Result.err(failure.get());
      }
      done.accept(action);
    }
    return look().flatMap(seen -> conclude(plan, seen));
  }

  private Result<Verification, Failure> conclude(RollbackPlan plan, Observation seen) {
    Verification proof = proof(plan.generation(), seen);
    if (!proof.holds()) {
      return Result.err(new ApplyFailure.NotVerified(node.node(), proof.failing()));
    }
    return journal(seen)
        .flatMap(
            journal -> {
              Journal undone =
                  journal.with(plan.generation().with(Journal.State.ROLLED_BACK, null));
              return widen(new NodeJournal(node, profile.paths()).write(undone));
            })
        .map(_ -> proof);
  }

  private Optional<? extends Failure> perform(RollbackPlan.Action action) {
    Deadline deadline = Deadline.after(ACT);
    return switch (action) {
      case RollbackPlan.Action.Restore restore -> restore(restore);
      case RollbackPlan.Action.Remove remove -> node.remove(remove.path(), deadline).toFailure();
      case RollbackPlan.Action.Reload _ -> node.reloadUnits(deadline).toFailure();
      case RollbackPlan.Action.Control control -> {
        if (control.verb() == UnitVerb.START) {
          // Clears systemd's start counter: what an administrator asks for is no crash loop.
          var reset = node.control(UnitVerb.RESET_FAILED, control.unit(), deadline);
          if (reset.toFailure().isPresent()) {
            yield reset.toFailure();
          }
        }
        yield node.control(control.verb(), control.unit(), deadline).toFailure();
      }
    };
  }

  private Optional<? extends Failure> restore(RollbackPlan.Action.Restore restore) {
    Journal.FileBefore file = restore.file();
    ObservationQuery both =
        new ObservationQuery(
            List.of(ObservationQuery.digest(file.path()), ObservationQuery.digest(restore.kept())),
            List.of(),
            false,
            false);
    Result<Observation, NodeFailure> seen = node.observe(both, Deadline.after(LOOK));
    if (seen.toFailure().isPresent()) {
      return seen.toFailure();
    }
    boolean untouched = hasDigest(seen.orElseThrow().file(file.path()), file);
    boolean keptWhole = hasDigest(seen.orElseThrow().file(restore.kept()), file);
    if (!keptWhole) {
      return untouched
          ? Optional.empty() // the push stopped before it came to this file
          : Optional.of(new ApplyFailure.KeptFileLost(node.node(), file.path(), restore.kept()));
    }
    return node.restore(restore.kept(), file.path(), Deadline.after(ACT)).toFailure();
  }

  private static boolean hasDigest(FileState state, Journal.FileBefore file) {
    return state instanceof FileState.Regular regular
        && regular.digest().sha256().equals(file.digest());
  }

  private Verification proof(Journal.Generation generation, Observation seen) {
    List<Verification.Check> checks = new ArrayList<>();
    for (Journal.FileBefore file : generation.files()) {
      FileState now = seen.files().get(file.path());
      if (now != null) {
        boolean holds =
            file.digest() == null ? now instanceof FileState.Absent : hasDigest(now, file);
        String evidence =
            now instanceof FileState.Regular regular
                ? file.path() + " " + regular.digest().brief()
                : file.path() + " absent";
        checks.add(new Verification.Check("file-as-before", holds, evidence));
      }
    }
    for (Journal.UnitBefore before : generation.units()) {
      UnitState now = seen.unit(before.unit());
      boolean holds = now.active() == before.active() && now.enabled() == before.enabled();
      String evidence = before.unit() + " " + now.activeState() + ", " + now.enablement();
      checks.add(new Verification.Check("unit-as-before", holds, evidence));
    }
    return new Verification(checks);
  }

  private Result<Observation, Failure> look() {
    return widen(node.observe(DeployPlanner.query(profile), Deadline.after(LOOK)));
  }

  private Result<Journal, Failure> journal(Observation seen) {
    return widen(NodeJournal.in(seen, profile.paths()));
  }

  private static <T> Result<T, Failure> widen(Result<T, NodeFailure> result) {
    return result.mapFailure(failure -> failure);
  }
}

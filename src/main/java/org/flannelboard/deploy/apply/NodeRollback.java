package org.flannelboard.deploy.apply;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.plan.DeployPlanner;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.deploy.plan.KernelBefore;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.node.FileState;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.node.facts.NodeFacts;

/**
 * Undoes a node's latest push or fix: every file byte for byte, whether each unit was enabled and
 * active, and each change of the running kernel that still stands. Each action finds its work done
 * or does it, so that an interrupted rollback is repeated from the start.
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
    return latest()
        .flatMap(
            latest ->
                look(latest)
                    .flatMap(
                        seen ->
                            kernel(latest)
                                .map(
                                    kernel -> RollbackPlan.of(latest, seen, kernel.orElse(null)))));
  }

  /** What undoing would do to each file, in the order of the work. Changes nothing. */
  public Result<List<Difference>, Failure> differences(RollbackPlan plan) {
    List<Journal.FileBefore> files = plan.generation().files();
    List<ObservationQuery.FileQuery> paths =
        files.stream()
            .flatMap(file -> Stream.of(file.path(), file.kept()))
            .filter(Objects::nonNull)
            .distinct()
            .map(ObservationQuery::text)
            .toList();
    ObservationQuery both = new ObservationQuery(paths, List.of(), false, false);
    return widen(node.observe(both, Deadline.after(LOOK)))
        .map(
            seen ->
                files.stream()
                    .map(
                        file ->
                            Difference.of(file.path(), seen.file(file.path()), before(file, seen)))
                    .filter(difference -> !difference.none())
                    .toList());
  }

  /** What was pushed to the node so far. */
  public Result<Journal, Failure> journal() {
    RemotePath path = DeployPlanner.journal(profile.paths());
    ObservationQuery record =
        new ObservationQuery(List.of(ObservationQuery.text(path)), List.of(), false, false);
    return widen(node.observe(record, Deadline.after(LOOK))).flatMap(this::journal);
  }

  /**
   * What a push made of each file: from what it replaced to what the next push that names the file
   * replaced, or to what stands there now.
   *
   * @param journal names the push and those after it
   */
  public Result<List<Difference>, Failure> differences(
      Journal journal, Journal.Generation generation) {
    List<Journal.FileBefore> later =
        journal.generations().stream()
            .filter(other -> other.number() > generation.number())
            .flatMap(other -> other.files().stream())
            .toList();
    List<ObservationQuery.FileQuery> paths =
        Stream.concat(generation.files().stream(), later.stream())
            .flatMap(file -> Stream.of(file.path(), file.kept()))
            .filter(Objects::nonNull)
            .distinct()
            .map(ObservationQuery::text)
            .toList();
    ObservationQuery all = new ObservationQuery(paths, List.of(), false, false);
    return widen(node.observe(all, Deadline.after(LOOK)))
        .map(
            seen ->
                generation.files().stream()
                    .map(
                        file ->
                            Difference.of(
                                file.path(), before(file, seen), after(file, later, seen)))
                    .filter(difference -> !difference.none())
                    .toList());
  }

  private static FileState after(
      Journal.FileBefore file, List<Journal.FileBefore> later, Observation seen) {
    return later.stream()
        .filter(other -> other.path().equals(file.path()))
        .findFirst()
        .map(other -> before(other, seen))
        .orElseGet(() -> seen.file(file.path()));
  }

  private static FileState before(Journal.FileBefore file, Observation seen) {
    if (file.kept() == null) {
      return new FileState.Absent(file.path());
    }
    // A push that stopped before it came to this file has kept nothing.
    FileState now = seen.file(file.path());
    return hasDigest(now, file) ? now : seen.file(file.kept());
  }

  /**
   * Undoes.
   *
   * @param done told of each action after it was done
   * @return what was found at the end; the journal then says that the push is undone
   */
  public Result<Verification, Failure> run(RollbackPlan plan, Consumer<RollbackPlan.Action> done) {
    Result<Journal.Generation, Failure> latest = latest();
    if (latest.toFailure().isPresent()) {
      return Result.err(latest.toFailure().get());
    }
    if (!latest.orElseThrow().equals(plan.generation())) {
      RemotePath journal = DeployPlanner.journal(profile.paths());
      return Result.err(new ApplyFailure.MovedSincePlan(node.node(), journal));
    }
    for (RollbackPlan.Action action : plan.actions()) {
      Optional<? extends Failure> failure = perform(action, plan.generation());
      if (failure.isPresent()) {
        return Result.err(failure.get());
      }
      done.accept(action);
    }
    return look(plan.generation())
        .flatMap(seen -> kernel(plan.generation()).flatMap(kernel -> conclude(plan, seen, kernel)));
  }

  private Result<Verification, Failure> conclude(
      RollbackPlan plan, Observation seen, Optional<NodeFacts> kernel) {
    Verification proof = proof(plan, seen, kernel);
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

  private Optional<? extends Failure> perform(
      RollbackPlan.Action action, Journal.Generation generation) {
    Deadline deadline = Deadline.after(ACT);
    return switch (action) {
      case RollbackPlan.Action.Restore restore -> restore(restore);
      case RollbackPlan.Action.Remove remove ->
          node.remove(remove.path(), deadline)
              .toFailure()
              .filter(failure -> !inUse(failure, remove.path(), generation));
      case RollbackPlan.Action.Kernel(KernelChange undo) -> node.change(undo, deadline).toFailure();
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

  /** Whether it is one of our directories, which stays because others put something into it. */
  private static boolean inUse(
      NodeFailure failure, RemotePath path, Journal.Generation generation) {
    return failure instanceof NodeFailure.NotWritable
        && generation.createdDirectories().contains(path);
  }

  private Optional<? extends Failure> restore(RollbackPlan.Action.Restore restore) {
    Journal.FileBefore file = restore.file();
    ObservationQuery both = FileLook.at(List.of(file.path(), restore.kept()));
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

  private static Verification proof(
      RollbackPlan plan, Observation seen, Optional<NodeFacts> kernel) {
    Journal.Generation generation = plan.generation();
    List<Verification.Check> checks = new ArrayList<>();
    for (RollbackPlan.Action action : plan.actions()) {
      if (action instanceof RollbackPlan.Action.Kernel(KernelChange undo)) {
        boolean back = kernel.filter(facts -> KernelBefore.of(undo, facts).stands()).isPresent();
        checks.add(new Verification.Check("kernel-as-before", back, undo.command()));
      }
    }
    for (Journal.FileBefore file : generation.files()) {
      FileState now = seen.file(file.path());
      boolean holds =
          file.digest() == null ? now instanceof FileState.Absent : hasDigest(now, file);
      checks.add(new Verification.Check("file-as-before", holds, evidence(now)));
    }
    for (Journal.UnitBefore before : generation.units()) {
      UnitState now = seen.unit(before.unit());
      boolean holds = now.active() == before.active() && now.enabled() == before.enabled();
      String evidence = before.unit() + " " + now.activeState() + ", " + now.enablement();
      checks.add(new Verification.Check("unit-as-before", holds, evidence));
    }
    return new Verification(checks);
  }

  private static String evidence(FileState now) {
    return now.path()
        + switch (now) {
          case FileState.Regular file -> " " + file.digest().brief();
          case FileState.Absent _ -> " absent";
          case FileState.Other other -> " is a " + other.kind();
          case FileState.Unreadable unreadable -> " unreadable: " + unreadable.why();
        };
  }

  /** The push to undo. */
  private Result<Journal.Generation, Failure> latest() {
    return journal()
        .flatMap(
            journal ->
                journal
                    .latest()
                    .<Result<Journal.Generation, Failure>>map(Result::ok)
                    .orElseGet(() -> Result.err(new ApplyFailure.NothingToRollBack(node.node()))));
  }

  /** The node with all that the push names, which today's profile may no longer name. */
  private Result<Observation, Failure> look(Journal.Generation generation) {
    List<RemotePath> files = generation.files().stream().map(Journal.FileBefore::path).toList();
    List<String> units = generation.units().stream().map(Journal.UnitBefore::unit).toList();
    ObservationQuery query = FileLook.with(DeployPlanner.query(profile), files, units);
    return widen(node.observe(query, Deadline.after(LOOK)));
  }

  /** The node's kernel, where the generation names changes of it. */
  private Result<Optional<NodeFacts>, Failure> kernel(Journal.Generation generation) {
    if (generation.kernel().isEmpty()) {
      return Result.ok(Optional.empty());
    }
    return widen(node.inspect(NodeFix.KERNEL, Deadline.after(LOOK))).map(Optional::of);
  }

  private Result<Journal, Failure> journal(Observation seen) {
    return widen(NodeJournal.in(seen, profile.paths()));
  }

  private static <T> Result<T, Failure> widen(Result<T, NodeFailure> result) {
    return result.mapFailure(failure -> failure);
  }
}

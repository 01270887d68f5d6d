package org.flannelboard.deploy.apply;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.plan.KernelBefore;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.node.facts.NodeFacts;
import org.jspecify.annotations.Nullable;

/**
 * What undoing a node's latest push or fix would do. Pure.
 *
 * @param node the node
 * @param generation the push or fix to undo
 * @param actions in the order of the work
 * @param risk what it can do to those who use the node
 */
public record RollbackPlan(
    NodeId node, Journal.Generation generation, List<Action> actions, Risk risk) {

  public RollbackPlan {
    actions = List.copyOf(actions);
  }

  /** One thing to do. */
  public sealed interface Action {

    /** Stable word and object for machine output, for example {@code restore /usr/bin/flanneld}. */
    String text();

    /** Puts a kept file back. */
    record Restore(Journal.FileBefore file, RemotePath kept) implements Action {
      @Override
      public String text() {
        return "restore " + file.path();
      }
    }

    /** Removes a file, or a directory if it is empty, that was not there before. */
    record Remove(RemotePath path) implements Action {
      @Override
      public String text() {
        return "remove " + path;
      }
    }

    /** Has systemd read its unit files again. */
    record Reload() implements Action {
      @Override
      public String text() {
        return "daemon-reload";
      }
    }

    /** Brings back what stood in the running kernel. */
    record Kernel(KernelChange undo) implements Action {
      @Override
      public String text() {
        return undo.command();
      }
    }

    /** Has systemd do something with a unit. */
    record Control(UnitVerb verb, String unit) implements Action {
      @Override
      public String text() {
        return verb.word() + " " + unit;
      }
    }
  }

  /** Whether docker runs afterwards, because it ran before the push. */
  public boolean dockerReturns() {
    return actions.stream()
        .anyMatch(
            action ->
                action instanceof Action.Control(UnitVerb verb, String unit)
                    && verb == UnitVerb.START
                    && !unit.equals("flanneld.service"));
  }

  /**
   * Plans the way back.
   *
   * @param seen the node as it is, observed with the units the generation names
   * @param kernel its kernel as it is; null where the generation names no change of it
   */
  static RollbackPlan of(
      Journal.Generation generation, Observation seen, @Nullable NodeFacts kernel) {
    List<Action> actions = new ArrayList<>();
    if (kernel != null) {
      generation.kernel().reversed().stream()
          .flatMap(done -> way(done, kernel).stream())
          .forEach(undo -> actions.add(new Action.Kernel(undo)));
    }
    // Whatever requires another unit stands after it in the journal: stop from the end.
    for (Journal.UnitBefore before : generation.units().reversed()) {
      switch (seen.unit(before.unit()).activeState()) {
        case "inactive" -> {}
        // While its file is still there: without it systemd goes on showing a failed unit.
        case "failed" -> actions.add(new Action.Control(UnitVerb.RESET_FAILED, before.unit()));
        // Active, or still trying to be.
        default -> actions.add(new Action.Control(UnitVerb.STOP, before.unit()));
      }
    }
    for (Journal.UnitBefore before : generation.units()) {
      if (!before.enabled() && seen.unit(before.unit()).enabled()) {
        actions.add(new Action.Control(UnitVerb.DISABLE, before.unit()));
      }
    }
    for (Journal.FileBefore file : generation.files()) {
      actions.add(
          file.kept() == null
              ? new Action.Remove(file.path())
              : new Action.Restore(file, file.kept()));
    }
    generation
        .createdDirectories()
        .reversed()
        .forEach(directory -> actions.add(new Action.Remove(directory)));
    if (!generation.units().isEmpty()) {
      actions.add(new Action.Reload());
    }
    for (Journal.UnitBefore before : generation.units()) {
      if (before.enabled() && !seen.unit(before.unit()).enabled()) {
        actions.add(new Action.Control(UnitVerb.ENABLE, before.unit()));
      }
    }
    for (Journal.UnitBefore before : generation.units()) {
      if (before.active()) {
        actions.add(new Action.Control(UnitVerb.START, before.unit()));
      }
    }
    return new RollbackPlan(seen.node(), generation, actions, risk(generation, seen));
  }

  /** What was changed again since is somebody else's, and stays. */
  private static Optional<KernelChange> way(Journal.KernelDone done, NodeFacts kernel) {
    return Optional.ofNullable(done.undo())
        .filter(_ -> KernelBefore.of(done.change(), kernel).stands());
  }

  private static Risk risk(Journal.Generation generation, Observation seen) {
    boolean dockerRuns =
        generation.units().stream()
            .map(Journal.UnitBefore::unit)
            .filter(unit -> !unit.equals("flanneld.service"))
            .anyMatch(unit -> seen.unit(unit).active());
    if (!dockerRuns) {
      return new Risk.None();
    }
    List<String> containers =
        seen.containers().toOptional().orElse(List.of()).stream()
            .map(Observation.Container::name)
            .toList();
    return new Risk.DockerRestarts(containers, false);
  }
}

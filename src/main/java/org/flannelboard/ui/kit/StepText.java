package org.flannelboard.ui.kit;

import java.util.List;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.node.FileState;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.UnitVerb;
import org.jspecify.annotations.Nullable;

/** Steps of a plan in words. */
public final class StepText {

  private static final String RELOAD = "systemctl daemon-reload";

  private final Words words;

  public StepText(Words words) {
    this.words = words;
  }

  /** What the step is about. */
  public String title(Step step) {
    return words.text("step." + step.id().code());
  }

  /** What it does, in one line. */
  public String detail(Step step) {
    return switch (step) {
      case Step.InSync(StepId _, String evidence) -> evidence;
      case Step.PutFile put ->
          words.text(
              put.before() instanceof FileState.Absent ? "plan.file-new" : "plan.file-replaced",
              "path",
              put.write().path().text());
      case Step.ReloadUnits _ -> RELOAD;
      case Step.ControlUnit control ->
          "systemctl %s %s (%s)"
              .formatted(
                  control.verb().word(), control.unit(), words.text("reason." + control.reason()));
      case Step.PutConfig put ->
          words.text("plan.config", "key", put.key(), "network", put.config().network());
      case Step.ChangeKernel(StepId _, NodeId _, KernelChange change, var _) -> change.command();
      case Step.RemoveLease remove -> remove.key();
      case Step.Verify _ -> words.text("plan.verify");
    };
  }

  /** What it can do to those who use the node; empty if nothing. */
  public String risk(Step step) {
    return risk(step.risk());
  }

  /** The same of a risk; empty if there is none. */
  public String risk(Risk risk) {
    return switch (risk) {
      case Risk.None _ -> "";
      case Risk.FlanneldRestarts _ -> words.text("risk.flanneld-restarts");
      case Risk.DockerRestarts(List<String> containers, boolean live) -> {
        if (containers.isEmpty()) {
          yield words.text("risk.docker-restarts");
        }
        yield words.text(
            live ? "risk.docker-restarts-live" : "risk.docker-stops",
            "containers",
            String.join(", ", containers));
      }
      case Risk.NetworkChanges(List<String> orphaned) ->
          orphaned.isEmpty()
              ? words.text("risk.network-changes")
              : words.text("risk.leases-lost", "subnets", String.join(", ", orphaned));
    };
  }

  /** What the step makes of a file or key; null if it writes none. */
  public static @Nullable Difference difference(Step step) {
    return switch (step) {
      case Step.PutFile put -> Difference.of(put);
      case Step.PutConfig put -> Difference.of(put);
      case Step.InSync _,
          Step.ReloadUnits _,
          Step.ControlUnit _,
          Step.ChangeKernel _,
          Step.RemoveLease _,
          Step.Verify _ ->
          null;
    };
  }

  /** What undoing a push does, in one line. */
  public String action(RollbackPlan.Action action) {
    return switch (action) {
      case RollbackPlan.Action.Restore restore ->
          words.text("rollback.restore", "path", restore.file().path());
      case RollbackPlan.Action.Remove remove ->
          words.text("rollback.remove", "path", remove.path());
      case RollbackPlan.Action.Reload _ -> RELOAD;
      case RollbackPlan.Action.Control(UnitVerb verb, String unit) ->
          "systemctl " + verb.word() + " " + unit;
      case RollbackPlan.Action.Kernel kernel -> kernel.undo().command();
    };
  }
}

package org.flannelboard.ui.kit;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.stream.Collectors;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;

/** Steps of a plan in words. */
public final class StepText {

  private static final int CONTEXT = 2;

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
      case Step.ReloadUnits _ -> "systemctl daemon-reload";
      case Step.ControlUnit control ->
          "systemctl %s %s (%s)"
              .formatted(
                  control.verb().word(), control.unit(), words.text("reason." + control.reason()));
      case Step.PutConfig put ->
          words.text("plan.config", "key", put.key(), "network", put.config().network());
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

  /** The text it changes, as a unified diff; empty where there is no text, or none to be shown. */
  public static List<String> diff(Step step) {
    return switch (step) {
      case Step.PutFile put
          when put.id() == StepId.CERTIFICATE_KEY || !isText(put.write().content()) ->
          List.of();
      case Step.PutFile put -> {
        List<String> before = before(put.before());
        List<String> after = put.write().content().text().lines().toList();
        yield UnifiedDiffUtils.generateUnifiedDiff(
                put.write().path().text(),
                put.write().path().text(),
                before,
                DiffUtils.diff(before, after),
                CONTEXT)
            .stream()
            .skip(2)
            .collect(Collectors.toList());
      }
      case Step.InSync _, Step.ReloadUnits _, Step.ControlUnit _, Step.PutConfig _, Step.Verify _ ->
          List.of();
    };
  }

  private static List<String> before(FileState before) {
    return switch (before) {
      case FileState.Regular regular when regular.content() != null && isText(regular.content()) ->
          regular.content().text().lines().toList();
      case FileState.Regular _, FileState.Absent _, FileState.Other _, FileState.Unreadable _ ->
          List.of();
    };
  }

  /** Programs have zero bytes near their beginning; text has none. */
  private static boolean isText(Content content) {
    int looked = Math.min(content.size(), 4096);
    for (int i = 0; i < looked; i++) {
      if (content.bytes()[i] == 0) {
        return false;
      }
    }
    return content.size() < 256 * 1024;
  }
}

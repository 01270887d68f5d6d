package org.flannelboard.deploy.apply;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.plan.Verification;

/** Expected ways for applying or undoing a plan to fail, beside those of the node itself. */
public sealed interface ApplyFailure extends Failure {

  /** A file is no longer what it was when the plan was made. */
  record MovedSincePlan(NodeId node, RemotePath path) implements ApplyFailure {
    @Override
    public String code() {
      return "moved-since-plan";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "path", path.text());
    }
  }

  /**
   * The running kernel is no longer as it was when the change was planned.
   *
   * @param command the change
   * @param then what stood in its place; empty if nothing did
   */
  record KernelMovedSincePlan(NodeId node, String command, String then, String now)
      implements ApplyFailure {
    @Override
    public String code() {
      return "kernel-moved-since-plan";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of(
          "node",
          node.name(),
          "command",
          command,
          "then",
          then.isEmpty() ? "-" : then,
          "now",
          now.isEmpty() ? "-" : now);
    }
  }

  /** All steps were done, yet the node is not as it should be. */
  record NotVerified(NodeId node, List<Verification.Check> failing) implements ApplyFailure {
    public NotVerified {
      failing = List.copyOf(failing);
    }

    @Override
    public String code() {
      return "not-verified";
    }

    @Override
    public Map<String, String> arguments() {
      String checks =
          failing.stream()
              .map(check -> check.code() + ": " + check.evidence())
              .collect(Collectors.joining("; "));
      return Map.of("node", node.name(), "checks", checks);
    }
  }

  /** Nothing was pushed to the node, or all of it was undone already. */
  record NothingToRollBack(NodeId node) implements ApplyFailure {
    @Override
    public String code() {
      return "nothing-to-roll-back";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name());
    }
  }

  /** A kept file is gone, or is not the one the journal names; the target was left alone. */
  record KeptFileLost(NodeId node, RemotePath path, RemotePath kept) implements ApplyFailure {
    @Override
    public String code() {
      return "kept-file-lost";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("node", node.name(), "path", path.text(), "kept", kept.text());
    }
  }
}

package org.flannelboard.deploy.plan;

import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.Revision;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.UnitVerb;
import org.jspecify.annotations.Nullable;

/**
 * One thing to do, as data: shown, confirmed, journaled, undone, printed as a line of a runbook.
 *
 * <p>A step that is not needed is in the plan too, as {@link InSync}, so that the plan answers for
 * everything that was looked at.
 */
public sealed interface Step {

  /** What the step is about. */
  StepId id();

  /** What it can do to those who use the node. */
  Risk risk();

  /** Whether it changes anything. */
  default boolean changes() {
    return switch (this) {
      case InSync _, Verify _ -> false;
      case PutFile _, ReloadUnits _, ControlUnit _, PutConfig _, ChangeKernel _, RemoveLease _ ->
          true;
    };
  }

  /**
   * Is as it should be already.
   *
   * @param evidence what was seen, for example a digest or {@code active (running)}
   */
  record InSync(StepId id, String evidence) implements Step {
    @Override
    public Risk risk() {
      return new Risk.None();
    }
  }

  /**
   * Writes a file.
   *
   * @param write the file as it shall be
   * @param before what stood there when the plan was made; the step is refused if that has changed
   */
  record PutFile(StepId id, NodeId node, FileWrite write, FileState before) implements Step {
    @Override
    public Risk risk() {
      return new Risk.None();
    }
  }

  /** Has systemd read its unit files again. */
  record ReloadUnits(StepId id, NodeId node) implements Step {
    @Override
    public Risk risk() {
      return new Risk.None();
    }
  }

  /**
   * Has systemd do something with a unit.
   *
   * @param reason why, as a stable code, for example {@code not-enabled} or {@code files-changed}
   * @param risk what that can do
   */
  record ControlUnit(StepId id, NodeId node, String unit, UnitVerb verb, String reason, Risk risk)
      implements Step {}

  /**
   * Writes flannel's network configuration to etcd.
   *
   * @param before the text there is; null if there is none
   * @param expect the condition under which it is written
   * @param risk what that does to leases that exist
   */
  record PutConfig(
      StepId id,
      String key,
      NetworkConfig config,
      @Nullable String before,
      Expect expect,
      Risk risk)
      implements Step {}

  /** Measures whether the node is as it should be. */
  record Verify(StepId id, NodeId node) implements Step {
    @Override
    public Risk risk() {
      return new Risk.None();
    }
  }

  /**
   * Changes one thing in the running kernel; it lasts until the next boot at most.
   *
   * @param before what stood in its place when the step was planned; decides the way back
   */
  record ChangeKernel(StepId id, NodeId node, KernelChange change, KernelBefore before)
      implements Step {
    @Override
    public Risk risk() {
      return new Risk.None();
    }
  }

  /**
   * Removes a lease from etcd, if it is still the one that was seen.
   *
   * @param raw the text that was seen there, with which it could be put back by hand
   * @param seen when that text was written
   */
  record RemoveLease(StepId id, String key, SubnetLease lease, String raw, Revision seen)
      implements Step {
    @Override
    public Risk risk() {
      return new Risk.None();
    }
  }
}

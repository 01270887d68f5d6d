package org.flannelboard.ui.kit;

import java.util.List;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.deploy.plan.Verification;

/** Where a rollback stands, from the click to the proof. */
public sealed interface RollbackState {

  /** Nobody asked for one, or the person has left it. */
  record Idle() implements RollbackState {}

  /** It is being found out what would be done. */
  record Proposing(NodeSpec node) implements RollbackState {}

  /** That could not be found out, or there is nothing to undo. Nothing was changed. */
  record Refused(NodeSpec node, Failure failure) implements RollbackState {}

  /**
   * It is known what would be done, and the person is asked.
   *
   * @param differences what becomes of each file that would change
   */
  record Confirming(NodeSpec node, RollbackPlan plan, List<Difference> differences)
      implements RollbackState {
    public Confirming {
      differences = List.copyOf(differences);
    }
  }

  /**
   * It is being done.
   *
   * @param asked what the person agreed to
   * @param done how many of the plan's actions are done
   */
  record Running(Confirming asked, int done) implements RollbackState {}

  /**
   * It came to its end, well or not.
   *
   * @param done how many of the plan's actions were done
   * @param proof what was measured, or what stopped it
   */
  record Ended(Confirming asked, int done, Result<Verification, Failure> proof)
      implements RollbackState {}

  /** Whether another change would come between it and its end. */
  default boolean engaged() {
    return busy() || this instanceof Proposing || this instanceof Confirming;
  }

  /** Whether the node is being worked on. */
  default boolean busy() {
    return this instanceof Running;
  }
}

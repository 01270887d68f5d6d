package org.flannelboard.app;

import java.util.List;
import java.util.function.Consumer;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.apply.NodeRollback;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.deploy.plan.Verification;

/** Undoes the latest push to a node. */
public final class Rollbacks {

  private final Cluster cluster;

  public Rollbacks(Cluster cluster) {
    this.cluster = cluster;
  }

  /** What undoing would do. Changes nothing. */
  public Result<RollbackPlan, Failure> propose(NodeSpec node) {
    return cluster.on(node, ops -> new NodeRollback(cluster.profile(), ops).plan());
  }

  /** What undoing would do to each file that differs. Changes nothing. */
  public Result<List<Difference>, Failure> differences(NodeSpec node, RollbackPlan plan) {
    return cluster.on(node, ops -> new NodeRollback(cluster.profile(), ops).differences(plan));
  }

  /** What was pushed to a node so far. Changes nothing. */
  public Result<Journal, Failure> journal(NodeSpec node) {
    return cluster.on(node, ops -> new NodeRollback(cluster.profile(), ops).journal());
  }

  /** What one push in a node's journal made of each file. Changes nothing. */
  public Result<List<Difference>, Failure> differences(
      NodeSpec node, Journal journal, Journal.Generation generation) {
    return cluster.on(
        node, ops -> new NodeRollback(cluster.profile(), ops).differences(journal, generation));
  }

  /**
   * Undoes.
   *
   * @param done told of each action after it was done
   */
  public Result<Verification, Failure> run(
      NodeSpec node, RollbackPlan plan, Consumer<RollbackPlan.Action> done) {
    return cluster.changing(
        Change.Kind.ROLLBACK,
        () -> cluster.on(node, ops -> new NodeRollback(cluster.profile(), ops).run(plan, done)));
  }
}

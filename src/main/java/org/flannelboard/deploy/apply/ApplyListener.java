package org.flannelboard.deploy.apply;

import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.plan.StepId;

/** Follows a plan at work. Called on the thread that works on the node. */
public interface ApplyListener {

  /** A step begins. */
  void started(NodeId node, StepId step);

  /** A step came to its end. */
  void finished(NodeId node, StepId step, StepOutcome outcome);

  /** A step that is about etcd and no node begins. */
  default void started(StepId step) {}

  /** A step that is about etcd and no node came to its end. */
  default void finished(StepId step, StepOutcome outcome) {}

  /** Follows nothing. */
  static ApplyListener none() {
    return new ApplyListener() {
      @Override
      public void started(NodeId node, StepId step) {}

      @Override
      public void finished(NodeId node, StepId step, StepOutcome outcome) {}
    };
  }
}

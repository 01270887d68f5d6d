package org.flannelboard.deploy.apply;

import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.plan.StepId;

/** Follows a plan at work. Called on the thread that works on the node. */
public interface ApplyListener {

  /** A step begins. */
  void started(NodeId node, StepId step);

  /** A step came to its end. */
  void finished(NodeId node, StepId step, StepOutcome outcome);

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

package org.flannelboard.app;

import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.StepId;

/** Lets something happen just before flanneld is started. */
record StepGate(Runnable before) implements ApplyListener {

  @Override
  public void started(NodeId node, StepId step) {
    if (step == StepId.FLANNELD_START) {
      before.run();
    }
  }

  @Override
  public void finished(NodeId node, StepId step, StepOutcome outcome) {}
}

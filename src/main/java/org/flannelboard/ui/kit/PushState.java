package org.flannelboard.ui.kit;

import java.util.List;
import org.flannelboard.app.Proposal;
import org.flannelboard.app.PushReport;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;

/** Where a push stands, from the click to the proof. */
public sealed interface PushState {

  /** Nobody asked for one yet, or what was proposed was declined. */
  record Idle() implements PushState {}

  /** It is being found out what would be done. */
  record Proposing(List<NodeId> targets) implements PushState {}

  /** That could not be found out. Nothing was changed. */
  record Refused(List<NodeId> targets, Failure failure) implements PushState {}

  /** It is known what would be done, and the person is asked. */
  record Confirming(Proposal proposal) implements PushState {}

  /** It is being done. */
  record Running(PushBoard board) implements PushState {}

  /** It came to its end, well or not. */
  record Ended(PushBoard board, PushReport report) implements PushState {}

  /** Whether another change would come between it and its end. */
  default boolean engaged() {
    return busy() || this instanceof Confirming;
  }

  /** Whether nodes are being looked at or worked on. */
  default boolean busy() {
    return this instanceof Proposing || this instanceof Running;
  }
}

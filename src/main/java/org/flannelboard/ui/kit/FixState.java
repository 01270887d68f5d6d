package org.flannelboard.ui.kit;

import java.util.List;
import org.flannelboard.app.Fixes;
import org.flannelboard.base.Failure;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.diagnosis.Finding;

/** Where a fix stands, from the click to the proof. */
public sealed interface FixState {

  /** Nobody asked for one, or the person has left it. */
  record Idle() implements FixState {}

  /** It is being found out what would be done. */
  record Proposing(Finding finding) implements FixState {}

  /** That could not be found out, or no longer holds. Nothing was changed. */
  record Refused(Finding finding, Failure failure) implements FixState {}

  /** It is known what would be done, and the person is asked. */
  record Confirming(Fixes.Proposal proposal) implements FixState {}

  /**
   * It is being done.
   *
   * @param marks how far each of the proposal's lines is
   */
  record Running(Fixes.Proposal proposal, List<Mark> marks) implements FixState {
    public Running {
      marks = List.copyOf(marks);
    }
  }

  /** How far a line is. */
  sealed interface Mark {

    /** Its turn has not come. */
    record Waiting() implements Mark {}

    /** It is being done. */
    record Working() implements Mark {}

    /** It came to its end. */
    record Done(StepOutcome outcome) implements Mark {}
  }

  /** It came to its end, well or not, and was measured. */
  record Ended(Fixes.Report report) implements FixState {}
}

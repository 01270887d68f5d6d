package org.flannelboard.cli;

import org.flannelboard.deploy.plan.Step;
import org.flannelboard.node.FileState;

/** A step in a few words: its object, and why. */
final class StepWords {

  private StepWords() {}

  static String of(Step step, Terminal terminal) {
    return switch (step) {
      case Step.InSync inSync -> inSync.evidence();
      case Step.PutFile put ->
          put.write().path()
              + " ("
              + terminal.text(
                  put.before() instanceof FileState.Absent ? "step.new" : "step.differs")
              + ")";
      case Step.ReloadUnits _ -> terminal.text("step.reload");
      case Step.ControlUnit control ->
          control.verb().word()
              + " "
              + control.unit()
              + " ("
              + terminal.text("reason." + control.reason())
              + ")";
      case Step.PutConfig put -> put.key();
      case Step.ChangeKernel kernel ->
          kernel.change().command() + " (" + terminal.text("step.until-boot") + ")";
      case Step.RemoveLease remove -> remove.key();
      case Step.Verify _ -> terminal.text("step.verify");
    };
  }
}

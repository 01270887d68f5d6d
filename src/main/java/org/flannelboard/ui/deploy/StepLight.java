package org.flannelboard.ui.deploy;

import org.flannelboard.app.Drift.Finding;
import org.flannelboard.base.Failure;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.PushBoard.Progress;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StepText;
import org.flannelboard.ui.kit.Words;

/** The states of a step as lights, and in a line each. */
final class StepLight {

  private final Words words;
  private final StepText text;

  StepLight(Words words) {
    this.words = words;
    this.text = new StepText(words);
  }

  /** How a step was found. */
  Light of(Finding finding) {
    return switch (finding) {
      case Finding.InSync _ -> new Light(Status.OK, words.text("drift.in-sync"));
      case Finding.Differs _ -> new Light(Status.WARNING, words.text("drift.differs"));
      case Finding.Missing _ -> new Light(Status.FAILED, words.text("drift.missing"));
      case Finding.NotVerified _ -> new Light(Status.FAILED, words.text("drift.not-verified"));
      case Finding.Unknown _ -> new Light(Status.UNKNOWN, words.text("drift.unknown"));
    };
  }

  /** How far a step is in a push. */
  Light of(Progress progress) {
    return switch (progress) {
      case Progress.Waiting(boolean changes) ->
          new Light(Status.UNKNOWN, words.text(changes ? "step.will-change" : "step.waiting"));
      case Progress.Running _ -> new Light(Status.BUSY, words.text("step.running"));
      case Progress.Ended(StepOutcome outcome) -> of(outcome);
    };
  }

  /** What became of a step. */
  Light of(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Unchanged _ -> new Light(Status.OK, words.text("step.unchanged"));
      case StepOutcome.Changed _ -> new Light(Status.OK, words.text("step.changed"));
      case StepOutcome.Failed _ -> new Light(Status.FAILED, words.text("step.failed"));
      case StepOutcome.NotReached _ -> new Light(Status.UNKNOWN, words.text("step.not-reached"));
    };
  }

  /** What was seen, or what a push would do about it. */
  String reason(Finding finding) {
    return switch (finding) {
      case Finding.InSync(String evidence) -> evidence;
      case Finding.Differs(Step step) -> text.detail(step);
      case Finding.Missing(Step step) -> text.detail(step);
      case Finding.NotVerified(var failing) ->
          String.join("\n", failing.stream().map(StepLight::line).toList());
      case Finding.Unknown(Failure why) -> words.message(why);
    };
  }

  /** What was seen after a step, or what stopped it. */
  String evidence(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Unchanged(String evidence) -> evidence;
      case StepOutcome.Changed(String evidence) -> evidence;
      case StepOutcome.Failed(Failure failure) -> words.message(failure);
      case StepOutcome.NotReached _ -> "";
    };
  }

  private static String line(Verification.Check check) {
    return check.code() + ": " + check.evidence();
  }
}

package org.flannelboard.deploy.apply;

import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;

/** What became of a step. */
public sealed interface StepOutcome {

  /** Was as it should be; nothing was done. */
  record Unchanged(String evidence) implements StepOutcome {}

  /** Was done, and reading back shows it. */
  record Changed(String evidence) implements StepOutcome {}

  /** Was tried and failed; the steps after it were not begun. */
  record Failed(Failure failure) implements StepOutcome {}

  /** Was not begun, because an earlier step failed, somebody cancelled, or the plan was refused. */
  record NotReached() implements StepOutcome {}

  /** What a node or etcd answered, as the outcome of a step that changes something. */
  static StepOutcome of(Result<String, ? extends Failure> answer) {
    return switch (answer) {
      case Result.Ok<String, ? extends Failure>(String evidence) -> new Changed(evidence);
      case Result.Err<String, ? extends Failure>(Failure failure) -> new Failed(failure);
    };
  }

  /** Stable word in machine output. */
  default String code() {
    return switch (this) {
      case Unchanged _ -> "unchanged";
      case Changed _ -> "changed";
      case Failed _ -> "failed";
      case NotReached _ -> "not-reached";
    };
  }

  /** Whether it changed something. */
  default boolean changed() {
    return this instanceof Changed;
  }
}

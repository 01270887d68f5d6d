package org.flannelboard.ui.firstrun;

import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;

/**
 * What came of a question that takes a moment.
 *
 * @param <T> the answer
 */
sealed interface Asked<T> {

  /** Nobody asked, or what was asked about has changed since. */
  record Not<T>() implements Asked<T> {}

  /** The answer is waited for. */
  record Waiting<T>() implements Asked<T> {}

  /** The answer. */
  record Answered<T>(T value) implements Asked<T> {}

  /** There is no answer. */
  record Failed<T>(Failure failure) implements Asked<T> {}

  static <T> Asked<T> of(Result<T, Failure> result) {
    return switch (result) {
      case Result.Ok<T, Failure>(T value) -> new Answered<>(value);
      case Result.Err<T, Failure>(Failure failure) -> new Failed<>(failure);
    };
  }
}

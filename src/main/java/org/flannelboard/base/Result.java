package org.flannelboard.base;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What an operation that can fail in expected ways came to.
 *
 * @param <T> what it gives
 * @param <F> how it fails
 */
public sealed interface Result<T, F extends Failure> {

  /** It worked. */
  record Ok<T, F extends Failure>(T value) implements Result<T, F> {}

  /** It failed in an expected way. */
  record Err<T, F extends Failure>(F failure) implements Result<T, F> {}

  /** It worked. */
  static <T, F extends Failure> Result<T, F> ok(T value) {
    return new Ok<>(value);
  }

  /** It failed in an expected way. */
  static <T, F extends Failure> Result<T, F> err(F failure) {
    return new Err<>(failure);
  }

  /** The value, if it worked. */
  default Optional<T> toOptional() {
    return switch (this) {
      case Ok<T, F>(T value) -> Optional.of(value);
      case Err<T, F> _ -> Optional.empty();
    };
  }

  /** The failure, if it failed. */
  default Optional<F> toFailure() {
    return switch (this) {
      case Ok<T, F> _ -> Optional.empty();
      case Err<T, F>(F failure) -> Optional.of(failure);
    };
  }

  /** The value; for callers that have ruled failure out, and for tests. */
  default T orElseThrow() {
    return switch (this) {
      case Ok<T, F>(T value) -> value;
      case Err<T, F>(F failure) ->
          throw new IllegalStateException(failure.code() + " " + failure.arguments());
    };
  }

  /** Goes on with the value. */
  default <U> Result<U, F> map(Function<? super T, ? extends U> next) {
    return switch (this) {
      case Ok<T, F>(T value) -> new Ok<>(next.apply(value));
      case Err<T, F>(F failure) -> new Err<>(failure);
    };
  }

  /** Goes on with the value to something that can fail as well. */
  default <U> Result<U, F> flatMap(Function<? super T, Result<U, F>> next) {
    return switch (this) {
      case Ok<T, F>(T value) -> next.apply(value);
      case Err<T, F>(F failure) -> new Err<>(failure);
    };
  }

  /** The same outcome for a caller that speaks of failure in its own terms. */
  default <G extends Failure> Result<T, G> mapFailure(Function<? super F, ? extends G> translate) {
    return switch (this) {
      case Ok<T, F>(T value) -> new Ok<>(value);
      case Err<T, F>(F failure) -> new Err<>(translate.apply(failure));
    };
  }

  /** Hands the value, if there is one, to {@code action}. */
  default Result<T, F> ifOk(Consumer<? super T> action) {
    toOptional().ifPresent(action);
    return this;
  }
}

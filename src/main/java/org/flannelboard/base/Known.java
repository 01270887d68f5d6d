package org.flannelboard.base;

import java.util.Optional;
import java.util.function.Function;

/**
 * A fact that was found out, could not be found out, or was never asked for.
 *
 * <p>The three read differently on a screen, and only the first may ever be shown as good.
 *
 * @param <T> the type of the fact
 */
public sealed interface Known<T> {

  /** Found out. */
  record Value<T>(T value) implements Known<T> {}

  /**
   * Asked for, but no answer came.
   *
   * @param why one short English clause, for example {@code ss is not installed}
   */
  record Unknown<T>(String why) implements Known<T> {}

  /** Not asked for. */
  record NotChecked<T>() implements Known<T> {}

  /** A fact that was found out. */
  static <T> Known<T> of(T value) {
    return new Value<>(value);
  }

  /** A fact that was asked for in vain. */
  static <T> Known<T> unknown(String why) {
    return new Unknown<>(why);
  }

  /** A fact nobody asked for. */
  static <T> Known<T> notChecked() {
    return new NotChecked<>();
  }

  /** The fact, if it was found out. */
  default Optional<T> toOptional() {
    return switch (this) {
      case Value<T>(T value) -> Optional.of(value);
      case Unknown<T> _, NotChecked<T> _ -> Optional.empty();
    };
  }

  /** The same kind of knowledge about a derived fact. */
  default <U> Known<U> map(Function<? super T, ? extends U> derive) {
    return switch (this) {
      case Value<T>(T value) -> new Value<>(derive.apply(value));
      case Unknown<T>(String why) -> new Unknown<>(why);
      case NotChecked<T> _ -> new NotChecked<>();
    };
  }
}

package org.flannelboard.ssh;

import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** One short English clause why something did not work, taken from an exception. */
final class Reason {

  private Reason() {}

  /** The message of the innermost cause that has one. */
  static String of(Throwable trouble) {
    String why = trouble.getClass().getSimpleName();
    for (Throwable at = trouble; at != null; at = at.getCause()) {
      String message = worded(at);
      if (message != null && !message.isBlank()) {
        why = message;
      }
    }
    return why;
  }

  private static @Nullable String worded(Throwable at) {
    return switch (at) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "it may not be read";
      case UnknownHostException _ -> "the name is unknown: " + at.getMessage();
      default -> at.getMessage();
    };
  }
}

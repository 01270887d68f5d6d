package org.flannelboard.profile;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.flannelboard.base.Failure;

/** Why a file on this machine was not written. Whatever was there before is still there, whole. */
public sealed interface FileFailure extends Failure {

  /** Something of that name exists, and nobody said that it may go. */
  record AlreadyThere(Path file) implements FileFailure {
    @Override
    public String code() {
      return "file-already-there";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file.toString());
    }
  }

  /**
   * The system refused.
   *
   * @param why in the system's words
   */
  record NotWritten(Path file, String why) implements FileFailure {
    @Override
    public String code() {
      return "file-not-written";
    }

    @Override
    public Map<String, String> arguments() {
      return Map.of("file", file.toString(), "why", why);
    }
  }

  /** The reason inside an exception, without the file's name that most of them begin with. */
  static String reason(IOException e) {
    String reason = e instanceof FileSystemException fs ? fs.getReason() : e.getMessage();
    if (reason != null) {
      return reason;
    }
    return switch (e) {
      case AccessDeniedException _ -> "access denied";
      case NoSuchFileException _ -> "no such file";
      default -> e.getClass().getSimpleName();
    };
  }
}

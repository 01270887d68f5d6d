package org.flannelboard.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.flannelboard.app.AppFailure;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.profile.FileFailure;

/** A small text that a command is given in a file, or on standard input as {@code -}. */
final class TextInput {

  private TextInput() {}

  static Result<String, Failure> read(String file) {
    try {
      return Result.ok(
          file.equals("-")
              ? new String(System.in.readAllBytes(), StandardCharsets.UTF_8)
              : Files.readString(Path.of(file)));
    } catch (IOException e) {
      return Result.err(new AppFailure.LocalFileUnreadable(file, FileFailure.reason(e)));
    } catch (InvalidPathException e) {
      return Result.err(new AppFailure.LocalFileUnreadable(file, e.getReason()));
    }
  }
}

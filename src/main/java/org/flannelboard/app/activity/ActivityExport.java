package org.flannelboard.app.activity;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.profile.AtomicFiles;
import org.flannelboard.profile.FileFailure;
import org.jspecify.annotations.Nullable;

/** Operations written to a file of this machine. */
public final class ActivityExport {

  /** How a file is written. */
  public enum Format {
    /** A table without commands and outputs (RFC 4180). */
    CSV("csv"),
    /** Everything, a JSON object a line. */
    JSON_LINES("jsonl");

    private final String ending;

    Format(String ending) {
      this.ending = ending;
    }

    /** What the file's name ends with, without the dot. */
    public String ending() {
      return ending;
    }
  }

  private static final String HEADER =
      "started,target,operation,arguments,mutating,change,outcome,duration_ms,exit_status,failure";

  private ActivityExport() {}

  /** Writes operations to a file, in place of the one that may be there. */
  public static Result<Path, FileFailure> write(
      Path file, Format format, List<Activity> activities) {
    String text =
        switch (format) {
          case CSV -> csv(activities);
          case JSON_LINES -> ActivityJson.lines(activities);
        };
    return AtomicFiles.replace(file, text.getBytes(StandardCharsets.UTF_8));
  }

  static String csv(List<Activity> activities) {
    return Stream.concat(Stream.of(HEADER), activities.stream().map(ActivityExport::row))
        .collect(Collectors.joining("\r\n", "", "\r\n"));
  }

  private static String row(Activity activity) {
    Duration took = activity.took();
    Change change = activity.change();
    Failure failure = activity.failure();
    String arguments =
        activity.operation().arguments().entrySet().stream()
            .map(argument -> argument.getKey() + "=" + argument.getValue())
            .collect(Collectors.joining(" "));
    return Stream.of(
            activity.started(),
            activity.target(),
            activity.operation().kind().code(),
            arguments,
            activity.mutating(),
            text(change == null ? null : change.id()),
            activity.outcome().code(),
            text(took == null ? null : took.toMillis()),
            text(activity.exitStatus()),
            text(failure == null ? null : failure.code()))
        .map(value -> quoted(value.toString()))
        .collect(Collectors.joining(","));
  }

  private static String text(@Nullable Object value) {
    return Objects.toString(value, "");
  }

  /**
   * Quoted where RFC 4180 asks for it; a beginning that a spreadsheet would compute is disarmed.
   */
  private static String quoted(String value) {
    String safe = value.matches("(?s)[=+@\\-\\t].*") ? "'" + value : value;
    return safe.matches("(?s).*[\",\r\n].*") ? '"' + safe.replace("\"", "\"\"") + '"' : safe;
  }
}

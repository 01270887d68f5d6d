package org.flannelboard.ui.activity;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.app.Messages;
import org.flannelboard.app.activity.Activity;
import org.flannelboard.app.activity.Operation;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Failure;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;

/** Operations in the words of one language. */
record ActivityWords(Words words) {

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());
  private static final DateTimeFormatter DAY_AND_CLOCK =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  /** Hours, minutes and seconds, here. */
  static String clock(Instant time) {
    return CLOCK.format(time);
  }

  /** Day and time to the millisecond, here. */
  static String dayAndClock(Instant time) {
    return DAY_AND_CLOCK.format(time);
  }

  String operation(Operation operation) {
    return words.text("operation." + operation.kind().code(), operation.arguments());
  }

  /** What was asked for, and when. */
  String change(Change change) {
    return words.text("change." + change.kind().code()) + " " + clock(change.began());
  }

  String mutating(Activity activity) {
    return words.text(activity.mutating() ? "audit.mutating" : "audit.reading");
  }

  Light outcome(Activity activity) {
    return switch (activity.outcome()) {
      case RUNNING -> new Light(Status.BUSY, words.text("audit.running"));
      case DONE -> new Light(Status.OK, words.text("audit.done"));
      case FAILED -> new Light(Status.FAILED, failed(activity));
    };
  }

  private String failed(Activity activity) {
    Failure failure = activity.failure();
    if (failure != null && failure.code().equals("read-only")) {
      return words.text("audit.refused");
    }
    Integer status = activity.exitStatus();
    return status == null || status <= 0
        ? words.text("audit.failed")
        : words.text("audit.failed-with", "status", status);
  }

  /** How long it took; empty while it goes on. */
  String took(Activity activity) {
    Duration took = activity.took();
    if (took == null) {
      return "";
    }
    if (took.toSeconds() >= 60) {
      return words.age(took);
    }
    return took.toMillis() < 1000
        ? words.text("audit.ms", "count", took.toMillis() == 0 ? "< 1" : took.toMillis())
        : words.text(
            "age.seconds", "count", String.format(Locale.ROOT, "%.1f", took.toMillis() / 1e3));
  }

  /** Everything about it in one line. */
  String facts(Activity activity) {
    Change change = activity.change();
    Integer status = activity.exitStatus();
    return Stream.of(
            activity.target(),
            dayAndClock(activity.started()),
            took(activity),
            mutating(activity),
            change == null ? "" : change.id(),
            status == null ? "" : words.text("audit.exit-status", "status", status))
        .filter(fact -> !fact.isEmpty())
        .collect(Collectors.joining("   ·   "));
  }

  /** What came of it: the failure, the answer and both outputs, each where there is one. */
  String result(Activity activity) {
    Failure failure = activity.failure();
    Messages.Explanation why =
        failure == null ? new Messages.Explanation("", "") : words.describe(failure);
    return Stream.of(
            why.message(),
            why.remedy(),
            activity.answer(),
            activity.output().equals(activity.answer()) ? "" : activity.output(),
            activity.errors())
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("\n\n"));
  }

  /** What its content is known by; empty if it has none. */
  String digest(Activity activity) {
    String sha256 = activity.operation().arguments().getOrDefault("sha256", "");
    return sha256.isEmpty()
        ? ""
        : words.text(
            "audit.content",
            "size",
            activity.operation().arguments().getOrDefault("size", "0"),
            "sha256",
            sha256);
  }
}

package org.flannelboard.app.activity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a node or in etcd, as the log has it. A stream is one of them from its start to
 * its end.
 *
 * @param number counts the operations of a log, from 1
 * @param started when
 * @param took how long; null while it goes on
 * @param node null for etcd
 * @param change what it was done for; null if it was not done for a change
 * @param commands the command lines that were run for it, without their input; none in practice
 * @param exitStatus of the last command, 0 to 255; -1 if none was seen, null if none was run
 * @param outcome where it stands
 * @param failure why it failed; null if it did not, or if its answer says why
 * @param answer what came of it in a few English words, contents by size and SHA-256
 * @param output the end of the last command's standard output, where that holds no contents
 * @param errors the end of its standard error
 */
public record Activity(
    long number,
    Instant started,
    @Nullable Duration took,
    @Nullable NodeId node,
    Operation operation,
    @Nullable Change change,
    List<String> commands,
    @Nullable Integer exitStatus,
    Outcome outcome,
    @Nullable Failure failure,
    String answer,
    String output,
    String errors) {

  /** Where an operation stands. */
  public enum Outcome {
    RUNNING,
    DONE,
    FAILED;

    /** Kebab-case, stable over releases. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Activity {
    commands = List.copyOf(commands);
  }

  /** The node's name, or {@code etcd}. */
  public String target() {
    return node == null ? "etcd" : node.name();
  }

  /** Whether it could change something. */
  public boolean mutating() {
    return operation.kind().mutating();
  }

  static Activity beginning(
      long number,
      Instant started,
      @Nullable NodeId node,
      Operation operation,
      @Nullable Change change) {
    return new Activity(
        number,
        started,
        null,
        node,
        operation,
        change,
        List.of(),
        null,
        Outcome.RUNNING,
        null,
        "",
        "",
        "");
  }

  Activity running(List<String> lines) {
    return new Activity(
        number,
        started,
        took,
        node,
        operation,
        change,
        lines,
        exitStatus,
        outcome,
        failure,
        answer,
        output,
        errors);
  }

  Activity exited(int status, String out, String err) {
    return new Activity(
        number, started, took, node, operation, change, commands, status, outcome, failure, answer,
        out, err);
  }

  Activity ended(Duration duration, Outcome end, @Nullable Failure why, String words) {
    return new Activity(
        number,
        started,
        duration,
        node,
        operation,
        change,
        commands,
        exitStatus,
        end,
        why,
        words,
        output,
        errors);
  }
}

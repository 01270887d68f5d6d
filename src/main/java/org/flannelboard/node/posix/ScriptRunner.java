package org.flannelboard.node.posix;

import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;

/** Runs scripts whose answer is {@code @@} sections, and has the answer judged. */
final class ScriptRunner {

  private final NodeShell shell;

  ScriptRunner(NodeShell shell) {
    this.shell = shell;
  }

  /** Says what a script's answer comes to. */
  @FunctionalInterface
  interface Judge<T> {
    Result<T, NodeFailure> judge(ExecResult result, List<Section> sections)
        throws MalformedOutputException;
  }

  NodeId node() {
    return shell.node();
  }

  /** Runs a script whose standard output is no sections. */
  Result<ExecResult, NodeFailure> exec(Script script, Deadline deadline) {
    return shell.exec(script, deadline);
  }

  <T> Result<T, NodeFailure> run(Script script, Deadline deadline, Judge<T> judge) {
    return exec(script, deadline).flatMap(result -> judge(script, result, judge));
  }

  /** Has the answer of a script that is over judged; a missing tool is found here for all. */
  <T> Result<T, NodeFailure> judge(Script script, ExecResult result, Judge<T> judge) {
    List<Section> sections = Section.split(result.text());
    Optional<Section> missing = Section.find(sections, "no-tool");
    if (missing.isPresent()) {
      return Result.err(new NodeFailure.ToolMissing(node(), missing.get().rest()));
    }
    try {
      return judge.judge(result, sections);
    } catch (MalformedOutputException e) {
      String words = result.stderr().strip();
      String excerpt = words.isEmpty() ? e.excerpt() : e.excerpt() + ": " + words;
      return Result.err(new NodeFailure.Unintelligible(node(), script.operation(), excerpt));
    }
  }

  /** What is left to say of a script that ended with another status than 0. */
  NodeFailure failed(Script script, ExecResult result) {
    return new NodeFailure.CommandFailed(
        node(), script.operation(), result.exitStatus(), result.stderr().strip());
  }
}

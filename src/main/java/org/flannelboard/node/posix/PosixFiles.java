package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.PutOutcome;

/** Reading and changing files on a node. */
final class PosixFiles {

  /** Smaller contents are on their way before gzip has started on the node. */
  private static final int WORTH_PACKING = 64 * 1024;

  /** Exit status of {@code read.sh} where there is no file: EX_NOINPUT of sysexits.h. */
  private static final int NO_INPUT = 66;

  private final ScriptRunner runner;
  private volatile boolean unpacks = true;

  PosixFiles(ScriptRunner runner) {
    this.runner = runner;
  }

  Result<byte[], NodeFailure> read(RemotePath path, int limit, Deadline deadline) {
    Script script = Script.of("read " + path, Scripts.READ, path.text(), Integer.toString(limit));
    return runner.exec(script, deadline).flatMap(result -> content(script, path, limit, result));
  }

  Result<PutOutcome, NodeFailure> put(FileWrite write, Deadline deadline) {
    boolean packed = unpacks && pays(write.content());
    Script script = putScript(write, packed);
    return runner
        .exec(script, deadline)
        .flatMap(
            result -> {
              if (packed && Section.find(Section.split(result.text()), "no-gzip").isPresent()) {
                unpacks = false;
                return put(write, deadline);
              }
              return runner.judge(
                  script, result, (run, sections) -> judgePut(write, run, sections));
            });
  }

  Result<FileState, NodeFailure> restore(RemotePath kept, RemotePath target, Deadline deadline) {
    Script script = Script.of("restore " + target, Scripts.RESTORE, kept.text(), target.text());
    return runner.run(
        script,
        deadline,
        (result, sections) ->
            Section.find(sections, "missing").isPresent()
                ? Result.err(new NodeFailure.FileMissing(runner.node(), kept))
                : judgeWrite(script, target, result, sections));
  }

  Result<FileState, NodeFailure> remove(RemotePath path, Deadline deadline) {
    Script script = Script.of("remove " + path, Scripts.REMOVE, path.text());
    return runner.run(
        script, deadline, (result, sections) -> judgeWrite(script, path, result, sections));
  }

  private Result<byte[], NodeFailure> content(
      Script script, RemotePath path, int limit, ExecResult result) {
    if (result.exitStatus() == NO_INPUT) {
      return Result.err(new NodeFailure.FileMissing(runner.node(), path));
    }
    if (!result.succeeded()) {
      return Result.err(runner.failed(script, result));
    }
    if (result.stdout().length > limit) {
      return Result.err(new NodeFailure.FileTooLarge(runner.node(), path, limit));
    }
    return Result.ok(result.stdout());
  }

  private static Script putScript(FileWrite write, boolean packed) {
    RemotePath keepAt = write.keepAt();
    Script script =
        Script.of(
            "write " + write.path(),
            Scripts.PUT,
            write.path().text(),
            Integer.toOctalString(write.mode()),
            write.owner(),
            write.group(),
            keepAt == null ? "" : keepAt.text(),
            write.content().digest().sha256(),
            packed ? "gzip" : "plain");
    return script.feeding(packed ? write.content().gzip() : write.content().bytes());
  }

  /** Whether the packed form is smaller by a tenth. */
  private static boolean pays(Content content) {
    return content.size() > WORTH_PACKING && content.gzip().length < content.size() / 10 * 9;
  }

  private Result<PutOutcome, NodeFailure> judgePut(
      FileWrite write, ExecResult result, List<Section> sections) throws MalformedOutputException {
    String expected = write.content().digest().sha256();
    Optional<Section> mismatch = Section.find(sections, "mismatch");
    if (mismatch.isPresent()) {
      return Result.err(mismatch(write.path(), expected, mismatch.get().rest()));
    }
    Script script = putScript(write, false);
    return switch (judgeWrite(script, write.path(), result, sections)) {
      case Result.Err<FileState, NodeFailure>(NodeFailure failure) -> Result.err(failure);
      case Result.Ok<FileState, NodeFailure>(FileState.Regular now)
          when now.digest().sha256().equals(expected) ->
          Result.ok(
              new PutOutcome(
                  now, Section.find(sections, "kept").isPresent(), createdDirectories(sections)));
      case Result.Ok<FileState, NodeFailure>(FileState.Regular now) ->
          Result.err(mismatch(write.path(), expected, now.digest().sha256()));
      case Result.Ok<FileState, NodeFailure>(FileState other) ->
          throw new MalformedOutputException(other.toString());
    };
  }

  private NodeFailure mismatch(RemotePath path, String expected, String actual) {
    return new NodeFailure.DigestMismatch(runner.node(), path, expected, actual);
  }

  private static List<RemotePath> createdDirectories(List<Section> sections) {
    List<RemotePath> created = new ArrayList<>();
    for (Section section : sections) {
      if (section.name().equals("made") && RemotePath.isValid(section.rest())) {
        created.add(RemotePath.of(section.rest()));
      }
    }
    return created;
  }

  /** The file as read back, or what the node had against the change. */
  private Result<FileState, NodeFailure> judgeWrite(
      Script script, RemotePath path, ExecResult result, List<Section> sections)
      throws MalformedOutputException {
    if (result.succeeded()) {
      return Result.ok(FileStateParser.parse(path, Section.require(sections, "file")));
    }
    RemotePath blamed =
        Section.find(sections, "failed")
            .map(Section::rest)
            .filter(RemotePath::isValid)
            .map(RemotePath::of)
            .orElse(path);
    return Result.err(Refusal.of(runner.node(), script.operation(), blamed, result));
  }
}

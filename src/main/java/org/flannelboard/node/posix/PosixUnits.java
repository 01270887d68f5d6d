package org.flannelboard.node.posix;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Result;
import org.flannelboard.node.Done;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;

/** Having systemd do things on a node. */
final class PosixUnits {

  private final ScriptRunner runner;

  PosixUnits(ScriptRunner runner) {
    this.runner = runner;
  }

  Result<UnitState, NodeFailure> control(UnitVerb verb, String unit, Deadline deadline) {
    String operation = verb.word() + " " + unit;
    Script script = Script.of(operation, Scripts.CONTROL, verb.word(), unit);
    return runner
        .run(script, deadline, (result, sections) -> judge(verb, unit, script, result, sections))
        .mapFailure(PosixUnits::stillAtWork);
  }

  Result<Done, NodeFailure> reload(Deadline deadline) {
    Script script = Script.of("systemctl daemon-reload", Scripts.RELOAD_UNITS);
    return runner.run(
        script,
        deadline,
        (result, _) ->
            result.succeeded() ? Result.ok(Done.DONE) : Result.err(runner.failed(script, result)));
  }

  Result<String, NodeFailure> journal(String unit, int lines, Deadline deadline) {
    Script script = Script.of("journal of " + unit, Scripts.JOURNAL, unit, Integer.toString(lines));
    return runner.run(
        script,
        deadline,
        (result, sections) ->
            result.succeeded()
                ? Result.ok(entries(Section.require(sections, "journal")))
                : Result.err(runner.failed(script, result)));
  }

  private Result<UnitState, NodeFailure> judge(
      UnitVerb verb, String unit, Script script, ExecResult result, List<Section> sections)
      throws MalformedOutputException {
    Optional<Section> refused = Section.find(sections, "refused");
    if (refused.isPresent()) {
      String words = result.stderr().strip();
      String why = words.isEmpty() ? "systemctl exit status " + refused.get().rest() : words;
      String journal = entries(refused.get());
      return Result.err(
          new NodeFailure.UnitRefused(runner.node(), unit, verb.word(), why, journal));
    }
    if (!result.succeeded()) {
      return Result.err(runner.failed(script, result));
    }
    Map<String, UnitState> units = UnitStateParser.parse(List.of(unit), sections);
    return Result.ok(units.values().iterator().next());
  }

  private static String entries(Section section) throws MalformedOutputException {
    String text = Section.unpackText(String.join("", section.lines()));
    return text.lines().filter(PosixUnits::isEntry).collect(Collectors.joining("\n"));
  }

  /** journalctl of systemd 219 adds lines of its own, which begin with two hyphens. */
  static boolean isEntry(String line) {
    return !line.startsWith("-- Logs begin") && !line.startsWith("-- No entries");
  }

  /** systemctl only waits for a job; systemd goes on with it when nobody waits any more. */
  private static NodeFailure stillAtWork(NodeFailure failure) {
    return failure instanceof NodeFailure.TimedOut(var node, String operation)
        ? new NodeFailure.TimedOut(node, operation + ", systemd goes on with it")
        : failure;
  }
}

package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;

/** Looking at a node's kernel, sending packets through it and changing it. */
final class PosixKernel {

  private final ScriptRunner runner;

  PosixKernel(ScriptRunner runner) {
    this.runner = runner;
  }

  Result<NodeFacts, NodeFailure> inspect(Inspection inspection, Deadline deadline) {
    Script script = new Script("inspect", Scripts.INSPECT, arguments(inspection), new byte[0]);
    return runner.run(
        script,
        deadline,
        (result, sections) ->
            result.succeeded()
                ? Result.ok(NodeFactsParser.parse(runner.node(), inspection, sections))
                : Result.err(runner.failed(script, result)));
  }

  private static List<String> arguments(Inspection inspection) {
    List<String> arguments = new ArrayList<>();
    arguments.add(inspection.depth().name().toLowerCase(Locale.ROOT));
    arguments.add(Integer.toString(inspection.journalLines()));
    arguments.add(Integer.toString(inspection.lookups().size()));
    inspection.lookups().stream().map(Ipv4Address::toString).forEach(arguments::add);
    arguments.add(Integer.toString(inspection.files().size()));
    inspection.files().stream().map(RemotePath::text).forEach(arguments::add);
    arguments.addAll(inspection.units());
    return arguments;
  }

  Result<ProbeReport, NodeFailure> probe(ProbeRequest request, Deadline deadline) {
    String operation = "probe " + request.target();
    Script script =
        switch (request) {
          case ProbeRequest.Echoes it ->
              Script.of(
                  operation,
                  Scripts.PROBE,
                  "echoes",
                  it.target().toString(),
                  Integer.toString(it.count()),
                  it.source().toString(),
                  Integer.toString(it.payload()),
                  it.whole() ? "yes" : "no");
          case ProbeRequest.Datagrams it ->
              Script.of(
                  operation,
                  Scripts.PROBE,
                  "datagrams",
                  it.target().toString(),
                  Integer.toString(it.count()),
                  Integer.toString(it.port()));
        };
    return runner.run(
        script,
        deadline,
        (result, sections) ->
            result.succeeded()
                ? Result.ok(ProbeParser.parse(request, sections))
                : Result.err(runner.failed(script, result)));
  }

  Result<String, NodeFailure> change(KernelChange change, Deadline deadline) {
    if (change instanceof KernelChange.SetSysctl(String path, int value)) {
      Script script = Script.of(change.command(), Scripts.SETTING, path, Integer.toString(value));
      return runner.run(
          script,
          deadline,
          (result, sections) ->
              result.succeeded()
                  ? Result.ok(String.join("\n", Section.require(sections, "now").lines()))
                  : Result.err(runner.failed(script, result)));
    }
    KernelCommand command = KernelCommand.of(change);
    List<String> arguments = new ArrayList<>();
    arguments.add(Integer.toString(command.change().size()));
    arguments.addAll(command.change());
    arguments.addAll(command.show());
    Script script = new Script(change.command(), Scripts.CHANGE, arguments, new byte[0]);
    return runner.run(
        script,
        deadline,
        (result, sections) ->
            result.succeeded()
                ? Result.ok(shown(command, sections))
                : Result.err(runner.failed(script, result)));
  }

  private static String shown(KernelCommand command, List<Section> sections)
      throws MalformedOutputException {
    boolean stands = Section.require(sections, "end").rest().equals("0");
    List<String> lines = Section.require(sections, "now").lines();
    if (stands && lines.isEmpty()) {
      return command.silent();
    }
    return lines.stream()
        .map(line -> line.replace('\\', ' ').strip())
        .filter(line -> !line.isEmpty() && command.about().test(line + " "))
        .collect(Collectors.joining("\n"));
  }
}

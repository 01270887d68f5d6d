package org.flannelboard.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.Service;
import org.flannelboard.app.ServiceLogs;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "logs",
    description = "Show the journal of flanneld or docker on a node.",
    mixinStandardHelpOptions = true)
final class LogsCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "NODE", description = "The node.")
  String name = "";

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      defaultValue = "flanneld",
      description = "flanneld or docker (default ${DEFAULT-VALUE}).")
  Service service = Service.FLANNELD;

  @Option(
      names = "--lines",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many of the last lines, 1 to 10000 (default ${DEFAULT-VALUE}).")
  int lines;

  @Option(
      names = "--follow",
      description = "Go on until interrupted; with --json a document a line.")
  boolean follow;

  LogsCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Terminal terminal = invocation.terminal();
    if (lines < 1 || lines > 10_000) {
      terminal.note(terminal.text("cli.logs.range"));
      return ExitCode.WRONG_USAGE.status();
    }
    return invocation.withCluster(
        opened ->
            opened
                .cluster()
                .select(List.of(name))
                .map(List::getFirst)
                .flatMap(node -> follow ? follow(opened, node) : last(opened, node)));
  }

  private Result<ExitCode, Failure> last(Invocation.Opened opened, NodeSpec node) {
    return new ServiceLogs(opened.cluster())
        .last(node, service, lines)
        .map(
            found -> {
              print(opened, found);
              return ExitCode.AS_IT_SHOULD;
            });
  }

  private void print(Invocation.Opened opened, List<String> found) {
    if (!invocation.json) {
      found.forEach(opened.terminal()::print);
      return;
    }
    ObjectNode document = document(opened);
    ArrayNode all = document.putArray("lines");
    found.forEach(all::add);
    opened.terminal().print(Json.write(document));
  }

  /** Runs until the process is interrupted or the node goes away. */
  private Result<ExitCode, Failure> follow(Invocation.Opened opened, NodeSpec node) {
    Optional<Failure> why =
        new ServiceLogs(opened.cluster())
            .follow(node, service, lines, () -> {}, line -> print(opened, line), new CancelToken());
    return why.<Result<ExitCode, Failure>>map(Result::err)
        .orElseGet(() -> Result.ok(ExitCode.AS_IT_SHOULD));
  }

  private void print(Invocation.Opened opened, String line) {
    opened
        .terminal()
        .print(invocation.json ? Json.write(document(opened).put("line", line)) : line);
  }

  private ObjectNode document(Invocation.Opened opened) {
    return Json.object().put("name", name).put("unit", service.unit(opened.cluster().profile()));
  }
}

package org.flannelboard.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.Mesh;
import org.flannelboard.app.Restarts;
import org.flannelboard.app.Service;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.probe.matrix.Cell;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "restart",
    description = "Restart flanneld or docker on a node: say what it hits, ask, do, measure.",
    mixinStandardHelpOptions = true)
final class RestartCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "NODE", description = "The node.")
  String name = "";

  @Option(
      names = "--unit",
      paramLabel = "UNIT",
      required = true,
      description = "flanneld or docker.")
  Service service = Service.FLANNELD;

  @Option(
      names = {"-y", "--yes"},
      description = "Agree beforehand to what is listed.")
  boolean yes;

  RestartCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(this::restart);
  }

  private Result<ExitCode, Failure> restart(Invocation.Opened opened) {
    Restarts restarts = new Restarts(opened.cluster(), opened.door());
    return opened
        .cluster()
        .select(List.of(name))
        .map(List::getFirst)
        .flatMap(node -> restarts.propose(node, service))
        .flatMap(proposal -> restart(opened, restarts, proposal));
  }

  private Result<ExitCode, Failure> restart(
      Invocation.Opened opened, Restarts restarts, Restarts.Proposal proposal) {
    Terminal terminal = opened.terminal();
    if (!invocation.json) {
      terminal.print(
          terminal.text(
              "cli.restart.plan", Map.of("node", name, "unit", proposal.before().name())));
      new PlanPrinter(terminal)
          .risk(proposal.risk())
          .forEach(line -> terminal.print("  " + terminal.red("! ") + line));
    }
    Optional<Failure> refusal = opened.cluster().refusal("restart");
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    if (!Invocation.agreed(yes, terminal, terminal.text("cli.restart.agree"))) {
      return Result.ok(ExitCode.SOMETHING_IS_NOT);
    }
    return restarts
        .run(proposal)
        .map(
            restarted -> {
              print(terminal, restarted);
              return restarted.succeeded() ? ExitCode.AS_IT_SHOULD : ExitCode.SOMETHING_IS_NOT;
            });
  }

  private void print(Terminal terminal, Restarts.Restarted restarted) {
    if (invocation.json) {
      terminal.print(Json.write(document(restarted, terminal)));
      return;
    }
    String glyph = restarted.succeeded() ? terminal.green("✓ ") : terminal.red("✗ ");
    terminal.print(
        glyph
            + terminal.text(
                "cli.restart.done",
                Map.of(
                    "node", name,
                    "unit", restarted.after().name(),
                    "state", restarted.after().activeState(),
                    "reached", Long.toString(restarted.reached()),
                    "pairs", Integer.toString(restarted.mesh().size()))));
  }

  private ObjectNode document(Restarts.Restarted restarted, Terminal terminal) {
    ObjectNode root = Json.object();
    root.put("name", name);
    root.put("unit", restarted.after().name());
    root.put("succeeded", restarted.succeeded());
    root.put("activeState", restarted.after().activeState());
    root.put("pairs", restarted.mesh().size());
    root.put("reached", restarted.reached());
    ArrayNode cells = root.putArray("unreached");
    for (Mesh.Pair pair : restarted.mesh()) {
      if (pair.cell() instanceof Cell.Reached) {
        continue;
      }
      ObjectNode cell = cells.addObject();
      cell.put("from", pair.from().name());
      cell.put("to", pair.to().name());
      cell.put("state", pair.cell().state());
      if (pair.cell() instanceof Cell.SourceUnreachable unreachable) {
        cell.set("failure", Json.describe(unreachable.cause(), terminal.messages()));
      }
    }
    return root;
  }
}

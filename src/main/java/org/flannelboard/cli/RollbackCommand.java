package org.flannelboard.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.Rollbacks;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.deploy.plan.Verification;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "rollback",
    description = "Undo a node's latest push or fix: files byte for byte, unit states, the kernel.",
    mixinStandardHelpOptions = true)
final class RollbackCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(
      paramLabel = "NODE",
      description = "The node; with --list several, or none for all nodes.")
  List<String> names = List.of();

  @Option(
      names = "--list",
      description = "List the pushes in the nodes' journals, the latest first. Changes nothing.")
  boolean list;

  @Option(
      names = {"-y", "--yes"},
      description = "Agree beforehand to what is listed.")
  boolean yes;

  RollbackCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    if (list) {
      return invocation.withCluster(this::list);
    }
    if (names.size() != 1) {
      Terminal terminal = invocation.terminal();
      terminal.note(terminal.text("cli.rollback.one"));
      return ExitCode.WRONG_USAGE.status();
    }
    return invocation.withCluster(this::rollback);
  }

  private Result<ExitCode, Failure> list(Invocation.Opened opened) {
    return opened
        .cluster()
        .select(names)
        .map(nodes -> new JournalPrinter(invocation.json, opened).print(nodes));
  }

  private Result<ExitCode, Failure> rollback(Invocation.Opened opened) {
    Rollbacks rollbacks = new Rollbacks(opened.cluster());
    return opened
        .cluster()
        .select(names)
        .map(List::getFirst)
        .flatMap(
            (NodeSpec node) ->
                rollbacks.propose(node).flatMap(plan -> rollback(opened, rollbacks, node, plan)));
  }

  private Result<ExitCode, Failure> rollback(
      Invocation.Opened opened, Rollbacks rollbacks, NodeSpec node, RollbackPlan plan) {
    Terminal terminal = opened.terminal();
    if (!invocation.json) {
      terminal.print(heading(terminal, plan));
      plan.actions().forEach(action -> terminal.print("  ~ " + action.text()));
      new PlanPrinter(terminal)
          .risk(plan.risk())
          .forEach(line -> terminal.print("  " + terminal.red("! ") + line));
    }
    Optional<Failure> refusal = opened.cluster().refusal("rollback");
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    if (!Invocation.agreed(yes, terminal, terminal.text("cli.rollback.agree"))) {
      return Result.ok(ExitCode.SOMETHING_IS_NOT);
    }
    return rollbacks
        .run(node, plan, action -> terminal.note(terminal.green("✓ ") + action.text()))
        .map(
            proof -> {
              print(terminal, plan, proof);
              return ExitCode.AS_IT_SHOULD;
            });
  }

  private static String heading(Terminal terminal, RollbackPlan plan) {
    String node = plan.node().name();
    String startedAt = Terminal.time(Instant.parse(plan.generation().startedAt()));
    String finding = plan.generation().fixes();
    return finding == null
        ? terminal.text("cli.rollback.plan", Map.of("node", node, "startedAt", startedAt))
        : terminal.text(
            "cli.rollback.plan-fix",
            Map.of("node", node, "startedAt", startedAt, "finding", finding));
  }

  private void print(Terminal terminal, RollbackPlan plan, Verification proof) {
    if (!invocation.json) {
      String key = plan.generation().isPush() ? "cli.rollback.done" : "cli.rollback.done-fix";
      terminal.print(terminal.green("✓ ") + terminal.text(key, Map.of("node", plan.node().name())));
      return;
    }
    ObjectNode root = Json.object();
    root.put("name", plan.node().name());
    ArrayNode actions = root.putArray("actions");
    plan.actions().forEach(action -> actions.add(action.text()));
    StatusJson.write(proof, root.putArray("checks"));
    terminal.print(Json.write(root));
  }
}

package org.flannelboard.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.Proposal;
import org.flannelboard.app.RollingRenewal;
import org.flannelboard.app.RollingRenewal.Outcome;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.StepId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "renew",
    description = "A new certificate and key, node by node, while the mesh stays as it is.",
    mixinStandardHelpOptions = true)
final class CertificateRenew implements Callable<Integer> {

  private final Invocation invocation;

  @Option(
      names = "--node",
      paramLabel = "NODE",
      description = "A node to renew, repeatable; all of them if none is named.")
  List<String> names = List.of();

  @Option(
      names = {"-y", "--yes"},
      description = "Agree beforehand to what the plan says, restarts included.")
  boolean yes;

  CertificateRenew(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(this::renew);
  }

  private Result<ExitCode, Failure> renew(Invocation.Opened opened) {
    RollingRenewal renewal = new RollingRenewal(opened.cluster(), opened.door());
    return opened
        .cluster()
        .select(names)
        .flatMap(renewal::propose)
        .flatMap(proposal -> run(opened, renewal, proposal));
  }

  private Result<ExitCode, Failure> run(
      Invocation.Opened opened, RollingRenewal renewal, Proposal proposal) {
    Terminal terminal = opened.terminal();
    if (!invocation.json) {
      new PlanPrinter(terminal).print(proposal);
    }
    Optional<Failure> refusal = opened.cluster().refusal("certificate renew");
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    if (!Invocation.agreed(yes, terminal, terminal.text("cli.push.agree"))) {
      return Result.ok(ExitCode.SOMETHING_IS_NOT);
    }
    RollingRenewal.Report report = renewal.run(proposal, new Follower(terminal), new CancelToken());
    if (invocation.json) {
      terminal.print(Json.write(json(report, terminal)));
    } else {
      print(report, terminal);
    }
    return Result.ok(report.succeeded() ? ExitCode.AS_IT_SHOULD : ExitCode.SOMETHING_IS_NOT);
  }

  private static void print(RollingRenewal.Report report, Terminal terminal) {
    String count = Long.toString(report.renewed());
    report
        .stoppedAt()
        .ifPresentOrElse(
            node -> terminal.print(terminal.red("✗ ") + stopped(report, node, count, terminal)),
            () ->
                terminal.print(
                    terminal.green("✓ ")
                        + terminal.text("cli.certificate.renewed", Map.of("count", count))));
  }

  /** A rollback is advised only where there is something to undo. */
  private static String stopped(
      RollingRenewal.Report report, NodeId node, String count, Terminal terminal) {
    boolean undoable =
        report.nodes().get(node) instanceof Outcome.Stopped(Failure _, boolean changed) && changed;
    return terminal.text(
        undoable ? "cli.certificate.stopped" : "cli.certificate.stopped-before",
        Map.of("node", node.name(), "count", count));
  }

  private static ObjectNode json(RollingRenewal.Report report, Terminal terminal) {
    ObjectNode root = Json.object();
    root.put("succeeded", report.succeeded());
    ArrayNode nodes = root.putArray("nodes");
    report
        .nodes()
        .forEach(
            (node, outcome) -> {
              ObjectNode to = nodes.addObject();
              to.put("name", node.name());
              to.put("outcome", outcome.code());
              if (outcome instanceof Outcome.Stopped(Failure why, boolean undoable)) {
                to.put("undoable", undoable);
                to.set("failure", Json.describe(why, terminal.messages()));
              }
            });
    return root;
  }

  /** Says whose turn it is, and the steps as a push does. */
  private record Follower(Terminal terminal) implements RollingRenewal.Listener {

    @Override
    public void node(NodeId node, int number, int all) {
      terminal.note(
          terminal.text(
              "cli.certificate.renewing",
              Map.of(
                  "number", Integer.toString(number),
                  "all", Integer.toString(all),
                  "node", node.name())));
    }

    @Override
    public void ended(NodeId node, Outcome outcome) {
      if (outcome instanceof Outcome.Stopped(Failure why, boolean _)) {
        terminal.complain(why);
      }
    }

    @Override
    public void started(NodeId node, StepId step) {}

    @Override
    public void finished(NodeId node, StepId step, StepOutcome outcome) {
      // What failed is told when the node's turn ends.
      if (!(outcome instanceof StepOutcome.Failed)) {
        new PushCommand.Progress(terminal).finished(node, step, outcome);
      }
    }
  }
}

package org.flannelboard.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.flannelboard.app.Proposal;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepDiff;

/** What a push would do, as text: each change with its diff, each risk by name. */
final class PlanPrinter {

  private final Terminal terminal;

  PlanPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(Proposal proposal) {
    if (proposal.certificateIssued()) {
      terminal.print(terminal.text("cli.plan.certificate-new"));
    }
    if (proposal.plan().etcd().changes()) {
      terminal.print("etcd");
      print(proposal.plan().etcd());
      new ProblemPrinter(terminal)
          .lines(proposal.networkProblems())
          .forEach(line -> terminal.print("  " + line));
    }
    proposal.plan().nodes().forEach(this::print);
    proposal.unreachable().values().forEach(terminal::complain);
    long changes = proposal.plan().changes().size();
    terminal.print(
        changes == 0
            ? terminal.green("✓ ") + terminal.text("cli.plan.nothing")
            : terminal.text("cli.plan.summary", Map.of("changes", Long.toString(changes))));
  }

  private void print(NodePlan plan) {
    if (plan.changes().isEmpty() && plan.problems().isEmpty()) {
      terminal.print(plan.node() + "  " + terminal.text("cli.plan.in-sync"));
      return;
    }
    terminal.print(plan.node().name());
    ProblemPrinter problems = new ProblemPrinter(terminal);
    plan.problems().forEach(p -> terminal.print("  " + terminal.red("✗ ") + problems.words(p)));
    plan.changes().forEach(this::print);
  }

  /** A step with its difference and its risk. */
  void print(Step step) {
    String what = StepWords.of(step, terminal);
    terminal.print("  " + terminal.yellow("~ ") + step.id() + "  " + what);
    StepDiff.of(step).forEach(line -> terminal.print("      " + colour(line)));
    risk(step.risk()).forEach(line -> terminal.print("    " + terminal.red("! ") + line));
  }

  private String colour(String line) {
    if (line.startsWith("+")) {
      return terminal.green(line);
    }
    return line.startsWith("-") ? terminal.red(line) : terminal.faint(line);
  }

  /** The sentences that name what a step can do to others. */
  List<String> risk(Risk risk) {
    return switch (risk) {
      case Risk.None _ -> List.of();
      case Risk.FlanneldRestarts _ -> List.of(terminal.text("cli.risk.flanneld"));
      case Risk.DockerRestarts(List<String> containers, boolean live) ->
          List.of(docker(containers, live));
      case Risk.NetworkChanges(List<String> orphaned) ->
          List.of(
              orphaned.isEmpty()
                  ? terminal.text("cli.risk.network")
                  : terminal.text(
                      "cli.risk.orphans", Map.of("subnets", String.join(", ", orphaned))));
    };
  }

  private String docker(List<String> containers, boolean live) {
    if (containers.isEmpty()) {
      return terminal.text("cli.risk.docker");
    }
    String names = containers.stream().sorted().collect(Collectors.joining(", "));
    String key = live ? "cli.risk.docker-live" : "cli.risk.containers";
    return terminal.text(key, Map.of("containers", names));
  }
}

package org.flannelboard.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.app.Proposal;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepDiff;

/** What a push would do, as text: each change with its diff and its nodes, each risk by name. */
final class PlanPrinter {

  private final Terminal terminal;

  PlanPrinter(Terminal terminal) {
    this.terminal = terminal;
  }

  void print(Proposal proposal) {
    if (proposal.certificateIssued()) {
      terminal.print(terminal.text("cli.plan.certificate-new"));
      proposal.endWithAuthority().ifPresent(end -> endsWithAuthority(end, terminal));
    }
    if (proposal.plan().etcd().changes()) {
      terminal.print("etcd");
      print(proposal.plan().etcd());
      new ProblemPrinter(terminal)
          .lines(proposal.networkProblems())
          .forEach(line -> terminal.print("  " + line));
    }
    print(proposal.plan().nodes());
    proposal.unreachable().values().forEach(terminal::complain);
    summary(proposal);
  }

  /** Says that a certificate holds for less than was asked. */
  static void endsWithAuthority(Instant end, Terminal terminal) {
    terminal.print(
        terminal.yellow("! ")
            + terminal.text(
                "cli.certificate.ends-with-ca", Map.of("notAfter", Terminal.time(end))));
  }

  /** Green only where every node was seen and none is in the way of a push. */
  private void summary(Proposal proposal) {
    long changes = proposal.plan().changes().size();
    List<NodeId> blocked =
        proposal.plan().nodes().stream().filter(NodePlan::blocked).map(NodePlan::node).toList();
    List<NodeId> unseen =
        proposal.unreachable().keySet().stream()
            .sorted(Comparator.comparing(NodeId::name))
            .toList();
    if (changes > 0) {
      terminal.print(terminal.text("cli.plan.summary", Map.of("changes", Long.toString(changes))));
    } else if (blocked.isEmpty() && unseen.isEmpty()) {
      terminal.print(terminal.green("✓ ") + terminal.text("cli.plan.nothing"));
    }
    if (!blocked.isEmpty()) {
      terminal.print(
          terminal.red("✗ ")
              + terminal.text(
                  "cli.plan.blocked", Map.of("nodes", new NodeNames(blocked).of(blocked))));
    }
    if (!unseen.isEmpty()) {
      terminal.print(
          terminal.yellow("? ")
              + terminal.text(
                  "cli.plan.unseen", Map.of("nodes", new NodeNames(unseen).of(unseen))));
    }
  }

  /**
   * Nodes that are as they should be, then those that are not: what is the same on several is said
   * once, below the names of all of them, and always in the order of a push.
   */
  private void print(List<NodePlan> plans) {
    NodeNames names = new NodeNames(plans.stream().map(NodePlan::node).toList());
    List<NodeId> inSync = new ArrayList<>();
    SequencedMap<Said, List<NodeId>> changes = new LinkedHashMap<>();
    for (NodePlan plan : plans) {
      if (plan.changes().isEmpty() && plan.problems().isEmpty()) {
        inSync.add(plan.node());
      }
      said(plan)
          .forEach(it -> changes.computeIfAbsent(it, _ -> new ArrayList<>()).add(plan.node()));
    }
    if (!inSync.isEmpty()) {
      terminal.print(names.of(inSync) + "  " + terminal.text("cli.plan.in-sync"));
    }
    SequencedMap<List<NodeId>, List<Said>> groups = new LinkedHashMap<>();
    changes.forEach((it, nodes) -> groups.computeIfAbsent(nodes, _ -> new ArrayList<>()).add(it));
    groups.forEach(
        (nodes, all) -> {
          terminal.print(names.of(nodes));
          all.stream().flatMap(it -> it.lines().stream()).forEach(terminal::print);
        });
  }

  /** What is said of one step or problem, line by line. */
  private record Said(List<String> lines) {}

  private List<Said> said(NodePlan plan) {
    ProblemPrinter problems = new ProblemPrinter(terminal);
    return Stream.concat(
            plan.problems().stream()
                .map(it -> List.of("  " + terminal.red("✗ ") + problems.words(it))),
            plan.changes().stream().map(this::lines))
        .map(Said::new)
        .toList();
  }

  /** A step with its difference and its risk. */
  void print(Step step) {
    lines(step).forEach(terminal::print);
  }

  private List<String> lines(Step step) {
    List<String> lines = new ArrayList<>();
    String what = StepWords.of(step, terminal);
    lines.add("  " + terminal.yellow("~ ") + step.id() + "  " + what);
    StepDiff.of(step).forEach(line -> lines.add("      " + colour(line)));
    risk(step.risk()).forEach(line -> lines.add("    " + terminal.red("! ") + line));
    return lines;
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

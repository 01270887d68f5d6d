package org.flannelboard.cli;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.Pace;
import org.flannelboard.app.Proposal;
import org.flannelboard.app.PushReport;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.StepId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "push",
    description = "Bring nodes to the wanted state: plan, ask, apply, verify.",
    mixinStandardHelpOptions = true)
final class PushCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(paramLabel = "NODE", description = "Nodes to push to.")
  List<String> names = List.of();

  @Option(names = "--all", description = "Push to all nodes.")
  boolean all;

  @Option(
      names = {"-y", "--yes"},
      description = "Agree beforehand to what the plan says, restarts included.")
  boolean yes;

  @Option(
      names = "--renew-certificate",
      description = "Issue a new certificate and key, even if those installed still fit.")
  boolean renew;

  @Option(
      names = "--canary",
      description = "Push to the first node alone, and on only if it is as it should be then.")
  boolean canary;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "0",
      description = "Push to so many nodes at a time, and on only if all are well (default: all).")
  int batch;

  PushCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Terminal terminal = invocation.terminal();
    if (names.isEmpty() != all) {
      terminal.note(terminal.text("cli.push.whom"));
      return ExitCode.WRONG_USAGE.status();
    }
    if (batch < 0) {
      terminal.note(terminal.text("cli.push.batch"));
      return ExitCode.WRONG_USAGE.status();
    }
    return invocation.withCluster(this::push);
  }

  private Result<ExitCode, Failure> push(Invocation.Opened opened) {
    Deployment deployment = new Deployment(opened.cluster(), opened.door());
    return opened
        .cluster()
        .select(names)
        .flatMap(nodes -> deployment.propose(nodes, policy()))
        .flatMap(proposal -> push(opened, deployment, proposal));
  }

  private Deployment.CertificatePolicy policy() {
    return renew ? Deployment.CertificatePolicy.RENEW : Deployment.CertificatePolicy.KEEP_WHAT_FITS;
  }

  private Result<ExitCode, Failure> push(
      Invocation.Opened opened, Deployment deployment, Proposal proposal) {
    Terminal terminal = opened.terminal();
    boolean changes = !proposal.plan().isEmpty();
    if (changes && !invocation.json) {
      new PlanPrinter(terminal).print(proposal);
    }
    Optional<Failure> refusal = opened.cluster().refusal("push").filter(_ -> changes);
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    // What is refused anyway needs nobody's leave.
    boolean asks = changes && !proposal.refused();
    if (asks && !Invocation.agreed(yes, terminal, terminal.text("cli.push.agree"))) {
      return Result.ok(ExitCode.SOMETHING_IS_NOT);
    }
    PushReport report =
        deployment.push(
            proposal, new Pace(canary, batch), new Progress(terminal), new CancelToken());
    if (invocation.json) {
      terminal.print(Json.write(PushJson.of(report, terminal.messages())));
    } else {
      print(report, terminal);
    }
    return Result.ok(verdict(report));
  }

  static void print(PushReport report, Terminal terminal) {
    if (report.etcd() instanceof StepOutcome.Failed(Failure failure)) {
      terminal.complain(failure);
    }
    ProblemPrinter problems = new ProblemPrinter(terminal);
    report
        .blocked()
        .forEach(
            (node, list) ->
                list.forEach(p -> terminal.note(terminal.red("✗ ") + problems.words(p))));
    report.unreachable().values().forEach(terminal::complain);
    String changes = Long.toString(report.changes());
    terminal.print(
        report.succeeded()
            ? terminal.green("✓ ") + terminal.text("cli.push.done", Map.of("changes", changes))
            : terminal.red("✗ ") + terminal.text("cli.push.failed", Map.of("changes", changes)));
  }

  static ExitCode verdict(PushReport report) {
    if (report.succeeded()) {
      return ExitCode.AS_IT_SHOULD;
    }
    boolean onlyUnreachable =
        !(report.etcd() instanceof StepOutcome.Failed)
            && report.blocked().isEmpty()
            && report.nodes().stream().allMatch(node -> node.succeeded());
    return onlyUnreachable ? ExitCode.COULD_NOT_FIND_OUT : ExitCode.SOMETHING_IS_NOT;
  }

  /** A line for each step that did something, as it ends. */
  record Progress(Terminal terminal) implements ApplyListener {

    @Override
    public void started(NodeId node, StepId step) {}

    @Override
    public void finished(NodeId node, StepId step, StepOutcome outcome) {
      switch (outcome) {
        case StepOutcome.Changed(String evidence) ->
            terminal.note(terminal.green("✓ ") + node + "  " + step + "  " + evidence);
        case StepOutcome.Unchanged(String evidence) -> {
          if (step == StepId.VERIFY) {
            terminal.note(terminal.green("✓ ") + node + "  " + step + "  " + evidence);
          }
        }
        case StepOutcome.Failed(Failure failure) -> {
          terminal.note(terminal.red("✗ ") + node + "  " + step);
          terminal.complain(failure);
        }
        case StepOutcome.NotReached _ -> {}
      }
    }
  }
}

package org.flannelboard.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.DiagnosisJson;
import org.flannelboard.app.DiagnosisMarkdown;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Diagnostics;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.Diagnosis;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.FindingCode;
import org.flannelboard.diagnosis.MatrixShape;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "diagnose",
    description = {
      "Why a ping is lost, or not what it seems: the cause, its evidence, what to do.",
      "Changes nothing; where nothing explains a loss, a few packets are sent and counted."
    },
    mixinStandardHelpOptions = true)
final class DiagnoseCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(
      paramLabel = "NODE",
      arity = "0..2",
      description = "The pair: who pings, and who is pinged.")
  List<String> nodes = List.of();

  @Option(names = "--all", description = "Every pair.")
  boolean all;

  @Option(names = "--markdown", description = "As Markdown, to be pasted into a ticket.")
  boolean markdown;

  @Option(
      names = "--redact",
      description = "In Markdown, without addresses and names of hosts; equal ones stay equal.")
  boolean redact;

  @Option(
      names = "--verbose",
      description = "Show what shows it whole, also of hops that are well.")
  boolean verbose;

  DiagnoseCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    Terminal terminal = invocation.terminal();
    boolean pair = nodes.size() == 2 && !nodes.getFirst().equals(nodes.getLast());
    if (all ? !nodes.isEmpty() : !pair) {
      return wrong(invocation.terminal().text("cli.diagnose.usage"));
    }
    if (redact && !markdown || markdown && invocation.json) {
      return wrong(invocation.terminal().text("cli.diagnose.markdown-usage"));
    }
    return invocation.withCluster(opened -> all ? Result.ok(whole(opened)) : pair(opened));
  }

  private int wrong(String usage) {
    invocation.terminal().note(usage);
    return ExitCode.WRONG_USAGE.status();
  }

  private ExitCode whole(Invocation.Opened opened) {
    Diagnostics.Report report = diagnostics(opened).all(watcher(opened.terminal()));
    print(opened.terminal(), report, Optional.empty());
    return verdict(report, report.diagnosis().findings());
  }

  private Result<ExitCode, Failure> pair(Invocation.Opened opened) {
    // Selected one by one: the profile's order is not the question's.
    return opened
        .cluster()
        .select(nodes.subList(0, 1))
        .flatMap(
            from ->
                opened
                    .cluster()
                    .select(nodes.subList(1, 2))
                    .map(to -> pair(opened, from.getFirst(), to.getFirst())));
  }

  private ExitCode pair(Invocation.Opened opened, NodeSpec from, NodeSpec to) {
    Diagnostics.Report report =
        diagnostics(opened).pair(from.id(), to.id(), watcher(opened.terminal()));
    Subject.OnPair pair = new Subject.OnPair(from.id(), to.id());
    print(opened.terminal(), report, Optional.of(pair));
    return silent(report, from.id()) || silent(report, to.id())
        ? ExitCode.COULD_NOT_FIND_OUT
        : verdict(report, report.diagnosis().about(pair));
  }

  private static Diagnostics diagnostics(Invocation.Opened opened) {
    return new Diagnostics(opened.cluster(), opened.door());
  }

  /** Says what is about to be sent. */
  private static Diagnostics.Watcher watcher(Terminal terminal) {
    DiagnosisWords words = new DiagnosisWords(terminal.messages());
    return new Diagnostics.Watcher(
        probe -> terminal.note(terminal.faint(words.sentence(probe))), new CancelToken());
  }

  private void print(Terminal terminal, Diagnostics.Report report, Optional<Subject.OnPair> pair) {
    if (invocation.json) {
      terminal.print(
          Json.write(new DiagnosisJson(terminal.messages()).of(report, pair.orElse(null))));
    } else if (markdown) {
      String page =
          new DiagnosisMarkdown(terminal.messages()).of(report, pair.orElse(null), redact);
      terminal.print(page.stripTrailing());
    } else {
      int width = verbose ? Integer.MAX_VALUE : invocation.width();
      new DiagnosisPrinter(terminal, width).print(report, pair);
    }
  }

  private static boolean silent(Diagnostics.Report report, NodeId node) {
    return report.facts().silent().containsKey(node);
  }

  /** Nothing to find is health only where something was measured and nothing was left open. */
  private static ExitCode verdict(Diagnostics.Report report, List<Finding> findings) {
    Diagnosis diagnosis = report.diagnosis();
    boolean open = findings.stream().anyMatch(DiagnoseCommand::saysNothing);
    boolean found =
        findings.stream()
            .filter(it -> it.severity() != Severity.INFO)
            .anyMatch(it -> !saysNothing(it));
    if (found) {
      return ExitCode.SOMETHING_IS_NOT;
    }
    return open
            || !diagnosis.unexplained().isEmpty()
            || diagnosis.shape() instanceof MatrixShape.NothingMeasured
        ? ExitCode.COULD_NOT_FIND_OUT
        : ExitCode.AS_IT_SHOULD;
  }

  private static boolean saysNothing(Finding finding) {
    return finding.code() == FindingCode.NOT_ENOUGH_SEEN
        || finding.code() == FindingCode.NODE_UNREACHABLE;
  }
}

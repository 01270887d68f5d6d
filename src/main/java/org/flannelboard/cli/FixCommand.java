package org.flannelboard.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.flannelboard.app.AppFailure;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Diagnostics;
import org.flannelboard.app.Fixes;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.Finding;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "fix",
    description = "Fix what diagnose found: diagnose, say what would be done, ask, do, prove.",
    mixinStandardHelpOptions = true)
final class FixCommand implements Callable<Integer> {

  private final Invocation invocation;

  @Parameters(
      paramLabel = "FINDING",
      description = "The finding's id, as diagnose prints it; quoted, because of its >.")
  String id = "";

  @Option(
      names = "--remedy",
      paramLabel = "N",
      defaultValue = "0",
      description = "Which of its remedies (default: the first that this program can do).")
  int number;

  @Option(names = "--plan", description = "Print what would be done, and change nothing.")
  boolean planOnly;

  @Option(
      names = {"-y", "--yes"},
      description = "Agree beforehand to what would be done, restarts included.")
  boolean yes;

  FixCommand(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    return invocation.withCluster(this::fix);
  }

  private Result<ExitCode, Failure> fix(Invocation.Opened opened) {
    Diagnostics.Watcher watcher = watcher(opened.terminal());
    Diagnostics.Report seen = look(opened, watcher);
    Optional<Finding> finding = seen.diagnosis().finding(id);
    if (finding.isEmpty()) {
      List<String> known = seen.diagnosis().roots().stream().map(Finding::id).toList();
      return Result.err(new AppFailure.FindingUnknown(id, known));
    }
    Fixes fixes = new Fixes(opened.cluster(), opened.door());
    return chosen(fixes.choices(finding.get()))
        .flatMap(
            choice ->
                fixes
                    .propose(seen, finding.get(), choice.remedy())
                    .flatMap(proposal -> fix(opened, fixes, choice, proposal, watcher)));
  }

  /** The whole cluster; where that does not show it, the pair that the id names. */
  private Diagnostics.Report look(Invocation.Opened opened, Diagnostics.Watcher watcher) {
    Diagnostics diagnostics = new Diagnostics(opened.cluster(), opened.door());
    Diagnostics.Report all = diagnostics.all(watcher);
    String[] pair = id.substring(id.indexOf('@') + 1).split(">", -1);
    List<NodeId> ends =
        List.of(pair).stream()
            .flatMap(
                name ->
                    opened.cluster().profile().nodes().stream()
                        .map(NodeSpec::id)
                        .filter(node -> node.name().equals(name)))
            .distinct()
            .toList();
    return ends.size() == 2 && all.diagnosis().finding(id).isEmpty()
        ? diagnostics.pair(ends.getFirst(), ends.getLast(), watcher)
        : all;
  }

  private static Diagnostics.Watcher watcher(Terminal terminal) {
    DiagnosisWords words = new DiagnosisWords(terminal.messages());
    return new Diagnostics.Watcher(
        probe -> terminal.note(terminal.faint(words.sentence(probe))), new CancelToken());
  }

  private Result<Fixes.Choice, Failure> chosen(List<Fixes.Choice> choices) {
    Optional<Fixes.Choice> chosen =
        number == 0
            ? choices.stream()
                .filter(choice -> choice.kind() == Fixes.Choice.Kind.CLICKABLE)
                .findFirst()
                .or(() -> choices.stream().findFirst())
            : choices.stream().filter(choice -> choice.number() == number).findFirst();
    return chosen
        .<Result<Fixes.Choice, Failure>>map(Result::ok)
        .orElseGet(() -> Result.err(new AppFailure.RemedyUnknown(id, number, choices.size())));
  }

  private Result<ExitCode, Failure> fix(
      Invocation.Opened opened,
      Fixes fixes,
      Fixes.Choice choice,
      Fixes.Proposal proposal,
      Diagnostics.Watcher watcher) {
    Terminal terminal = opened.terminal();
    FixPrinter printer = new FixPrinter(terminal);
    if (!invocation.json) {
      printer.print(fixes.choices(proposal.finding()), choice, proposal);
    }
    if (planOnly || proposal.lines().isEmpty()) {
      if (invocation.json) {
        terminal.print(Json.write(FixJson.of(choice, proposal, terminal.messages())));
      }
      return Result.ok(ExitCode.SOMETHING_IS_NOT);
    }
    Optional<Failure> refusal = opened.cluster().refusal("fix");
    if (refusal.isPresent()) {
      return Result.err(refusal.get());
    }
    String question = proposal.byHand().isEmpty() ? "cli.fix.agree" : "cli.fix.agree-by-hand";
    if (!Invocation.agreed(yes, terminal, terminal.text(question))) {
      return Result.ok(ExitCode.SOMETHING_IS_NOT);
    }
    Fixes.Report report = fixes.run(proposal, new PushCommand.Progress(terminal), watcher);
    if (report.refusal() != null) {
      return Result.err(report.refusal());
    }
    if (invocation.json) {
      terminal.print(Json.write(FixJson.of(choice, report, terminal.messages())));
    } else {
      printer.print(report);
    }
    return Result.ok(
        report.healed() && report.failure().isEmpty()
            ? ExitCode.AS_IT_SHOULD
            : ExitCode.SOMETHING_IS_NOT);
  }
}

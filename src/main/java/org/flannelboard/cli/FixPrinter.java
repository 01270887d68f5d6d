package org.flannelboard.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Fixes;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Subject;

/** {@code fix} as text: the choice, what would be done where, and what came of it. */
final class FixPrinter {

  private final Terminal terminal;
  private final DiagnosisWords words;

  FixPrinter(Terminal terminal) {
    this.terminal = terminal;
    this.words = new DiagnosisWords(terminal.messages());
  }

  void print(List<Fixes.Choice> choices, Fixes.Choice chosen, Fixes.Proposal proposal) {
    terminal.print(words.sentence(proposal.finding()));
    if (choices.size() > 1) {
      choices.forEach(choice -> print(choice, choice.number() == chosen.number()));
    }
    if (!proposal.byHand().isEmpty()) {
      terminal.print(
          terminal.text(proposal.lines().isEmpty() ? "cli.fix.by-hand" : "cli.fix.by-hand-first"));
      for (Remedy.Instruct instruct : proposal.byHand()) {
        words.lines(instruct).forEach(line -> terminal.print("  " + terminal.yellow("→ ") + line));
      }
    }
    if (!proposal.lines().isEmpty()) {
      lines(proposal);
      terminal.print(undo(proposal));
    }
  }

  private void print(Fixes.Choice choice, boolean chosen) {
    List<String> lines = choice.words(terminal.messages());
    String mark = chosen ? terminal.green("*") : " ";
    for (int i = 0; i < lines.size(); i++) {
      String head = i == 0 ? mark + " %2d  ".formatted(choice.number()) : "      ";
      terminal.print(head + lines.get(i));
    }
  }

  private void lines(Fixes.Proposal proposal) {
    PlanPrinter plan = new PlanPrinter(terminal);
    String place = "";
    for (Fixes.Line line : proposal.lines()) {
      String here = line.node() == null ? "etcd" : line.node().name();
      if (!here.equals(place)) {
        terminal.print(here);
        place = here;
      }
      plan.print(line.step());
    }
  }

  private String undo(Fixes.Proposal proposal) {
    String nodes =
        proposal.lines().stream()
            .map(Fixes.Line::node)
            .filter(node -> node != null)
            .map(Object::toString)
            .distinct()
            .collect(Collectors.joining(", "));
    String key = "cli.fix.undo." + proposal.undo().name().toLowerCase(Locale.ROOT);
    return terminal.text(key, Map.of("nodes", nodes));
  }

  void print(Fixes.Report report) {
    String finding = report.proposal().finding().id();
    if (report.healed()) {
      String pairs = Integer.toString(report.proposal().finding().pairs().size());
      terminal.print(
          terminal.green("✓ ")
              + terminal.text("cli.fix.done", Map.of("finding", finding, "pairs", pairs)));
    } else {
      terminal.print(
          terminal.red("✗ ") + terminal.text("cli.fix.failed", Map.of("finding", finding)));
    }
    if (!report.red().isEmpty()) {
      String pairs = report.red().stream().map(this::pair).collect(Collectors.joining(", "));
      terminal.print("  " + terminal.text("cli.fix.red", Map.of("pairs", pairs)));
    }
    for (Finding left : report.left()) {
      terminal.print("  " + terminal.yellow("! ") + words.sentence(left));
      terminal.print("    " + terminal.faint(left.id()));
    }
  }

  private String pair(Subject.OnPair pair) {
    return words.subject(pair);
  }
}

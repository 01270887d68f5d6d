package org.flannelboard.cli;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Diagnostics;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.ContainerPlane;
import org.flannelboard.diagnosis.Diagnosis;
import org.flannelboard.diagnosis.Evidence;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.diagnosis.PacketWay;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;

/** {@code diagnose} as text: what is seen, why, what shows it, what to do. */
final class DiagnosisPrinter {

  /** What stands before and between the columns of a way: margin, mark, three gaps. */
  private static final int INDENT = 2 + 1 + 3 * 2;

  private final Terminal terminal;
  private final int width;
  private final DiagnosisWords words;

  /**
   * Prints to a terminal.
   *
   * @param width how many places a line may take that shows nothing but that a hop is well
   */
  DiagnosisPrinter(Terminal terminal, int width) {
    this.terminal = terminal;
    this.width = width;
    this.words = new DiagnosisWords(terminal.messages());
  }

  void print(Diagnostics.Report report, Optional<Subject.OnPair> pair) {
    Diagnosis diagnosis = report.diagnosis();
    terminal.print(words.sentence(diagnosis.shape()));
    pair.ifPresent(it -> ways(report, it));
    List<Finding> findings =
        pair.map(diagnosis::about).orElse(diagnosis.findings()).stream()
            .filter(Finding::root)
            .toList();
    findings.forEach(this::print);
    if (findings.isEmpty()) {
      terminal.print("");
      terminal.print(terminal.text("cli.diagnose.nothing"));
    }
    new TreeMap<>(report.facts().silent()).values().forEach(terminal::complain);
  }

  private void ways(Diagnostics.Report report, Subject.OnPair pair) {
    PacketWay way = report.way(pair.from(), pair.to());
    way(pair.from(), pair.to(), way.there());
    way(pair.to(), pair.from(), way.back());
    ContainerPlane containers = report.containers(pair.from(), pair.to());
    terminal.print("");
    terminal.print(terminal.text("cli.diagnose.containers." + containers.state().code()));
  }

  private void way(NodeId from, NodeId to, List<Hop> hops) {
    terminal.print("");
    terminal.print(from + " → " + to);
    Table table = new Table(List.of("", "", "", ""));
    int left = width - INDENT - widest(hops, this::name) - widest(hops, hop -> hop.node().name());
    for (Hop hop : hops) {
      table.add(
          List.of(
              mark(hop.state()), name(hop), hop.node().name(), evidence(hop, Math.max(1, left))));
    }
    table.lines().stream().skip(1).forEach(line -> terminal.print("  " + line));
  }

  private String name(Hop hop) {
    return terminal.text("diagnosis.hop." + hop.kind().code());
  }

  /** What decides is shown whole; of a hop that is well the beginning will do. */
  private static String evidence(Hop hop, int left) {
    String line = hop.evidence().stream().map(Evidence::line).findFirst().orElse("");
    return switch (hop.state()) {
      case OK -> Table.cut(line.replaceAll("\\s+", " "), left);
      case BROKEN, SUSPICIOUS, NOT_CHECKED -> line;
    };
  }

  private static int widest(List<Hop> hops, Function<Hop, String> column) {
    return hops.stream().map(column).mapToInt(Table::width).max().orElse(0);
  }

  private String mark(Hop.State state) {
    return switch (state) {
      case OK -> terminal.green("✓");
      case BROKEN -> terminal.red("✗");
      case SUSPICIOUS -> terminal.yellow("!");
      case NOT_CHECKED -> terminal.faint("?");
    };
  }

  private void print(Finding finding) {
    terminal.print("");
    terminal.print(mark(finding.severity()) + " " + words.sentence(finding));
    terminal.print("  " + terminal.faint(finding.id()));
    finding.evidence().forEach(this::print);
    terminal.print("  → " + words.advice(finding));
    remedies(finding.remedies());
    if (finding.remedies().stream().anyMatch(remedy -> !remedy.byHandAlone())) {
      // Quoted: a shell would take the > of a pair for a file.
      terminal.print("  → flannelboard fix '" + finding.id() + "'");
    }
  }

  /** Numbered where there is a choice. */
  private void remedies(List<Remedy> remedies) {
    for (int i = 0; i < remedies.size(); i++) {
      List<String> lines = words.lines(remedies.get(i));
      String number = remedies.size() == 1 ? "    " : "  %2d  ".formatted(i + 1);
      for (int line = 0; line < lines.size(); line++) {
        terminal.print((line == 0 ? number : " ".repeat(number.length())) + lines.get(line));
      }
    }
  }

  private void print(Evidence evidence) {
    NodeId node = evidence.node();
    terminal.print("  " + (node == null ? "etcd" : node.name()) + " $ " + evidence.command());
    terminal.print("      " + evidence.line());
  }

  private String mark(Severity severity) {
    return switch (severity) {
      case ERROR -> terminal.red("✗");
      case WARNING -> terminal.yellow("!");
      case INFO -> terminal.faint("·");
    };
  }
}

package org.flannelboard.app;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Diagnosis;
import org.flannelboard.diagnosis.Evidence;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.diagnosis.PacketWay;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.node.NodeFailure;
import org.jspecify.annotations.Nullable;

/** A diagnosis as Markdown, to be pasted into a ticket. */
public final class DiagnosisMarkdown {

  /** UTC: who reads a ticket may sit elsewhere. */
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  /** One line of evidence is enough where a whole way is shown. */
  private static final int LINE = 120;

  private final Messages messages;
  private final DiagnosisWords words;

  public DiagnosisMarkdown(Messages messages) {
    this.messages = messages;
    this.words = new DiagnosisWords(messages);
  }

  /**
   * The report.
   *
   * @param pair the pair it is about; null for the whole cluster
   * @param redacted whether addresses and the names of hosts are taken out
   */
  public String of(Diagnostics.Report report, Subject.@Nullable OnPair pair, boolean redacted) {
    Page page = new Page();
    head(report, pair, page);
    Diagnosis diagnosis = report.diagnosis();
    List<Finding> all = pair == null ? diagnosis.findings() : diagnosis.about(pair);
    List<Finding> causes = all.stream().filter(Finding::root).toList();
    causes.forEach(finding -> cause(finding, page));
    if (causes.isEmpty()) {
      page.paragraph(escaped(messages.text("cli.diagnose.nothing")));
    }
    consequences(all, page);
    if (pair != null) {
      PacketWay way = report.way(pair.from(), pair.to());
      way(pair.from(), pair.to(), way.there(), page);
      way(pair.to(), pair.from(), way.back(), page);
    }
    probes(report, page);
    silent(report.facts().silent(), page);
    UnaryOperator<String> last =
        redacted ? Redaction.of(report.facts().profile())::redact : UnaryOperator.identity();
    return last.apply(page.toString());
  }

  private void head(Diagnostics.Report report, Subject.@Nullable OnPair pair, Page page) {
    page.heading(
        "#", pair == null ? messages.text("diagnosis.markdown.cluster") : words.subject(pair));
    page.paragraph(DAY.format(report.facts().at()) + " · Flannelboard");
    page.paragraph("**" + escaped(words.sentence(report.diagnosis().shape())) + "**");
    if (pair != null) {
      page.paragraph(
          escaped(
              messages.text(
                  "cli.diagnose.containers."
                      + report.containers(pair.from(), pair.to()).state().code())));
    }
  }

  private void cause(Finding finding, Page page) {
    page.heading("##", escaped(words.sentence(finding)));
    List<String> facts = new ArrayList<>();
    facts.add("`" + finding.id() + "`");
    facts.add(words.severity(finding.severity()));
    facts.add(words.subject(finding.subject()));
    facts.add(words.direction(finding.direction()));
    if (!finding.pairs().isEmpty()) {
      facts.add(words.explains(finding));
    }
    page.paragraph(String.join(" · ", facts));
    page.block(finding.evidence().stream().flatMap(it -> lines(it).stream()).toList());
    page.paragraph(
        "**" + messages.text("diagnosis.markdown.remedy") + "** " + escaped(words.advice(finding)));
    for (Remedy remedy : finding.remedies()) {
      String disturbance = String.join("; ", words.disturbances(remedy));
      page.item("1.", escaped(disturbance));
      page.inner(words.lines(remedy));
    }
  }

  private void consequences(List<Finding> all, Page page) {
    List<Finding> follow = all.stream().filter(it -> !it.root()).toList();
    if (!follow.isEmpty()) {
      page.heading("##", messages.text("diagnosis.markdown.consequences"));
      follow.forEach(it -> page.item("-", escaped(words.sentence(it))));
    }
  }

  private void way(NodeId from, NodeId to, List<Hop> hops, Page page) {
    page.heading("##", from + " → " + to);
    page.row(
        messages.text("diagnosis.markdown.state"),
        messages.text("diagnosis.markdown.hop"),
        messages.text("diagnosis.markdown.node"),
        messages.text("diagnosis.markdown.seen"));
    page.row("---", "---", "---", "---");
    for (Hop hop : hops) {
      page.row(
          words.glyph(hop.state()) + " " + words.state(hop.state()),
          words.hop(hop.kind()),
          hop.node().name(),
          hop.evidence().stream().map(Evidence::line).map(this::code).findFirst().orElse(""));
    }
    page.end();
  }

  private void probes(Diagnostics.Report report, Page page) {
    if (!report.probes().isEmpty()) {
      page.heading("##", messages.text("diagnosis.markdown.probes"));
      report.probes().forEach(probe -> page.item("-", escaped(words.sentence(probe))));
    }
  }

  private void silent(Map<NodeId, NodeFailure> silent, Page page) {
    if (!silent.isEmpty()) {
      page.heading("##", messages.text("diagnosis.markdown.silent"));
      new TreeMap<>(silent)
          .forEach(
              (node, failure) ->
                  page.item("-", node + ": " + escaped(messages.describe(failure).message())));
    }
  }

  private static List<String> lines(Evidence evidence) {
    NodeId node = evidence.node();
    Instant at = evidence.at();
    return List.of(
        "# " + (node == null ? "etcd" : node.name()) + ", " + TIME.format(at) + " UTC",
        "$ " + evidence.command(),
        evidence.line());
  }

  /** Code in a cell of a table, which a bar would end. */
  private String code(String line) {
    String brief = line.length() > LINE ? line.substring(0, LINE) + "…" : line;
    String one = brief.replace('\n', ' ').replace('`', '\'').replace("|", "\\|").strip();
    return one.isEmpty() ? "" : "`" + one + "`";
  }

  /** A sentence whose characters mean themselves. */
  private static String escaped(String sentence) {
    return sentence.replaceAll("([\\\\`*_<>\\[\\]|])", "\\\\$1");
  }

  /** What has been written. */
  private static final class Page {

    private final StringBuilder text = new StringBuilder();
    private boolean listing;

    void heading(String level, String title) {
      end();
      text.append(level).append(' ').append(title).append("\n\n");
    }

    void paragraph(String words) {
      end();
      text.append(words).append("\n\n");
    }

    void item(String mark, String words) {
      text.append(mark).append(' ').append(words).append('\n');
      listing = true;
    }

    /** Lines as they are typed, below an item. */
    void inner(List<String> lines) {
      String fence = fence(lines);
      text.append("   ").append(fence).append("text\n");
      lines.forEach(line -> text.append("   ").append(line).append('\n'));
      text.append("   ").append(fence).append('\n');
    }

    /** Lines as they are. */
    void block(List<String> lines) {
      end();
      String fence = fence(lines);
      text.append(fence).append("text\n");
      lines.forEach(line -> text.append(line).append('\n'));
      text.append(fence).append("\n\n");
    }

    void row(String... cells) {
      text.append("| ").append(String.join(" | ", cells)).append(" |\n");
      listing = true;
    }

    /** Closes a list or a table. */
    void end() {
      if (listing) {
        text.append('\n');
      }
      listing = false;
    }

    /** Longer than any run of backticks in the lines (CommonMark 0.31, 4.5). */
    private static String fence(List<String> lines) {
      String fence = "```";
      while (lines.stream().collect(Collectors.joining("\n")).contains(fence)) {
        fence += "`";
      }
      return fence;
    }

    @Override
    public String toString() {
      return text.toString().stripTrailing() + "\n";
    }
  }
}

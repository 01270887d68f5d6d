package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.app.Diagnostics.Watcher;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.practice.FaultKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A diagnosis as it is pasted into a ticket. */
class DiagnosisMarkdownTest {

  private static final NodeId FROM = new NodeId("vm02");
  private static final NodeId TO = new NodeId("vm04");
  private static final Subject.OnPair PAIR = new Subject.OnPair(FROM, TO);
  private static final Pattern ADDRESS =
      Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|([0-9a-f]{2}:){5}[0-9a-f]{2}|vm0\\d");

  @ParameterizedTest
  @EnumSource(
      names = {
        "INPUT_FIREWALL",
        "NEIGHBOUR_STALE",
        "FORWARD_WRONG",
        "DUPLICATE_SUBNET",
        "UNDERLAY_BLOCKED",
        "WRONG_PUBLIC_IP",
        "NODE_DOWN"
      })
  void saysAllAndRedactedNothingOfTheNetwork(FaultKind kind) {
    try (Bench bench = Bench.deployedByHand(4)) {
      bench.practice.switchOn(kind.at(List.of(TO, FROM).subList(0, kind.nodes())));
      Bench.Session session = bench.session();
      Report report =
          new Diagnostics(session.cluster(), session.door()).pair(FROM, TO, Watcher.none());
      for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
        Messages messages = Messages.of(language);
        DiagnosisMarkdown markdown = new DiagnosisMarkdown(messages);
        String open = markdown.of(report, PAIR, false);
        assertThat(open).startsWith("# vm02 → vm04\n").containsPattern(ADDRESS);
        report.diagnosis().about(PAIR).stream()
            .filter(it -> it.root())
            .forEach(it -> assertThat(open).contains("`" + it.id() + "`"));
        String redacted = markdown.of(report, PAIR, true);
        assertThat(redacted).startsWith("# node-2 → node-4\n").doesNotContainPattern(ADDRESS);
        assertThat(redacted.lines()).hasSameSizeAs(open.lines().toList());
        assertThat(markdown.of(report, null, true)).doesNotContainPattern(ADDRESS);
      }
    }
  }
}

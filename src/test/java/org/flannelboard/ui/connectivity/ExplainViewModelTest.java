package org.flannelboard.ui.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.ui.Windowless;
import org.flannelboard.ui.connectivity.Explanation.Step;
import org.flannelboard.ui.kit.Fix;
import org.flannelboard.ui.kit.FixState;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Cells explained, and mended, without a window: a deployed practice cluster of four. */
class ExplainViewModelTest {

  private static final Words WORDS = Words.of(Locale.ENGLISH);
  private static final NodeId TWO = new NodeId("vm02");
  private static final NodeId FOUR = new NodeId("vm04");
  private static final Subject.OnPair PAIR = new Subject.OnPair(FOUR, TWO);
  private static final Pattern TELLING =
      Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+|([0-9a-f]{2}:){5}[0-9a-f]{2}|vm0\\d");

  private Windowless windowless;
  private Session session;
  private ExplainViewModel model;
  private FindingsViewModel findings;

  @BeforeEach
  void open() {
    windowless = new Windowless(4);
    session = windowless.session;
    model = new ExplainViewModel(session, WORDS);
    findings = new FindingsViewModel(session, WORDS);
  }

  @AfterEach
  void close() {
    windowless.close();
  }

  @ParameterizedTest
  @CsvSource({
    "INPUT_FIREWALL, BACK, PORT, vm04",
    "OUTPUT_FIREWALL, THERE, UNDERLAY_ROUTE, vm04",
    "ROUTE_MISSING, THERE, ROUTE, vm04",
    "NEIGHBOUR_STALE, THERE, NEIGHBOUR, vm04",
    "FORWARD_WRONG, THERE, FORWARD, vm04",
    "DEVICE_MISSING, THERE, SOURCE_VTEP, vm04",
    "UNDERLAY_BLOCKED, THERE, UNDERLAY, vm04"
  })
  void theHopWhereTheFaultSitsIsTheOneWherePacketsVanish(
      FaultKind fault, Leg leg, Hop.Kind kind, String node) {
    breakIt(fault);
    Explanation shown = explain();
    Explanation.Way way = leg == Leg.THERE ? shown.there() : shown.back();
    Step step = way.steps().get(way.vanish());
    assertThat(step.kind()).isEqualTo(kind);
    assertThat(step.node().name()).isEqualTo(node);
    assertThat(step.state().status()).isEqualTo(Status.FAILED);
    assertThat(step.evidence()).isNotEmpty();
    assertThat(shown.first()).contains(step);
    assertThat(shown.ping().status()).isEqualTo(Status.FAILED);
    assertThat(shown.ping().text()).startsWith("vm04 gets no reply from vm02.");
    assertThat(shown.causes().getFirst().pairs()).contains(PAIR);
  }

  /** The direction in which packets vanish. */
  enum Leg {
    THERE,
    BACK
  }

  @Test
  void whatAPingDoesNotTellStandsBesideIt() {
    breakIt(FaultKind.IP_FORWARD_OFF);
    Explanation shown = explain();
    assertThat(shown.ping().status()).isEqualTo(Status.OK);
    assertThat(shown.containers().status()).isEqualTo(Status.FAILED);
    assertThat(shown.containers().text()).contains("vm04 forwards nothing");
    assertThat(shown.there().vanish()).isNegative();
    assertThat(shown.back().vanish()).isNegative();
  }

  @Test
  void aHealthyPairIsSaidToBeOpenHopByHop() {
    Explanation shown = explain();
    assertThat(shown.ping().status()).isEqualTo(Status.OK);
    assertThat(shown.containers().status()).isEqualTo(Status.OK);
    assertThat(shown.there().light().status()).isEqualTo(Status.OK);
    assertThat(shown.there().steps())
        .hasSize(Hop.Kind.values().length)
        .extracting(Step::name)
        .contains("docker0", "flannel.1", "UDP 8472");
    assertThat(shown.first()).isEmpty();
  }

  @Test
  void theCopyOfABrokenPairNamesNothingOfTheNetworkWhereThatIsAsked() {
    breakIt(FaultKind.FORWARD_WRONG);
    explain();
    assertThat(model.markdown()).startsWith("# vm04 → vm02").containsPattern(TELLING);
    model.redacted().set(true);
    assertThat(model.markdown())
        .startsWith("# node-4 → node-2")
        .contains("`forward-wrong@node-4>node-2`")
        .doesNotContainPattern(TELLING);
  }

  @Test
  void theFirstRemedyMendsTheCellAndTheExplanationSaysSo() {
    breakIt(FaultKind.NEIGHBOUR_STALE);
    Finding cause = explain().causes().getFirst();
    Fix fix = Fix.of(session);
    model.fix(cause, cause.remedies().getFirst());
    FixState.Confirming asked = (FixState.Confirming) fix.state().get();
    assertThat(asked.proposal().lines())
        .singleElement()
        .satisfies(line -> assertThat(line.command()).startsWith("ip neigh replace "));
    fix.confirm(WORDS);
    FixState.Ended ended = (FixState.Ended) fix.state().get();
    assertThat(ended.report().healed()).isTrue();
    Explanation after = Objects.requireNonNull(model.explanation().get());
    assertThat(after.ping().status()).isEqualTo(Status.OK);
    assertThat(after.causes()).noneMatch(it -> it.severity() == Severity.ERROR);
    fix.leave();
    assertThat(session.sheet().get()).isNull();
  }

  @Test
  void theMatrixIsSaidAtOnceAndItsCauseOnceItIsKnown() {
    windowless.measure();
    assertThat(findings.sentence().get().text()).isEqualTo("Everybody reaches everybody.");
    breakIt(FaultKind.INPUT_FIREWALL);
    assertThat(findings.sentence().get().status()).isEqualTo(Status.FAILED);
    assertThat(findings.sentence().get().text()).contains("Nobody reaches vm04");
    assertThat(findings.cause().get()).isEmpty();
    assertThat(findings.state().get()).startsWith("Not diagnosed yet.");
    findings.ask();
    assertThat(findings.cause().get())
        .hasValueSatisfying(
            cause -> assertThat(cause.text()).startsWith("Cause: A filter on vm04 drops"));
    FindingsViewModel.Row row = findings.rows().get().getFirst();
    assertThat(row.subject()).isEqualTo("vm04");
    assertThat(row.cells()).isEqualTo(6);
    findings.open(row.finding());
    assertThat(Objects.requireNonNull(Inquiry.of(session).pair().get()).text())
        .isEqualTo("vm01>vm04");
  }

  @Test
  void whoIsLedToAPairHasItExplainedByWhatIsKnownAlready() {
    breakIt(FaultKind.ROUTE_MISSING);
    findings.ask();
    Inquiry inquiry = Inquiry.of(session);
    session.lead(PAIR);
    assertThat(session.place().get()).isEqualTo(Place.CONNECTIVITY);
    assertThat(Objects.requireNonNull(model.explanation().get()).pair()).isEqualTo(PAIR);
    assertThat(((Inquiry.State.Answered) inquiry.state().get()).report())
        .isSameAs(inquiry.latest().get());
    model.leave();
    assertThat(model.explanation().get()).isNull();
    assertThat(session.mesh().latest().get().cell(3, 1)).isInstanceOf(Cell.Lost.class);
  }

  private void breakIt(FaultKind kind) {
    windowless.breakIt(kind, FOUR, TWO);
  }

  private Explanation explain() {
    model.explain(PAIR);
    return Objects.requireNonNull(model.explanation().get());
  }
}

package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.flannelboard.app.PracticeControls.Fault;
import org.flannelboard.app.PracticeControls.State;
import org.flannelboard.app.PracticeScript.Reading;
import org.flannelboard.cluster.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The steps that lead to a state, as text and back. */
class PracticeScriptTest {

  private static final Fault STOPPED = new Fault("flanneld-stopped", List.of(new NodeId("vm03")));
  private static final Fault ROUTE =
      new Fault("route-missing", List.of(new NodeId("vm01"), new NodeId("vm02")));
  private static final Duration HOURS = Duration.ofHours(26);

  @Test
  void readsWhatItWrites() {
    PracticeScript script =
        PracticeScript.empty().with(STOPPED).advanced(HOURS).with(ROUTE).advanced(HOURS);
    assertThat(script.text())
        .endsWith(
            "on flanneld-stopped vm03\nadvance PT26H\non route-missing vm01 vm02\nadvance PT26H\n");
    assertThat(PracticeScript.parse(script.text())).isEqualTo(new Reading.Script(script));
    assertThat(script.state()).isEqualTo(new State(List.of(STOPPED, ROUTE), HOURS.plus(HOURS)));
  }

  @Test
  void onlyWhatIsStillSoIsKept() {
    PracticeScript script = PracticeScript.empty().with(STOPPED).advanced(HOURS).with(ROUTE);
    assertThat(script.with(ROUTE)).isEqualTo(script);
    assertThat(script.without(STOPPED).state().on()).containsExactly(ROUTE);
    assertThat(script.mended().state()).isEqualTo(new State(List.of(), HOURS));
    assertThat(script.atPresent().state())
        .isEqualTo(new State(List.of(STOPPED, ROUTE), Duration.ZERO));
  }

  @Test
  void emptyLinesAndRemarksSayNothing() {
    assertThat(PracticeScript.parse("# nothing\n\n  \n"))
        .isEqualTo(new Reading.Script(PracticeScript.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on",
        "off node-down vm01",
        "on node-down vm/01",
        "advance",
        "advance 26h",
        "advance PT0S",
        "advance PT-1H",
        "advance PT26H PT1H",
        "advance P40000D",
        "{\"on\": []}",
      })
  void theLineThatIsNotUnderstoodIsNamed(String line) {
    assertThat(PracticeScript.parse("# first\nadvance PT1H\n" + line + "\n"))
        .isEqualTo(new Reading.Wrong(3, line));
  }
}

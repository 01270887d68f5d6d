package org.flannelboard.ui.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.ui.Windowless;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What was found, on links and cards, without a window: a deployed practice cluster of four. */
class MapFindingsTest {

  private static final Words WORDS = Words.of(Locale.ENGLISH);
  private static final NodeId TWO = new NodeId("vm02");
  private static final NodeId FOUR = new NodeId("vm04");

  private Windowless windowless;
  private TopologyViewModel map;
  private InspectorViewModel inspector;

  @BeforeEach
  void open() {
    windowless = new Windowless(4);
    map = new TopologyViewModel(windowless.session, WORDS);
    inspector = new InspectorViewModel(windowless.session, WORDS, map);
  }

  @AfterEach
  void close() {
    windowless.close();
  }

  @Test
  void aBrokenLinkIsPlainUntilItsCauseIsKnown() {
    windowless.breakIt(FaultKind.ROUTE_MISSING, FOUR, TWO);
    assertThat(link(1, 3).light().status()).isEqualTo(Status.FAILED);
    assertThat(link(1, 3).cause()).isEqualTo(MeshLink.Cause.NONE);
    diagnose();
    assertThat(link(1, 3).cause()).isEqualTo(MeshLink.Cause.KNOWN);
    assertThat(link(1, 3).detail())
        .startsWith("vm04 has no route to ")
        .contains("vm02 → vm04: ", "vm04 → vm02: ");
    assertThat(link(0, 1).cause()).isEqualTo(MeshLink.Cause.NONE);
  }

  @Test
  void aLinkThatAnswersShowsThatContainersAreCutOff() {
    windowless.breakIt(FaultKind.IP_FORWARD_OFF, FOUR, TWO);
    diagnose();
    MeshLink link = link(0, 3);
    assertThat(link.cause()).isEqualTo(MeshLink.Cause.CONTAINERS);
    assertThat(link.light().status()).isEqualTo(Status.WARNING);
    assertThat(link.light().text()).endsWith("containers cut off");
    assertThat(link(0, 1).cause()).isEqualTo(MeshLink.Cause.NONE);
  }

  @Test
  void aLinkThatWasMendedIsNoLongerBlamed() {
    windowless.breakIt(FaultKind.ROUTE_MISSING, FOUR, TWO);
    diagnose();
    windowless.practice.switchOff(FaultKind.ROUTE_MISSING.at(List.of(FOUR, TWO)));
    windowless.measure();
    assertThat(link(1, 3).light().status()).isEqualTo(Status.OK);
    assertThat(link(1, 3).cause()).isEqualTo(MeshLink.Cause.NONE);
    assertThat(map.cards().get().get(3).found()).isNull();
    windowless.breakIt(FaultKind.FORWARD_WRONG, FOUR, TWO);
    assertThat(link(1, 3).light().status()).isEqualTo(Status.FAILED);
    assertThat(link(1, 3).cause()).as("of another loss").isEqualTo(MeshLink.Cause.NONE);
  }

  @Test
  void theNodeWhereTheCauseSitsIsMarkedAndItsInspectorSaysWhy() {
    windowless.breakIt(FaultKind.ROUTE_MISSING, FOUR, TWO);
    assertThat(map.cards().get().get(3).found()).isNull();
    diagnose();
    assertThat(Objects.requireNonNull(map.cards().get().get(3).found()).status())
        .isEqualTo(Status.FAILED);
    assertThat(map.cards().get().get(1).found()).isNull();
    map.select(3);
    assertThat(inspector.found().get())
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found.light().text()).startsWith("vm04 has no route to ");
              inspector.explain(Objects.requireNonNull(found.pair()));
            });
    assertThat(windowless.session.place().get()).isEqualTo(Place.CONNECTIVITY);
    assertThat(Objects.requireNonNull(Inquiry.of(windowless.session).pair().get()).text())
        .isEqualTo("vm02>vm04");
    map.select(1);
    assertThat(inspector.found().get()).isEmpty();
  }

  private void diagnose() {
    Inquiry.of(windowless.session).ask(null, WORDS);
    windowless.session.tick();
  }

  private MeshLink link(int a, int b) {
    return map.links().get().stream()
        .filter(link -> link.a() == a && link.b() == b)
        .findFirst()
        .orElseThrow();
  }
}

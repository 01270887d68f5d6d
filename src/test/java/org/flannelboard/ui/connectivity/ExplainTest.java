package org.flannelboard.ui.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.practice.FaultKind;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.Person;
import org.flannelboard.ui.kit.Fix;
import org.flannelboard.ui.kit.FixState;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** A cell that turns red, explained and mended with the keyboard alone. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ExplainTest {

  private static final PracticeFault STALE =
      FaultKind.NEIGHBOUR_STALE.at(List.of(Lab.vm(1), Lab.vm(2)));

  private Lab lab;
  private Session session;
  private Person person;

  @BeforeAll
  void breakIt() {
    lab = Lab.deployed(3, Locale.ENGLISH);
    session = lab.window.session();
    person = new Person(lab.window);
    Fx.await(session.mesh().latest(), "green", MatrixSnapshot::allReached);
    lab.practice.switchOn(STALE);
    Fx.await(session.mesh().latest(), "lost", now -> now.cell(0, 1) instanceof Cell.Lost);
    person.goes(Place.CONNECTIVITY);
  }

  @AfterAll
  void close() {
    lab.close();
  }

  @Test
  @Order(1)
  void theMatrixHasASentenceAndACauseBeforeAnyoneClicks() {
    person.reads("Certain pairs alone do not reach each other: vm01–vm02.");
    // The diagnosis that follows the mesh brings the cause.
    person.reads("Cause: vm01 knows vm02 by an old hardware address");
  }

  @Test
  @Order(2)
  void enterExplainsTheCellHopByHop() {
    person.goesTo("#matrix");
    person.key(KeyCode.HOME);
    person.key(KeyCode.ENTER);
    person.sees("#explain-way");
    person.reads("packets vanish at neighbour, vm01");
    person.reads("vanish here");
    person.reads("$ ip -4 neigh show");
    person.reads("cells explained: 2");
    person.reads("touches nothing else");
    person.reads("What changed just before it went red at");
    assertThat(said("#explain-way")).contains("vm01, neighbour: broken");
  }

  @Test
  @Order(3)
  void theArrowKeysLeadFromHopToHopAndEachShowsWhatWasSeen() {
    person.goesTo("#explain-way");
    person.key(KeyCode.LEFT);
    assertThat(said("#explain-way")).contains("vm01, flannel.1: ok");
    person.reads("vm01 · vxlan device, out");
    person.reads("$ ip -d link show");
    person.key(KeyCode.DOWN);
    assertThat(said("#explain-way")).contains("vm02, flannel.1");
    person.key(KeyCode.HOME);
    assertThat(said("#explain-way")).contains("vm02, docker0");
    person.key(KeyCode.END);
    assertThat(said("#explain-way")).contains("vm01, docker0");
  }

  @Test
  @Order(4)
  void itIsCopiedAndRedactedWhereThatIsAsked() {
    person.presses("#explain-copy");
    assertThat(copied()).startsWith("# vm01 → vm02").contains("`neighbour-stale@vm01>vm02`");
    person.presses("#explain-redact");
    assertThat(((CheckBox) person.sees("#explain-redact")).isSelected()).isTrue();
    person.presses("#explain-copy");
    assertThat(copied())
        .startsWith("# node-1 → node-2")
        .doesNotContainPattern("\\d+\\.\\d+\\.\\d+\\.\\d+")
        .doesNotContainPattern("([0-9a-f]{2}:){5}")
        .doesNotContain("vm0");
  }

  @Test
  @Order(5)
  void theFixIsShownAskedAboutDoneAndProved() {
    person.presses("#fix-1");
    person.reads("ip neigh replace ");
    person.reads("Touches nothing else");
    person.reads("A rollback takes all of it back.");
    person.presses("#fix-confirm");
    FixState.Ended ended =
        (FixState.Ended) Fx.await(Fix.of(session).state(), "end", FixState.Ended.class::isInstance);
    assertThat(ended.report().healed()).isTrue();
    person.reads("Healed: what was found is gone");
    person.reads("Before");
    person.presses("#fix-leave");
    person.reads("vm01 reaches vm02.");
    Fx.await(session.mesh().latest(), "green", MatrixSnapshot::allReached);
  }

  @Test
  @Order(6)
  void escapeLeadsBackToTheMatrix() {
    person.goesTo("#explain-way");
    person.key(KeyCode.ESCAPE);
    person.missesAgain("#explain-way");
    assertThat(Fx.get(() -> Person.focused(lab.window.scene()).getId())).isEqualTo("matrix");
    person.reads("Everybody reaches everybody.");
  }

  @Test
  @Order(7)
  void allThatIsFoundIsListedAndALineLeadsToItsCell() {
    PracticeFault missing = FaultKind.ROUTE_MISSING.at(List.of(Lab.vm(3), Lab.vm(1)));
    lab.practice.switchOn(missing);
    try {
      person.goes(Place.TOPOLOGY);
      person.shortcut(KeyCode.D);
      person.sees("#findings");
      Fx.await(Inquiry.of(session).state(), "an answer", Inquiry.State.Answered.class::isInstance);
      person.goesTo("#findings");
      TableView<?> table = (TableView<?>) person.sees("#findings");
      assertThat(Fx.get(() -> ((FindingsViewModel.Row) table.getItems().getFirst()).sentence()))
          .startsWith("vm03 has no route to ");
      Fx.run(() -> table.getSelectionModel().selectFirst());
      person.key(KeyCode.ENTER);
      person.reads("packets vanish at route, vm03");
      person.presses("#explain-leave");
    } finally {
      lab.practice.switchOff(missing);
    }
  }

  @Test
  @Order(8)
  void aFixOfSeveralCommandsNamesTheirNodeOnce() {
    PracticeFault shut = FaultKind.INPUT_FIREWALL.at(List.of(Lab.vm(3)));
    lab.practice.switchOn(shut);
    try {
      Fx.await(
          Inquiry.of(session).latest(),
          "cause",
          it -> it != null && it.diagnosis().finding("input-firewall@vm03").isPresent());
      Fx.run(() -> session.lead(new Subject.OnPair(Lab.vm(1), Lab.vm(3))));
      person.reads("packets vanish at UDP 8472, vm03");
      person.presses("#fix-1");
      person.sees("#fix-confirm");
      assertThat(texts(lab.window.scene().getRoot(), ".fix-command"))
          .hasSize(2)
          .allMatch(it -> it.startsWith("iptables -t filter -I INPUT "));
      assertThat(texts(lab.window.scene().getRoot(), ".plan-step > .step-title"))
          .containsExactly("vm03 · Kernel");
      person.presses("#fix-leave");
      person.presses("#explain-leave");
    } finally {
      lab.practice.switchOff(shut);
    }
  }

  @Test
  @Order(9)
  void manyLinesAreCountedAndAllOfThemCopied() {
    Words words = Words.of(Locale.ENGLISH);
    EvidenceLines lines =
        Fx.get(() -> new EvidenceLines(new ExplainViewModel(session, words), words));
    String thirteen = numbered(13);
    assertThat(texts(Fx.get(() -> lines.work(thirteen)), ".label")).containsExactly(thirteen);
    Node box = Fx.get(() -> lines.work(numbered(254)));
    assertThat(texts(box, ".label"))
        .containsExactly(numbered(12), "and 242 more; copying takes all of them");
    Fx.run(() -> ((Button) Objects.requireNonNull(box.lookup(".evidence-copy"))).fire());
    assertThat(copied()).isEqualTo(numbered(254));
  }

  private static String numbered(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining("\n"));
  }

  private static List<String> texts(Node from, String selector) {
    return Fx.get(
        () -> from.lookupAll(selector).stream().map(it -> ((Label) it).getText()).toList());
  }

  private String said(String id) {
    return Objects.requireNonNull(person.sees(id).getAccessibleText());
  }

  private static String copied() {
    return Objects.requireNonNull(Fx.get(() -> Clipboard.getSystemClipboard().getString()));
  }
}

package org.flannelboard.ui.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javafx.beans.binding.Bindings;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.RollbackState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** The map and its inspector on a practice cluster, by keys as a person without a mouse would. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TopologyTest {

  private Lab lab;
  private Session session;

  @BeforeAll
  void deploy() {
    lab = Lab.deployed(4, Locale.ENGLISH);
    session = lab.window.session();
    Fx.await(session.status().reading(), "reading", reading -> !reading);
    refresh();
    layout();
  }

  @AfterAll
  void close() {
    lab.close();
  }

  @BeforeEach
  void begin() {
    Fx.run(
        () -> {
          lab.window.show(Place.TOPOLOGY);
          session.closeSheet();
          session.node().set(null);
        });
  }

  @Test
  @Order(1)
  void arrowsWalkTheMapAndEnterOpensTheInspector() {
    layout();
    press("#topology-map", KeyCode.RIGHT);
    assertThat(selected()).as("without a selected node arrows move the map").isNull();
    press("#topology-map", KeyCode.HOME);
    assertThat(selected()).isEqualTo(Lab.vm(1));
    press("#topology-map", KeyCode.RIGHT);
    assertThat(selected()).isEqualTo(Lab.vm(2));
    press("#topology-map", KeyCode.DOWN);
    assertThat(selected()).isEqualTo(Lab.vm(4));
    press("#topology-map", KeyCode.LEFT);
    assertThat(selected()).isEqualTo(Lab.vm(3));
    assertThat(inspector().isVisible()).isFalse();

    press("#topology-map", KeyCode.ENTER);
    assertThat(inspector().isVisible()).isTrue();
    assertThat(texts()).contains("vm03", "172.16.16.83", "Pairs of this node", "Fingerprint");
    press("#topology-map", KeyCode.ESCAPE);
    assertThat(inspector().isVisible()).isFalse();
    assertThat(selected()).isEqualTo(Lab.vm(3));
    press("#topology-map", KeyCode.ESCAPE);
    assertThat(selected()).isNull();
  }

  @Test
  @Order(2)
  void theFilterPassesOverTheOthers() {
    press("#topology-map", KeyCode.SLASH);
    Fx.run(() -> ((TextField) node("#topology-filter")).setText("172.16.16.83"));
    assertThat(texts()).contains("1 of 4 match");
    press("#topology-filter", KeyCode.ENTER);
    assertThat(selected()).isEqualTo(Lab.vm(3));
    press("#topology-map", KeyCode.UP);
    assertThat(selected()).as("what does not match is passed over").isEqualTo(Lab.vm(3));
    press("#topology-filter", KeyCode.ESCAPE);
    assertThat(Fx.get(() -> ((TextField) node("#topology-filter")).getText())).isEmpty();
  }

  @Test
  @Order(3)
  void driftIsCountedAndLeadsToDeploy() {
    open(Lab.vm(1));
    fire("#inspector-drift");
    awaitText("Nothing differs from what a push would write");

    NodeSpec node = session.nodes().getFirst();
    Deadline soon = Deadline.after(Duration.ofSeconds(20));
    session
        .cluster()
        .on(node, ops -> ops.remove(session.profile().paths().options(), soon))
        .orElseThrow();
    fire("#inspector-drift");
    awaitText("Options: New file " + session.profile().paths().options());
    fire("#drift-open");
    assertThat(Fx.get(() -> session.place().get())).isEqualTo(Place.DEPLOY);
    assertThat(selected()).isEqualTo(Lab.vm(1));
  }

  @Test
  @Order(4)
  void aRestartAsksThenRunsAsAJobWhileTheJournalIsFollowed() {
    open(Lab.vm(2));
    fire("#inspector-logs");
    fire("#logs-docker");
    awaitLines("Started");
    int before = lines().size();

    Fx.run(() -> ((MenuButton) node("#inspector-restart")).getItems().getLast().fire());
    Fx.await(session.sheet(), "sheet", sheet -> sheet != null);
    assertThat(texts()).contains("Restart docker.service on vm02?");
    fire("#restart-confirm");
    Fx.await(session.notice(), "notice", notice -> notice != null);
    assertThat(Fx.get(() -> Objects.requireNonNull(session.notice().get()).status()))
        .isEqualTo(Status.OK);
    awaitMore(before);
    assertThat(lab.callsOnFxThread).isEmpty();
  }

  @Test
  @Order(5)
  void aPauseHoldsTheLinesAndTheFilterPicksAmongThem() {
    open(Lab.vm(2));
    fire("#inspector-logs");
    fire("#logs-flanneld");
    awaitLines("lease");
    Fx.run(() -> ((TextField) node("#logs-filter")).setText("no line says this"));
    assertThat(lines()).isEmpty();
    Fx.run(() -> ((TextField) node("#logs-filter")).setText("LEASE"));
    assertThat(lines()).isNotEmpty().allMatch(line -> line.contains("lease"));
    Fx.run(() -> ((TextField) node("#logs-filter")).setText(""));
    fire("#logs-pause");
    assertThat(Fx.get(() -> ((Button) node("#logs-pause")).getText())).isEqualTo("Resume");
    fire("#logs-close");
    assertThat(Fx.get(() -> node("#logs").isVisible())).isFalse();
  }

  @Test
  @Order(6)
  void rollbackIsProposedFromTheInspector() {
    open(Lab.vm(4));
    fire("#inspector-rollback");
    Fx.await(session.rollback().state(), "proposal", RollbackState.Confirming.class::isInstance);
    Fx.run(() -> session.rollback().decline());
  }

  @Test
  @Order(7)
  void everyControlHasANameAndKeepsItWithTheLanguage() {
    open(Lab.vm(2));
    fire("#inspector-logs");
    layout();
    assertNames();
    Fx.run(() -> lab.window.speak(Locale.SIMPLIFIED_CHINESE));
    layout();
    assertNames();
    assertThat(texts()).contains("拓扑");
    Fx.run(() -> lab.window.speak(Locale.ENGLISH));
  }

  @Test
  @Order(8)
  void anUnreachableNodeFadesAndKeepsWhatWasKnown() {
    lab.practice.switchOn(new PracticeFault.NodeDown(Lab.vm(3)));
    refresh();
    awaitThird(
        "unreachable", view -> view.toFailure().orElse(null) instanceof NodeFailure.Unreachable);
    open(Lab.vm(3));
    assertThat(texts())
        .anyMatch(text -> text.startsWith("Unreachable for"))
        .anyMatch(text -> text.startsWith("vm03 cannot be reached"))
        .anyMatch(text -> text.startsWith("Check that the node is on"));
    assertThat(texts().stream().filter("running"::equals).count())
        .as("what was known last is still there")
        .isGreaterThan(0);
    fire("#inspector-logs");
    Fx.await(((Labeled) node("#logs-again")).visibleProperty(), "why it ended", shown -> shown);
    lab.practice.switchOff(new PracticeFault.NodeDown(Lab.vm(3)));
    awaitThird("back", view -> view.toFailure().isEmpty());
    assertThat(texts()).noneMatch(text -> text.startsWith("Unreachable for"));
    fire("#logs-again");
    awaitLines("Started");
  }

  private void assertNames() {
    Fx.run(
        () -> {
          for (Node each : lab.window.scene().getRoot().lookupAll(".button")) {
            Button button = (Button) each;
            assertThat(button.getText() + Objects.toString(button.getAccessibleText(), ""))
                .as(button.toString())
                .isNotBlank();
          }
          for (Node each : lab.window.scene().getRoot().lookupAll(".toggle-button")) {
            assertThat(((ToggleButton) each).getText()).as(each.toString()).isNotBlank();
          }
        });
  }

  private void open(NodeId id) {
    Fx.run(() -> session.node().set(id));
    press("#topology-map", KeyCode.ENTER);
    layout();
  }

  private void refresh() {
    Fx.run(session.status()::refresh);
    Fx.await(session.status().reading(), "reading", reading -> !reading);
  }

  /** Waits for a reading of the third node; the window takes one every few seconds. */
  private void awaitThird(String what, Predicate<Result<NodeStatus.View, Failure>> fits) {
    Fx.await(
        session.status().latest(),
        what,
        status -> status != null && fits.test(status.nodes().get(2).view()));
  }

  private void layout() {
    Fx.run(
        () -> {
          Parent root = lab.window.scene().getRoot();
          root.applyCss();
          root.layout();
        });
  }

  private NodeId selected() {
    return Fx.get(() -> session.node().get());
  }

  private Node inspector() {
    return Fx.get(() -> node("#inspector").getParent());
  }

  private Node node(String id) {
    return Objects.requireNonNull(lab.window.scene().getRoot().lookup(id), id);
  }

  private void press(String id, KeyCode code) {
    Fx.run(
        () ->
            Event.fireEvent(
                node(id),
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
  }

  private void fire(String id) {
    Fx.run(() -> ((ButtonBase) node(id)).fire());
  }

  @SuppressWarnings("unchecked") // the list of lines holds lines
  private ListView<String> list() {
    return (ListView<String>) node("#logs-lines");
  }

  private List<String> lines() {
    return Fx.get(() -> List.copyOf(list().getItems()));
  }

  private void awaitLines(String part) {
    Fx.await(
        Bindings.createStringBinding(
            () -> String.join("\n", list().getItems()), Fx.get(() -> list().getItems())),
        "a line with " + part,
        text -> text.contains(part));
  }

  private void awaitMore(int than) {
    Fx.await(
        Bindings.size(Fx.get(() -> list().getItems())),
        "new lines",
        size -> size.intValue() > than);
  }

  private void awaitText(String text) {
    Fx.await(session.now(), text, _ -> visible(lab.window.scene().getRoot()).contains(text));
  }

  private List<String> texts() {
    layout();
    return Fx.get(() -> visible(lab.window.scene().getRoot()));
  }

  private static List<String> visible(Node from) {
    if (!from.isVisible()) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    if (from instanceof Labeled labeled && labeled.getText() != null) {
      all.add(labeled.getText());
    }
    if (from instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> all.addAll(visible(child)));
    }
    return all;
  }
}

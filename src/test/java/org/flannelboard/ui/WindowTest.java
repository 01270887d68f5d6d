package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.app.Settings;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.LiveMesh;
import org.flannelboard.ui.kit.MatrixCanvas;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.StatusChip;
import org.junit.jupiter.api.Test;

/** The window as a person uses it: with its buttons and keys, on a practice cluster. */
class WindowTest {

  @Test
  void pushAllTurnsABareClusterGreen() {
    try (Lab lab = Lab.bare(4, Locale.ENGLISH)) {
      Session session = lab.window.session();
      Fx.await(session.status().latest(), "first status", status -> status != null);
      assertThat(texts(lab)).contains("Not set up yet", "Mesh not measured", "Practice cluster");

      press(lab, "#push-all");
      Fx.await(session.push().state(), "proposal", PushState.Confirming.class::isInstance);
      assertThat(texts(lab))
          .anyMatch(text -> text.contains("stops these containers: web"))
          .contains("Push to vm01, vm02, vm03, vm04");
      assertThat(Fx.get(() -> lab.window.scene().lookup("#push-all").isDisabled())).isTrue();

      Fx.run(() -> ((CheckBox) lab.window.scene().lookup("#plan-consent")).setSelected(true));
      press(lab, "#plan-confirm");
      PushState.Ended end =
          (PushState.Ended)
              Fx.await(session.push().state(), "end", PushState.Ended.class::isInstance);
      assertThat(end.report().succeeded()).isTrue();
      assertThat(end.board().log()).hasSizeGreaterThan(40);
      MatrixSnapshot mesh =
          Fx.await(session.mesh().latest(), "12 green cells", MatrixSnapshot::allReached);
      assertThat(mesh.reached()).isEqualTo(12);
      Fx.await(session.status().latest(), "healthy", status -> status != null && status.healthy());
      assertThat(texts(lab)).contains("Nodes 4/4", "Mesh 12/12", "Done and measured; changes: 47");
    }
  }

  @Test
  void aSecondPushAsksNothingAndSaysThatNothingChanged() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      Session session = lab.window.session();
      Fx.run(() -> lab.window.show(Place.DEPLOY));
      Fx.run(() -> session.push().propose(session.nodes()));
      PushState.Ended end =
          (PushState.Ended)
              Fx.await(
                  session.push().state(),
                  "second end",
                  state -> state instanceof PushState.Ended ended && ended.report().changes() == 0);
      assertThat(end.report().succeeded()).isTrue();
      assertThat(texts(lab)).contains("Nothing to change: all as it should be");
    }
  }

  @Test
  void declinedIsNothingDone() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      Session session = lab.window.session();
      press(lab, "#push-vm01");
      PushState.Confirming asked =
          (PushState.Confirming)
              Fx.await(session.push().state(), "proposal", PushState.Confirming.class::isInstance);
      assertThat(asked.proposal().plan().nodes()).hasSize(1);
      press(lab, "#plan-cancel");
      Fx.await(session.push().state(), "idle", PushState.Idle.class::isInstance);
      assertThat(Fx.get(() -> lab.window.scene().lookup("#plan-sheet") == null)).isTrue();
      assertThat(Fx.get(() -> lab.window.scene().lookup("#push-all").isDisabled())).isFalse();
    }
  }

  @Test
  void aFailedStepShowsWhatToDo() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      lab.practice.switchOn(new PracticeFault.UnitStartFails(Lab.vm(2), "flanneld.service"));
      PushState.Ended end = lab.pushAll();
      assertThat(end.report().succeeded()).isFalse();
      assertThat(texts(lab))
          .contains("Not everything is as it should be", "failed", "not yet")
          .anyMatch(text -> text.contains("then push again"));
    }
  }

  @Test
  void aNodeThatIsDownIsARowThatCannotBeAsked() {
    try (Lab lab = Lab.deployed(3, Locale.ENGLISH)) {
      Session session = lab.window.session();
      Fx.await(session.mesh().latest(), "green", MatrixSnapshot::allReached);
      lab.practice.switchOn(new PracticeFault.NodeDown(Lab.vm(3)));
      MatrixSnapshot mesh =
          Fx.await(
              session.mesh().latest(),
              "row unreachable",
              now ->
                  now.count(Cell.SourceUnreachable.class::isInstance) == 2
                      && now.cell(0, 2) instanceof Cell.Lost);
      assertThat(mesh.cell(2, 0)).isInstanceOf(Cell.SourceUnreachable.class);
      assertThat(mesh.cell(2, 1)).isInstanceOf(Cell.SourceUnreachable.class);

      Fx.run(() -> lab.window.show(Place.CONNECTIVITY));
      Fx.run(() -> matrix(lab).selected().set(new Position(2, 0)));
      assertThat(texts(lab))
          .contains("vm03 → vm01", "Source unreachable")
          .anyMatch(
              text ->
                  text.contains("Check that the node is on")
                      || text.contains("when the node is back"));

      Fx.run(() -> session.status().refresh());
      Fx.await(
          session.status().latest(),
          "unreachable card",
          status ->
              status != null
                  && status.nodes().get(2).view() instanceof Result.Err<NodeStatus.View, Failure>);
      Fx.run(() -> lab.window.show(Place.TOPOLOGY));
      assertThat(texts(lab))
          .contains("Nodes 2/3")
          .anyMatch(text -> text.contains(" vm03 ") || text.startsWith("vm03 cannot"));
    }
  }

  @Test
  void noCallToTheClusterComesFromTheWindowsThread() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      Session session = lab.window.session();
      Fx.await(session.mesh().latest(), "green", MatrixSnapshot::allReached);
      Fx.run(session.mesh()::pause);
      Fx.run(session.mesh()::start);
      Fx.run(() -> session.push().propose(session.nodes()));
      Fx.await(
          session.push().state(),
          "second end",
          state -> state instanceof PushState.Ended ended && ended.report().changes() == 0);
      assertThat(lab.calls).as("calls the guard saw").hasValueGreaterThan(20);
      assertThat(lab.callsOnFxThread).isEmpty();
    }
  }

  @Test
  void theWindowSpeaksBothLanguagesAndKeepsItsPlace() {
    try (Lab lab = Lab.bare(2, Locale.SIMPLIFIED_CHINESE)) {
      Fx.run(() -> lab.window.show(Place.CONNECTIVITY));
      assertThat(Fx.get(lab.window::title)).isEqualTo("练习集群 – Flannelboard");
      assertThat(texts(lab)).contains("连通性", "练习集群", "图例");
      press(lab, "#language");
      assertThat(Fx.get(lab.window::title)).isEqualTo("Practice cluster – Flannelboard");
      assertThat(texts(lab)).contains("Connectivity", "Practice cluster", "Legend");
    }
  }

  @Test
  void bothThemesColourTheMatrix() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      Set<Color> grounds =
          Stream.of(Settings.Look.values())
              .map(
                  look ->
                      Fx.get(
                          () -> {
                            lab.window.use(look);
                            lab.window.show(Place.CONNECTIVITY);
                            lab.window.scene().getRoot().applyCss();
                            lab.window.scene().getRoot().layout();
                            return lab.window
                                .scene()
                                .snapshot(null)
                                .getPixelReader()
                                .getColor(400, 790);
                          }))
              .collect(Collectors.toSet());
      assertThat(grounds).hasSize(2);
    }
  }

  @Test
  void keysLeadEverywhere() {
    try (Lab lab = Lab.bare(3, Locale.ENGLISH)) {
      Fx.run(() -> type(lab.window.scene().lookup(".window"), KeyCode.DIGIT5, true));
      assertThat(Fx.get(() -> lab.window.scene().lookup("#matrix"))).isNotNull();
      List<Position> walk =
          Fx.get(
              () ->
                  List.of(KeyCode.RIGHT, KeyCode.RIGHT, KeyCode.DOWN, KeyCode.DOWN, KeyCode.DOWN)
                      .stream()
                      .map(
                          key -> {
                            type(matrix(lab), key, false);
                            return Objects.requireNonNull(matrix(lab).selected().get());
                          })
                      .toList());
      // Over the diagonal, not onto it, and no further than the edge.
      assertThat(walk)
          .containsExactly(
              new Position(0, 1),
              new Position(0, 2),
              new Position(1, 2),
              new Position(1, 2),
              new Position(1, 2));
      Fx.run(() -> type(lab.window.scene().lookup(".window"), KeyCode.DIGIT1, true));
      assertThat(Fx.get(() -> lab.window.scene().lookup("#push-all"))).isNotNull();
    }
  }

  @Test
  void everyButtonHasANameAndNoDataLosesItsUnderscores() {
    try (Lab lab = Lab.bare(3, Locale.ENGLISH)) {
      for (Place place : Place.values()) {
        Fx.run(() -> lab.window.show(place));
        assertThat(Fx.get(() -> nodes(lab.window.scene().getRoot())))
            .filteredOn(ButtonBase.class::isInstance)
            .filteredOn(Node::isVisible)
            .allSatisfy(
                node -> {
                  ButtonBase button = (ButtonBase) node;
                  assertThat(button.getText() + button.getAccessibleText())
                      .isNotEqualTo("null")
                      .isNotEqualTo("nullnull")
                      .isNotBlank();
                });
        assertThat(Fx.get(() -> nodes(lab.window.scene().getRoot())))
            .filteredOn(StatusChip.class::isInstance)
            .noneMatch(chip -> ((StatusChip) chip).isMnemonicParsing());
      }
    }
  }

  @Test
  void pausedTheMeshStands() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      LiveMesh mesh = lab.window.session().mesh();
      Fx.await(mesh.latest(), "green", MatrixSnapshot::allReached);
      Fx.run(() -> lab.window.show(Place.CONNECTIVITY));
      press(lab, "#pause");
      assertThat(Fx.get(() -> mesh.running().get())).isFalse();
      assertThat(texts(lab)).contains("Resume");
      press(lab, "#pause");
      Fx.await(mesh.running(), "running", running -> running);
    }
  }

  private static void press(Lab lab, String id) {
    Fx.run(
        () -> {
          lab.window.scene().getRoot().applyCss();
          lab.window.scene().getRoot().layout();
          Button button =
              (Button) Objects.requireNonNull(lab.window.scene().getRoot().lookup(id), id);
          assertThat(button.isDisabled()).as("%s disabled", id).isFalse();
          button.fire();
        });
  }

  private static void type(Node target, KeyCode code, boolean control) {
    target.fireEvent(
        new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false));
  }

  private static MatrixCanvas matrix(Lab lab) {
    return (MatrixCanvas) Objects.requireNonNull(lab.window.scene().lookup("#matrix"));
  }

  /** Every text that can be read in the window now. */
  private static List<String> texts(Lab lab) {
    return Fx.get(
        () -> {
          lab.window.scene().getRoot().applyCss();
          lab.window.scene().getRoot().layout();
          return nodes(lab.window.scene().getRoot()).stream()
              .filter(node -> node instanceof Labeled && !(node instanceof TitledPane))
              .map(node -> ((Labeled) node).getText())
              .filter(text -> text != null && !text.isEmpty())
              .toList();
        });
  }

  private static List<Node> nodes(Node node) {
    List<Node> all = new ArrayList<>(List.of(node));
    if (node instanceof Parent parent && node.isVisible()) {
      parent.getChildrenUnmodifiable().forEach(child -> all.addAll(nodes(child)));
    }
    return all;
  }
}

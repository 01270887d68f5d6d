package org.flannelboard.ui.practice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.PracticeControls.Fault;
import org.flannelboard.boot.WindowPages;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.profile.AtomicFiles;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.kit.Words;
import org.junit.jupiter.api.Test;

/** The sheet breaks and mends the cluster behind the window, and shows what others switched. */
class PracticeViewTest {

  private static final Words ENGLISH = Words.of(Locale.ENGLISH);

  @Test
  void aFaultSwitchedOnTheSheetIsSeenInTheMeshAndHealsWhenAllIsSwitchedOff() {
    try (Lab lab = Lab.deployed(4, Locale.ENGLISH)) {
      green(lab);
      open(lab);
      press(lab, "switch-route-missing");
      Fx.await(
          lab.window.session().mesh().latest(),
          "pair red",
          mesh -> mesh.cell(0, 1) instanceof Cell.Lost && mesh.cell(1, 0) instanceof Cell.Lost);
      Fault fault = new Fault("route-missing", List.of(Lab.vm(1), Lab.vm(2)));
      assertThat(lab.controls.state().orElseThrow().on()).containsExactly(fault);
      assertThat(button(lab, "switch-route-missing").getText())
          .isEqualTo(ENGLISH.text("practice.switch-off"));
      press(lab, "practice-all-off");
      green(lab);
      assertThat(lab.practice.faults()).isEmpty();
      assertThat(lab.callsOnFxThread).isEmpty();
    }
  }

  @Test
  void whatAnotherRunSwitchesIsTakenOver() {
    try (Lab lab = Lab.bare(4, Locale.ENGLISH);
        PracticeControls.Following _ = lab.controls.follow()) {
      open(lab);
      write(lab, "on node-down vm03\n");
      Fx.await(count(lab).textProperty(), "one on", "1 on"::equals);
      assertThat(lab.practice.faults()).containsExactly(new PracticeFault.NodeDown(Lab.vm(3)));
      write(lab, "on no-such-thing\n");
      Fx.await(label(lab, "practice-trouble").textProperty(), "trouble", it -> !it.isEmpty());
      assertThat(lab.practice.faults()).hasSize(1);
      write(lab, "");
      Fx.await(count(lab).textProperty(), "none on", "Nothing is broken"::equals);
      assertThat(lab.practice.faults()).isEmpty();
    }
  }

  @Test
  void theClockIsMovedOn() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      open(lab);
      press(lab, "practice-year");
      Fx.await(label(lab, "practice-ahead").textProperty(), "ahead", it -> it.contains("365 d"));
      assertThat(lab.controls.state().orElseThrow().ahead()).isEqualTo(Duration.ofDays(365));
      assertThat(lab.controls.now()).isAfter(Instant.now().plus(Duration.ofDays(364)));
    }
  }

  @Test
  void everyControlHasANameAndIsReachedByKeyboardInBothLanguages() {
    try (Lab lab = Lab.bare(4, Locale.SIMPLIFIED_CHINESE)) {
      open(lab);
      assertThat(Fx.get(() -> lab.window.scene().getFocusOwner().getId()))
          .isEqualTo("practice-filter");
      List<Control> controls =
          Fx.get(
              () ->
                  root(lab).lookupAll("*").stream()
                      .filter(node -> node instanceof Button || node instanceof TextField)
                      .map(Control.class::cast)
                      .toList());
      assertThat(controls).hasSizeGreaterThan(50);
      assertThat(controls)
          .allSatisfy(
              control -> {
                assertThat(control.isFocusTraversable()).isTrue();
                assertThat(name(control)).isNotBlank();
              });
    }
  }

  @Test
  void theListIsFilteredByWordsAndCodes() {
    try (Lab lab = Lab.bare(4, Locale.ENGLISH)) {
      open(lab);
      Fx.run(() -> ((TextField) node(lab, "practice-filter")).setText("lease"));
      assertThat(Fx.get(() -> root(lab).lookup("#switch-lease-missing"))).isNotNull();
      assertThat(Fx.get(() -> root(lab).lookup("#switch-node-down"))).isNull();
    }
  }

  private static String name(Control control) {
    String accessible = control.getAccessibleText();
    return accessible != null ? accessible : control instanceof Button b ? b.getText() : "";
  }

  private static void green(Lab lab) {
    Fx.await(lab.window.session().mesh().latest(), "green", MatrixSnapshot::allReached);
  }

  private static void open(Lab lab) {
    Fx.run(
        () -> {
          new WindowPages()
              .commands(lab.window.session(), ENGLISH).stream()
                  .filter(command -> command.id().equals("practice-faults"))
                  .findFirst()
                  .orElseThrow()
                  .run();
          root(lab).applyCss(); // what scrolls is part of the scene from then on
          root(lab).layout();
        });
  }

  private static void write(Lab lab, String text) {
    AtomicFiles.replace(lab.switches, text.getBytes(StandardCharsets.UTF_8)).orElseThrow();
  }

  private static void press(Lab lab, String id) {
    Fx.run(() -> button(lab, id).fire());
  }

  private static Button button(Lab lab, String id) {
    return (Button) node(lab, id);
  }

  private static Label count(Lab lab) {
    return label(lab, "practice-count");
  }

  private static Label label(Lab lab, String id) {
    return (Label) node(lab, id);
  }

  private static Node node(Lab lab, String id) {
    return Objects.requireNonNull(root(lab).lookup("#" + id), id);
  }

  private static Parent root(Lab lab) {
    return lab.window.scene().getRoot();
  }
}

package org.flannelboard.ui.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.RollbackState;
import org.flannelboard.ui.kit.Session;
import org.junit.jupiter.api.Test;

/** The deploy page as a person uses it, on a practice cluster. */
class DeployViewTest {

  /** After the node, two of binaries and three of certificates. */
  private static final int OPTIONS_COLUMN = 6;

  @Test
  void whatSomebodyEditedIsFoundAndShown() {
    try (Lab lab = Lab.deployed(3, Locale.ENGLISH)) {
      PracticeDisk.write(
          lab.practice, Lab.vm(2), "/etc/flanneld/flanneld", "edited\n", 0600, "root");
      Fx.run(() -> lab.window.session().push().leave());
      open(lab);
      assertThat(texts(lab.window.scene().getRoot()))
          .contains("As wanted: 2 of 3 nodes", "differs", "in sync", "Network in etcd: in sync");

      choose(lab, 1, OPTIONS_COLUMN);
      assertThat(texts(find(lab, "#step-detail")))
          .contains("vm02 · Options", "-edited")
          .anyMatch(text -> text.contains("600 root:root →   644 root:root"));
      press(lab, "#diff-sides");
      assertThat(texts(find(lab, "#step-detail")))
          .contains("-edited")
          .noneMatch(text -> text.startsWith("@@"));
    }
  }

  @Test
  void aFailedNodeIsRolledBackFromItsProof() {
    try (Lab lab = Lab.bare(2, Locale.ENGLISH)) {
      Session session = lab.window.session();
      lab.practice.switchOn(new PracticeFault.UnitStartFails(Lab.vm(2), "flanneld.service"));
      open(lab);
      lab.pushAll();
      assertThat(texts(find(lab, "#proofs"))).contains("vm02", "Push again", "Roll back");
      Fx.run(
          () ->
              lookup(lab, "#proofs").lookupAll(".button").stream()
                  .map(ButtonBase.class::cast)
                  .filter(button -> button.getText().equals("Roll back"))
                  .filter(button -> button.getParent().isVisible())
                  .findFirst()
                  .orElseThrow()
                  .fire());
      Fx.await(session.rollback().state(), "proposal", RollbackState.Confirming.class::isInstance);
      Fx.run(() -> ((CheckBox) lookup(lab, "#rollback-consent")).setSelected(true));
      press(lab, "#rollback-confirm");
      RollbackState.Ended ended =
          (RollbackState.Ended)
              Fx.await(session.rollback().state(), "end", RollbackState.Ended.class::isInstance);
      assertThat(ended.proof().orElseThrow().holds()).isTrue();
    }
  }

  @Test
  void theJournalOfANodeIsListedWithWhatEachPushMade() {
    try (Lab lab = Lab.deployed(2, Locale.ENGLISH)) {
      PushHistory history = Fx.get(() -> new PushHistory(lab.window.session()));
      NodeSpec node = lab.window.session().nodes().getFirst();
      Fx.run(() -> history.read(node));
      PushHistory.Pushes pushes =
          Objects.requireNonNull(Fx.await(history.pushes(), "journal", found -> found != null));
      assertThat(pushes.latestFirst()).hasSize(1);
      assertThat(pushes.undoneNext(pushes.latestFirst().getFirst())).isTrue();
      Fx.run(() -> history.read(pushes, pushes.latestFirst().getFirst()));
      PushHistory.Changes changes =
          Objects.requireNonNull(Fx.await(history.changes(), "changes", found -> found != null));
      assertThat(changes.files().orElseThrow())
          .anyMatch(difference -> difference.name().equals("/etc/flanneld/flanneld"));
    }
  }

  @Test
  void aManifoldPlanIsToldOnceAndACanaryIsOffered() {
    try (Lab lab = Lab.bare(12, Locale.ENGLISH)) {
      Session session = lab.window.session();
      Fx.run(() -> session.push().propose(session.nodes()));
      Fx.await(session.push().state(), "proposal", PushState.Confirming.class::isInstance);
      Node sheet = find(lab, "#plan-sheet");
      assertThat(texts(sheet))
          .contains("Push to vm01 … vm12 (12)")
          .anyMatch(text -> text.startsWith("The same "));
      assertThat(Fx.get(() -> ((CheckBox) lookup(lab, "#plan-canary")).isSelected())).isTrue();
    }
  }

  private static void open(Lab lab) {
    Fx.run(() -> lab.window.show(Place.DEPLOY));
    Fx.await(lab.window.session().drift().latest(), "drift", drift -> drift != null);
    Fx.await(lab.window.session().drift().reading(), "end of reading", reading -> !reading);
  }

  private static void choose(Lab lab, int row, int column) {
    Fx.run(
        () -> {
          TableView<?> grid = (TableView<?>) lookup(lab, "#step-grid");
          select(grid, row, column);
          ((TabPane) lookup(lab, "#deploy-tabs")).getSelectionModel().selectFirst();
        });
  }

  private static <T> void select(TableView<T> grid, int row, int column) {
    grid.getSelectionModel().clearAndSelect(row, grid.getVisibleLeafColumn(column));
    grid.getFocusModel().focus(row, grid.getVisibleLeafColumn(column));
  }

  private static void press(Lab lab, String id) {
    Fx.run(
        () -> {
          ButtonBase button = (ButtonBase) lookup(lab, id);
          assertThat(button.isDisabled()).as("%s disabled", id).isFalse();
          button.fire();
        });
  }

  private static Node find(Lab lab, String id) {
    return Fx.get(() -> lookup(lab, id));
  }

  /** The same on JavaFX's own thread. */
  private static Node lookup(Lab lab, String id) {
    lab.window.scene().getRoot().applyCss();
    lab.window.scene().getRoot().layout();
    return Objects.requireNonNull(lab.window.scene().getRoot().lookup(id), id);
  }

  private static List<String> texts(Node root) {
    return Fx.get(
        () -> {
          root.getScene().getRoot().applyCss();
          root.getScene().getRoot().layout();
          return root.lookupAll("*").stream()
              .filter(Labeled.class::isInstance)
              .map(node -> ((Labeled) node).getText())
              .filter(text -> text != null && !text.isEmpty())
              .toList();
        });
  }
}

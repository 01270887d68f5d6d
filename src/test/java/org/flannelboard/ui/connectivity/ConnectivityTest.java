package org.flannelboard.ui.connectivity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import org.flannelboard.app.Settings.Thresholds;
import org.flannelboard.practice.PracticeFault;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.Fx;
import org.flannelboard.ui.Lab;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.MatrixCanvas;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The view of connectivity as a person uses it, on a cluster that works until it is broken. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectivityTest {

  private static final Position FIRST = new Position(0, 1);

  @TempDir private Path folder;
  private Lab lab;
  private Session session;

  @BeforeAll
  void deploy() {
    lab = Lab.deployed(3, Locale.ENGLISH);
    session = lab.window.session();
    Fx.run(() -> lab.window.show(Place.CONNECTIVITY));
    Fx.await(session.mesh().latest(), "green", MatrixSnapshot::allReached);
    Fx.await(session.status().latest(), "status", now -> now != null && now.healthy());
  }

  @AfterAll
  void close() {
    lab.close();
  }

  @Test
  @Order(1)
  void aCellIsSelectedAndExplainedByKeys() {
    Fx.run(() -> matrix().selected().set(null));
    type(matrix(), KeyCode.RIGHT, false);
    assertThat(Fx.get(() -> matrix().selected().get())).isEqualTo(FIRST);
    assertThat(texts())
        .anyMatch(text -> text.startsWith("vm02 → vm01"))
        .anyMatch(text -> text.startsWith("vm01 reaches vm02: the last answer took"));
    press("#way-back");
    assertThat(Fx.get(() -> matrix().selected().get())).isEqualTo(FIRST.reversed());
    press("#way-back");
    type(matrix(), KeyCode.ENTER, false);
    Fx.await(Inquiry.of(session).state(), "an answer", Inquiry.State.Answered.class::isInstance);
    assertThat(texts())
        .contains("vm01 → vm02", "Both ends now", "docker0", "VTEP MAC", "Route", "running")
        .anyMatch(text -> text.startsWith("via 10.") && text.endsWith("dev flannel.1"))
        .anyMatch(text -> text.matches("asked \\d+ s ago"));
    type(explanation(), KeyCode.ESCAPE, false);
    assertThat(texts()).doesNotContain("Both ends now").contains("Legend");
  }

  @Test
  @Order(2)
  void roundsAreRememberedOverAPauseAndOneCanBeAskedFor() {
    press("#pause");
    assertThat(Fx.get(() -> session.mesh().running().get())).isFalse();
    assertThat(texts()).contains("Paused", "Resume");
    int known = Fx.get(() -> session.mesh().history(0, 1).size());
    assertThat(known).isPositive();
    MatrixSnapshot before = Fx.get(() -> session.mesh().latest().get());
    press("#probe");
    Fx.await(session.mesh().latest(), "a round", now -> !now.sharesRow(before, 0));
    Fx.await(session.mesh().probing(), "end", probing -> !probing);
    assertThat(Fx.get(() -> session.mesh().history(0, 1).size())).isGreaterThan(known);
    assertThat(Fx.get(() -> session.mesh().running().get())).isFalse();
    press("#pause");
    Fx.await(session.mesh().running(), "running", running -> running);
    assertThat(Fx.get(() -> session.mesh().latest().get().unmeasured())).isZero();
  }

  @Test
  @Order(3)
  void anotherIntervalRestartsTheStreamsAndIsSaid() {
    MatrixSnapshot before = Fx.get(() -> session.mesh().latest().get());
    Fx.run(() -> session.preferences().pingInterval().set(Duration.ofSeconds(2)));
    assertThat(texts()).contains("Live, a round every 2 s");
    Fx.await(session.mesh().latest(), "goes on", now -> !now.sharesRow(before, 0));
    Fx.run(() -> session.preferences().pingInterval().set(Duration.ofSeconds(1)));
  }

  @Test
  @Order(4)
  void thresholdsTurnAnAnswerIntoAWarning() {
    Fx.run(() -> matrix().selected().set(FIRST));
    Fx.run(() -> session.preferences().thresholds().set(new Thresholds(Duration.ofNanos(1), 0)));
    assertThat(texts()).contains("Slow or lossy").anyMatch(text -> text.contains("but not well"));
    Fx.run(() -> session.preferences().thresholds().set(new Thresholds(Duration.ofMillis(50), 0)));
    assertThat(texts()).anyMatch(text -> text.startsWith("vm01 reaches vm02: "));
  }

  @Test
  @Order(5)
  void theTableSaysTheSameAndSharesTheSelection() {
    press("#as-table");
    TableView<PairRow> table = table();
    Fx.await(table.itemsProperty(), "pairs", items -> items != null && items.size() == 6);
    assertThat(
            Fx.get(() -> Objects.requireNonNull(table.getSelectionModel().getSelectedItem()).at()))
        .isEqualTo(FIRST);
    Fx.run(() -> table.getSelectionModel().clearAndSelect(5));
    Position chosen = Fx.get(() -> table.getItems().get(5).at());
    assertThat(Fx.get(() -> matrix().selected().get())).isEqualTo(chosen);
    Fx.run(() -> table.getSelectionModel().selectRange(1, 4));
    List<PairRow> shown = Fx.get(table::getItems);
    Fx.await(table.itemsProperty(), "the next second", items -> items != shown);
    assertThat(Fx.get(() -> table.getSelectionModel().getSelectedItems().size()))
        .as("what is selected stays")
        .isEqualTo(4);
    Fx.run(() -> table.getSelectionModel().clearAndSelect(5));
    Fx.run(() -> filter().setText("vm03"));
    Fx.await(table.itemsProperty(), "pairs of vm03", items -> items != null && items.size() == 4);
    Fx.run(() -> filter().clear());
    press("#as-matrix");
  }

  @Test
  @Order(6)
  void whatIsShownIsCopied() {
    Fx.run(() -> matrix().requestFocus());
    type(matrix(), KeyCode.C, true);
    assertThat(Fx.get(() -> Clipboard.getSystemClipboard().getString()))
        .startsWith("\tvm01\tvm02\tvm03\nvm01\t\t0.");
  }

  @Test
  @Order(7)
  void exportsAreWrittenAwayFromTheWindowsThread() throws InterruptedException {
    ConnectivityViewModel model =
        Fx.get(() -> new ConnectivityViewModel(session, Words.of(Locale.ENGLISH)));
    BlockingQueue<Notice> notices = new LinkedBlockingQueue<>();
    Fx.run(() -> session.notice().addListener((_, _, now) -> add(notices, now)));
    Path csv = folder.resolve("mesh.csv");
    Fx.run(() -> model.exportCsv(csv));
    assertThat(Objects.requireNonNull(notices.poll(20, TimeUnit.SECONDS)).title())
        .isEqualTo("Exported");
    assertThat(csv).content().startsWith("from,to,state").contains("vm01,vm02,reached,");
    Path json = folder.resolve("mesh.json");
    Fx.run(() -> model.exportJson(json));
    assertThat(Objects.requireNonNull(notices.poll(20, TimeUnit.SECONDS)).text())
        .isEqualTo(json.toString());
    assertThat(json).content().contains("\"reached\"");
    Fx.run(() -> model.exportCsv(csv.resolve("below")));
    assertThat(Objects.requireNonNull(notices.poll(20, TimeUnit.SECONDS)).title())
        .isEqualTo("Not exported");
  }

  @Test
  @Order(8)
  void aFaultIsRedAndFoundAndTheOnlyThingLeft() {
    lab.practice.switchOn(new PracticeFault.UnderlayBlocked(Lab.vm(1), Lab.vm(2)));
    // A round that an earlier restart of the streams cut off shall not count here.
    Fx.run(() -> session.preferences().thresholds().set(new Thresholds(Duration.ofDays(1), 100)));
    Color green = Fx.get(() -> middle(new Position(0, 2)));
    Fx.await(session.mesh().latest(), "lost", now -> now.cell(0, 1) instanceof Cell.Lost);
    Fx.await(session.mesh().latest(), "both", now -> now.cell(1, 0) instanceof Cell.Lost);
    assertThat(Fx.get(() -> middle(FIRST)).getHue()).isNotEqualTo(green.getHue());
    Fx.run(() -> matrix().selected().set(null));
    List<Position> found = new ArrayList<>();
    for (String key : List.of("n", "n", "n", "p")) {
      Fx.run(() -> matrix().fireEvent(typed(key)));
      found.add(Fx.get(() -> matrix().selected().get()));
    }
    assertThat(found).containsExactly(FIRST, FIRST.reversed(), FIRST, FIRST.reversed());
    assertThat(texts()).contains("No reply").anyMatch(text -> text.contains("did not answer"));
    press("#bad-only");
    assertThat(texts()).doesNotContain("Nothing to show: no pair fits the filter.");
    Fx.run(() -> filter().setText("vm03"));
    assertThat(texts()).contains("Nothing to show: no pair fits the filter.");
    Fx.run(() -> filter().clear());
    press("#bad-only");
  }

  @Test
  @Order(9)
  void everyControlHasANameAndTheKeyboardReachesIt() {
    assertThat(Fx.get(() -> nodes(lab.window.scene().getRoot())))
        .filteredOn(node -> node instanceof ButtonBase || node instanceof TextField)
        .allSatisfy(
            node -> {
              String text = node instanceof Labeled labeled ? labeled.getText() : "";
              assertThat(
                      (text == null ? "" : text) + Objects.toString(node.getAccessibleText(), ""))
                  .as(String.valueOf(node.getId()))
                  .isNotBlank();
              assertThat(node.isFocusTraversable()).as(String.valueOf(node.getId())).isTrue();
            });
    assertThat(Fx.get(() -> matrix().getAccessibleText())).startsWith("Connectivity matrix: ");
  }

  private Color middle(Position at) {
    lab.window.scene().getRoot().applyCss();
    lab.window.scene().getRoot().layout();
    WritableImage picture = matrix().snapshot(null, null);
    double cell = picture.getHeight() / 3.6;
    int x = (int) (picture.getWidth() / 2 + (at.to() - 1) * cell * 1.4 + 40);
    int y = (int) (picture.getHeight() / 2 + (at.from() - 1) * cell);
    return picture.getPixelReader().getColor(x, Math.min(y, (int) picture.getHeight() - 1));
  }

  private MatrixCanvas matrix() {
    return (MatrixCanvas) Objects.requireNonNull(lab.window.scene().lookup("#matrix"));
  }

  @SuppressWarnings("unchecked") // there is one table of that name
  private TableView<PairRow> table() {
    return (TableView<PairRow>)
        Fx.get(() -> Objects.requireNonNull(lab.window.scene().lookup("#pairs")));
  }

  private Node explanation() {
    return Objects.requireNonNull(lab.window.scene().lookup("#explain-way"));
  }

  private TextField filter() {
    return (TextField) Objects.requireNonNull(lab.window.scene().lookup(".page-filter"));
  }

  private void press(String id) {
    Fx.run(
        () -> {
          ButtonBase button =
              (ButtonBase) Objects.requireNonNull(lab.window.scene().lookup(id), id);
          assertThat(button.isDisabled()).as(id).isFalse();
          button.fire();
        });
  }

  private static void type(Node target, KeyCode code, boolean control) {
    Fx.run(
        () ->
            target.fireEvent(
                new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, control, false, false)));
  }

  private static KeyEvent typed(String character) {
    return new KeyEvent(
        KeyEvent.KEY_TYPED, character, "", KeyCode.UNDEFINED, false, false, false, false);
  }

  private static void add(BlockingQueue<Notice> notices, @Nullable Notice notice) {
    if (notice != null) {
      notices.add(notice);
    }
  }

  private List<String> texts() {
    return Fx.get(
        () -> {
          lab.window.scene().getRoot().applyCss();
          lab.window.scene().getRoot().layout();
          return nodes(lab.window.scene().getRoot()).stream()
              .filter(Labeled.class::isInstance)
              .map(node -> ((Labeled) node).getText())
              .filter(text -> text != null && !text.isEmpty())
              .toList();
        });
  }

  private static List<Node> nodes(Node node) {
    if (!node.isVisible()) {
      return List.of();
    }
    List<Node> all = new ArrayList<>(List.of(node));
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> all.addAll(nodes(child)));
    }
    return all;
  }
}

package org.flannelboard.ui.connectivity;

import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.ui.connectivity.ConnectivityViewModel.Shown;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.MatrixCanvas;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.MatrixLook;
import org.flannelboard.ui.kit.MatrixOrder;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The live matrix, the same as a table, and the selected pair in words. */
public final class ConnectivityView {

  private final Words words;
  private final ConnectivityViewModel model;
  private final MatrixCanvas matrix = new MatrixCanvas();
  private final FindingsViewModel found;
  private final PairTable table;
  private final FindingsTable findings;
  private final CellPane cell;
  private final Exports exports;
  private final ExplainViewModel explained;
  private final ExplainPane explanation;
  private final StatusChip summary = new StatusChip();
  private final StatusChip liveness = new StatusChip();
  private final FontIcon pauseGlyph = new FontIcon("fth-pause");

  @FXML private StackPane root;
  @FXML private VBox overview;
  @FXML private HBox chips;
  @FXML private Button pause;
  @FXML private Button probe;
  @FXML private ToggleGroup views;
  @FXML private ToggleButton matrixChoice;
  @FXML private ToggleButton tableChoice;
  @FXML private ToggleButton findingsChoice;
  @FXML private ToggleGroup modes;
  @FXML private ToggleButton rttMode;
  @FXML private ToggleButton lossMode;
  @FXML private ToggleButton ageMode;
  @FXML private HBox modeBox;
  @FXML private HBox zoomBox;
  @FXML private TextField filter;
  @FXML private ToggleButton badOnly;
  @FXML private ToggleButton worstFirst;
  @FXML private StackPane board;
  @FXML private Label nothing;
  @FXML private Label readout;
  @FXML private ScrollPane side;
  @FXML private VBox hint;
  @FXML private VBox cellBox;
  @FXML private VBox legend;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private ConnectivityView(Session session, Words words) {
    this.words = words;
    this.model = new ConnectivityViewModel(session, words);
    this.found = new FindingsViewModel(session, words);
    this.explained = new ExplainViewModel(session, words);
    this.table = new PairTable(model, words, model::explain);
    this.findings = new FindingsTable(found, words);
    this.cell = new CellPane(model, words, model::explain);
    this.exports = new Exports(model, words);
    this.explanation = new ExplainPane(explained, session, words);
  }

  /** The page. */
  public static Page page(Session session, Words words) {
    ConnectivityView view = new ConnectivityView(session, words);
    Parent content = Fxml.load(view, words);
    // Bindings and listeners below hold the view as long as its scene graph lives.
    content.setUserData(view);
    return new Page(Place.CONNECTIVITY, content, view.commands());
  }

  @FXML
  private void initialize() {
    matrix.setId("matrix");
    board.getChildren().addFirst(matrix);
    board.getChildren().addFirst(table.view());
    board.getChildren().addFirst(findings.view());
    root.getChildren().add(explanation.content());
    summary.setMinWidth(Region.USE_PREF_SIZE);
    overview.getChildren().add(1, new MatrixHeadline(found, summary, words).content());
    chips.getChildren().add(liveness);
    cellBox.getChildren().add(cell.content());
    pause.setGraphic(pauseGlyph);
    filter.textProperty().bindBidirectional(model.filter());
    badOnly.selectedProperty().bindBidirectional(model.badOnly());
    worstFirst.selectedProperty().bindBidirectional(model.worstFirst());
    probe.disableProperty().bind(model.probing());
    matrix.selected().bindBidirectional(model.selected());
    matrix.setOnOpen(_ -> model.explain());
    matrix.hovered().addListener(_ -> showReadout());
    modes.selectToggle(
        switch (model.mode().get()) {
          case RTT -> rttMode;
          case LOSS -> lossMode;
          case AGE -> ageMode;
        });
    views.selectToggle(choice(model.shown().get()));
    modes.selectedToggleProperty().addListener((_, before, now) -> moded(before, now));
    views.selectedToggleProperty().addListener((_, before, now) -> turned(before, now));
    root.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    follow();
    showView();
    showExplained();
    refresh();
  }

  /** Keeps what is shown in step with the model. */
  private void follow() {
    model.mesh().addListener((_, _, _) -> refresh());
    model.now().addListener((_, _, _) -> tick());
    model.look().addListener((_, _, _) -> refresh());
    model.order().addListener((_, _, _) -> showMatrix());
    model.status().addListener((_, _, _) -> showCell());
    model.selected().addListener((_, _, now) -> chosen(now));
    root.sceneProperty().addListener((_, _, _) -> showCell());
    model.pairs().rows().addListener((_, _, rows) -> table.show(rows));
    model.running().addListener((_, _, _) -> showRunning());
    model.liveness().addListener((_, _, now) -> liveness.show(now));
    model.shown().addListener((_, _, now) -> views.selectToggle(choice(now)));
    explained.pair().addListener((_, _, _) -> showExplained());
    found.rows().addListener((_, _, _) -> showCount());
    showCount();
    model.summary().addListener((_, _, now) -> showSummary(now));
    liveness.show(model.liveness().get());
    showRunning();
    showSummary(model.summary().get());
  }

  /** The way to the findings from everywhere. */
  public static Command diagnose(Session session, Words words) {
    return Command.always(
        "diagnose",
        words.text("command.diagnose"),
        new KeyCodeCombination(KeyCode.D, KeyCombination.SHORTCUT_DOWN),
        () -> {
          session.place().set(Place.CONNECTIVITY);
          new FindingsViewModel(session, words).ask();
        });
  }

  private List<Command> commands() {
    return List.of(
        Command.always(
            "probe-now", words.text("probe"), new KeyCodeCombination(KeyCode.F5), model::probe),
        Command.always("mesh-copy", words.text("export.copy"), null, this::copy),
        Command.always("export-csv", words.text("export.csv"), null, this::exportCsv),
        Command.always("export-json", words.text("export.json"), null, this::exportJson),
        Command.always("export-png", words.text("export.png"), null, this::exportPng));
  }

  // What the controls do

  @FXML
  private void togglePause() {
    model.toggle();
  }

  @FXML
  private void probe() {
    model.probe();
  }

  @FXML
  private void zoomIn() {
    matrix.zoomIn();
  }

  @FXML
  private void zoomOut() {
    matrix.zoomOut();
  }

  @FXML
  private void zoomToFit() {
    matrix.zoomToFit();
  }

  @FXML
  private void copy() {
    exports.copy(showsMatrix() ? null : table);
  }

  @FXML
  private void exportCsv() {
    exports.csv(board);
  }

  @FXML
  private void exportJson() {
    exports.json(board);
  }

  @FXML
  private void exportPng() {
    exports.picture(board);
  }

  private void pressed(KeyEvent event) {
    boolean writing = event.getTarget() instanceof TextField;
    if (event.isShortcutDown() && event.getCode() == KeyCode.C && !writing) {
      copy();
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE && explained.pair().get() != null) {
      explained.leave();
      event.consume();
    }
  }

  private void moded(@Nullable Toggle before, @Nullable Toggle now) {
    if (now == null) {
      // One figure is always shown.
      modes.selectToggle(before);
    } else {
      model
          .mode()
          .set(
              now == lossMode
                  ? MatrixLook.Mode.LOSS
                  : now == ageMode ? MatrixLook.Mode.AGE : MatrixLook.Mode.RTT);
    }
  }

  private void turned(@Nullable Toggle before, @Nullable Toggle now) {
    if (now == null) {
      views.selectToggle(before);
    } else {
      model
          .shown()
          .set(
              now == tableChoice
                  ? Shown.TABLE
                  : now == findingsChoice ? Shown.FINDINGS : Shown.MATRIX);
      showView();
    }
  }

  // What is shown

  private boolean showsMatrix() {
    return model.shown().get() == Shown.MATRIX;
  }

  private ToggleButton choice(Shown wanted) {
    return switch (wanted) {
      case MATRIX -> matrixChoice;
      case TABLE -> tableChoice;
      case FINDINGS -> findingsChoice;
    };
  }

  private void showView() {
    Shown now = model.shown().get();
    boolean asMatrix = now == Shown.MATRIX;
    matrix.setVisible(asMatrix);
    table.view().setVisible(now == Shown.TABLE);
    findings.view().setVisible(now == Shown.FINDINGS);
    List.of(modeBox, zoomBox, readout, worstFirst).forEach(part -> show(part, asMatrix));
    List.of(filter, badOnly, side).forEach(part -> show(part, now != Shown.FINDINGS));
    model.pairs().watched().set(now == Shown.TABLE);
    model.pairs().refresh();
    showMatrix();
  }

  private void tick() {
    refresh();
    model.pairs().refresh();
  }

  private void refresh() {
    showMatrix();
    showCell();
    showReadout();
  }

  private void showMatrix() {
    MatrixOrder order = model.order().get();
    boolean empty = order.rows() == 0 || order.columns() == 0;
    show(nothing, empty && showsMatrix());
    if (showsMatrix()) {
      matrix.show(model.mesh().get(), order, model.look().get(), model.now().get());
    }
  }

  private void showSummary(Light light) {
    summary.show(light);
    matrix.setAccessibleText(words.text("connectivity.matrix") + ": " + light.text());
  }

  private void showRunning() {
    boolean running = model.running().get();
    pause.setText(words.text(running ? "pause" : "resume"));
    pauseGlyph.setIconLiteral(running ? "fth-pause" : "fth-play");
  }

  private void showReadout() {
    Position at = matrix.hovered().get();
    readout.setText(at == null ? words.text("connectivity.keys") : model.readout(at));
  }

  private void chosen(@Nullable Position at) {
    if (!showsMatrix()) {
      table.select(at);
    }
    showCell();
  }

  private void showCount() {
    int count = found.rows().get().size();
    findingsChoice.setText(
        count == 0
            ? words.text("findings.choice")
            : words.text("findings.choice-count", "count", count));
  }

  /** The explanation takes the place of the matrix, and gives it back. */
  private void showExplained() {
    Subject.OnPair pair = explained.pair().get();
    boolean before = explanation.content().isVisible();
    show(overview, pair == null);
    show(explanation.content(), pair != null);
    if (pair != null) {
      model.selected().set(model.place(pair));
      showCell();
      explanation.focus();
    } else if (before && showsMatrix()) {
      matrix.requestFocus();
    }
  }

  private void showCell() {
    Position at = model.selected().get();
    show(hint, at == null);
    show(cellBox, at != null);
    if (at != null && root.getScene() != null) {
      cell.show(at);
      matrix.setAccessibleHelp(model.readout(at));
      if (explained.pair().get() != null) {
        explanation.show(model.describe(at).light(), model.ends(at), model.services());
      }
    }
  }

  private static void show(javafx.scene.Node part, boolean wanted) {
    part.setVisible(wanted);
    part.setManaged(wanted);
  }
}

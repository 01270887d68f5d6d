package org.flannelboard.ui.connectivity;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.flannelboard.ui.connectivity.ConnectivityViewModel.Description;
import org.flannelboard.ui.connectivity.ConnectivityViewModel.Fact;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.MatrixCanvas;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/** The live matrix, and the selected cell in words. */
public final class ConnectivityView {

  private final Words words;
  private final ConnectivityViewModel model;
  private final MatrixCanvas matrix = new MatrixCanvas();
  private final StatusChip summary = new StatusChip();
  private final StatusChip state = new StatusChip();
  private final FontIcon pauseGlyph = new FontIcon("fth-pause");

  @FXML private HBox summaryBox;
  @FXML private Button pause;
  @FXML private StackPane board;
  @FXML private VBox details;
  @FXML private Label hint;
  @FXML private Label cellTitle;
  @FXML private StackPane cellState;
  @FXML private GridPane cellFacts;
  @FXML private Label cellExplanation;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private ConnectivityView(Session session, Words words) {
    this.words = words;
    this.model = new ConnectivityViewModel(session, words);
  }

  /** The page. */
  public static Page page(Session session, Words words) {
    ConnectivityView view = new ConnectivityView(session, words);
    Parent content = Fxml.load(view, words);
    // Bindings and listeners below hold the view as long as its scene graph lives.
    content.setUserData(view);
    return new Page(Place.CONNECTIVITY, content);
  }

  @FXML
  private void initialize() {
    matrix.setId("matrix");
    board.getChildren().add(matrix);
    summaryBox.getChildren().add(summary);
    cellState.getChildren().add(state);
    pause.setGraphic(pauseGlyph);
    model.mesh().addListener((_, _, _) -> refresh());
    model.now().addListener((_, _, _) -> refresh());
    model.running().addListener((_, _, _) -> showRunning());
    model.summary().addListener((_, _, now) -> showSummary(now));
    matrix.selected().addListener(_ -> showCell());
    showRunning();
    showSummary(model.summary().get());
    refresh();
  }

  @FXML
  private void togglePause() {
    model.toggle();
  }

  private void refresh() {
    matrix.show(model.mesh().get(), model.now().get());
    showCell();
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

  private void showCell() {
    Position at = matrix.selected().get();
    hint.setVisible(at == null);
    hint.setManaged(at == null);
    details.setVisible(at != null);
    details.setManaged(at != null);
    if (at == null) {
      return;
    }
    Description cell = model.describe(at.from(), at.to());
    cellTitle.setText(cell.title());
    state.show(cell.light());
    cellFacts.getChildren().clear();
    for (Fact fact : cell.facts()) {
      Label name = new Label(fact.name());
      name.getStyleClass().add("card-key");
      name.setMinWidth(Region.USE_PREF_SIZE);
      Label value = new Label(fact.value());
      value.getStyleClass().add("card-value");
      cellFacts.addRow(cellFacts.getRowCount(), name, value);
    }
    cellExplanation.setText(cell.explanation());
    cellExplanation.setManaged(!cell.explanation().isEmpty());
    matrix.setAccessibleHelp(cell.title() + ": " + cell.light().text());
  }
}

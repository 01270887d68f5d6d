package org.flannelboard.ui.connectivity;

import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.flannelboard.probe.matrix.PairHistory;
import org.flannelboard.ui.connectivity.ConnectivityViewModel.Description;
import org.flannelboard.ui.connectivity.ConnectivityViewModel.Fact;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.LiveMesh;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** The selected pair: its state in words, its history, and the way back. */
final class CellPane {

  private final Words words;
  private final ConnectivityViewModel model;
  private final StatusChip state = new StatusChip();
  private final StatusChip backState = new StatusChip();
  private final Runnable explain;
  private final HistoryStrip strip;
  private final Parent content;

  @FXML private Label title;
  @FXML private StackPane stateBox;
  @FXML private GridPane facts;
  @FXML private Label sentence;
  @FXML private Button back;
  @FXML private VBox history;
  @FXML private Label historyTitle;
  @FXML private GridPane figures;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  CellPane(ConnectivityViewModel model, Words words, Runnable explain) {
    this.model = model;
    this.explain = explain;
    this.words = words;
    this.strip = new HistoryStrip(words, LiveMesh.REMEMBERED);
    this.content = Fxml.load(this, words);
  }

  Parent content() {
    return content;
  }

  @FXML
  private void initialize() {
    stateBox.getChildren().add(state);
    history.getChildren().add(1, strip);
    back.setGraphic(backState);
  }

  @FXML
  private void turn() {
    model.turn();
  }

  @FXML
  private void explain() {
    explain.run();
  }

  /** Shows a pair as it is now. */
  void show(Position at) {
    Description cell = model.describe(at);
    title.setText(cell.title());
    state.show(cell.light());
    sentence.setText(cell.explanation());
    facts.getChildren().clear();
    for (Fact fact : cell.facts()) {
      row(facts, fact.name(), value(fact.value()));
    }
    Description reversed = model.describe(at.reversed());
    backState.show(
        new Light(
            reversed.light().status(),
            reversed.title() + "  " + reversed.light().text() + brief(reversed)));
    back.setAccessibleText(words.text("pair.back") + ": " + backState.getText());
    show(model.history(at));
  }

  private static String brief(Description cell) {
    return cell.facts().isEmpty() ? "" : ", " + cell.facts().getFirst().value();
  }

  private void show(PairHistory rounds) {
    strip.show(rounds);
    PairHistory.Summary summary = rounds.summary();
    historyTitle.setText(words.text("history.title", "count", summary.sent()));
    strip.setAccessibleText(historyTitle.getText());
    figures.getChildren().clear();
    pair(0, 0, "cell.loss", CellWords.percent(summary.lossRatio()) + lost(summary));
    PairHistory.Answers answers = summary.answers();
    if (answers != null) {
      pair(1, 0, "history.jitter", CellWords.rtt(answers.jitter()));
      pair(0, 1, "history.min", CellWords.rtt(answers.min()));
      pair(1, 1, "history.median", CellWords.rtt(answers.median()));
      pair(0, 2, "history.p95", CellWords.rtt(answers.p95()));
      pair(1, 2, "history.max", CellWords.rtt(answers.max()));
    }
  }

  private static String lost(PairHistory.Summary summary) {
    return summary.lost() == 0 ? "" : " (" + summary.lost() + "/" + summary.sent() + ")";
  }

  private void pair(int column, int row, String key, String text) {
    figures.add(key(words.text(key)), 2 * column, row);
    Label figure = value(text);
    figure.setMinWidth(Region.USE_PREF_SIZE);
    figures.add(figure, 2 * column + 1, row);
  }

  private static void row(GridPane grid, String name, Node... values) {
    int row = grid.getRowCount();
    grid.add(key(name), 0, row);
    for (int i = 0; i < values.length; i++) {
      grid.add(values[i], i + 1, row);
    }
  }

  private static Label key(String text) {
    Label key = new Label(text);
    key.getStyleClass().add("card-key");
    key.setMinWidth(Region.USE_PREF_SIZE);
    return key;
  }

  private static Label value(String text) {
    Label value = new Label(text);
    value.getStyleClass().add("card-value");
    value.setMnemonicParsing(false);
    value.setWrapText(true);
    return value;
  }
}

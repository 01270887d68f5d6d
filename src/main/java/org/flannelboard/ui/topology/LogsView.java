package org.flannelboard.ui.topology;

import java.util.List;
import javafx.fxml.FXML;
import javafx.geometry.Orientation;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.InputEvent;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import org.flannelboard.app.Service;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A journal, followed live; at its end it keeps up, scrolled up it stays. */
final class LogsView {

  private final LogsViewModel model;
  private final Words words;
  private final StatusChip status = new StatusChip();
  private boolean keepsUp = true;

  /** Whether the person moved the lines since the last ones came. */
  private boolean touched;

  private final FontIcon pauseGlyph = new FontIcon("fth-pause");

  private Parent root;
  @FXML private Label title;
  @FXML private ToggleButton flanneld;
  @FXML private ToggleButton docker;
  @FXML private HBox state;
  @FXML private Button again;
  @FXML private TextField filter;
  @FXML private Button pause;
  @FXML private ListView<String> lines;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  LogsView(LogsViewModel model, Words words) {
    this.model = model;
    this.words = words;
  }

  Parent load() {
    root = Fxml.load(this, words);
    model.node().addListener((_, _, now) -> showNode(now));
    showNode(model.node().get());
    root.sceneProperty().addListener((_, _, scene) -> model.watched(scene != null));
    return root;
  }

  @FXML
  private void initialize() {
    state.getChildren().setAll(status);
    pause.setGraphic(pauseGlyph);
    filter.textProperty().bindBidirectional(model.filter());
    model.service().addListener((_, _, now) -> showService(now));
    model.state().addListener((_, _, now) -> showState(now));
    model.paused().addListener((_, _, now) -> showPaused(now));
    model.lines().addListener((_, _, now) -> showLines(now));
    lines.addEventFilter(InputEvent.ANY, event -> touched |= moves(event));
    showService(model.service().get());
    showState(model.state().get());
    showPaused(model.paused().get());
  }

  /** Shows a node's journal. */
  void open(NodeSpec node) {
    model.open(node);
  }

  private void showNode(@Nullable NodeSpec node) {
    root.setVisible(node != null);
    root.setManaged(node != null);
    title.setText(node == null ? "" : words.text("logs.title", "node", node.id()));
  }

  private void showService(Service now) {
    flanneld.setSelected(now == Service.FLANNELD);
    docker.setSelected(now == Service.DOCKER);
  }

  private void showState(Light now) {
    status.show(now);
    again.setVisible(now.status() == Status.FAILED);
    again.setManaged(again.isVisible());
  }

  private void showPaused(boolean paused) {
    pause.setText(words.text(paused ? "resume" : "pause"));
    pauseGlyph.setIconLiteral(paused ? "fth-play" : "fth-pause");
  }

  private void showLines(List<String> now) {
    if (touched) {
      keepsUp = atEnd();
      touched = false;
    }
    lines.getItems().setAll(now);
    if (keepsUp && !now.isEmpty()) {
      lines.scrollTo(now.size() - 1);
    }
  }

  private static boolean moves(InputEvent event) {
    return event instanceof ScrollEvent
        || event.getEventType() == MouseEvent.MOUSE_RELEASED
        || event.getEventType() == KeyEvent.KEY_PRESSED;
  }

  /** Whether the last line is seen; so it is while all of them fit. */
  private boolean atEnd() {
    return lines.lookupAll(".scroll-bar").stream()
        .filter(ScrollBar.class::isInstance)
        .map(ScrollBar.class::cast)
        .filter(bar -> bar.getOrientation() == Orientation.VERTICAL && bar.isVisible())
        .allMatch(bar -> bar.getValue() >= bar.getMax() - 0.001);
  }

  @FXML
  private void showFlanneld() {
    showService(Service.FLANNELD);
    model.show(Service.FLANNELD);
  }

  @FXML
  private void showDocker() {
    showService(Service.DOCKER);
    model.show(Service.DOCKER);
  }

  @FXML
  private void togglePause() {
    model.togglePause();
  }

  @FXML
  private void again() {
    model.follow();
  }

  @FXML
  private void close() {
    model.close();
  }
}

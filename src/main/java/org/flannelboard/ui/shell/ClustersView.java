package org.flannelboard.ui.shell;

import java.io.File;
import javafx.beans.binding.Bindings;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The ways to a cluster: practice, a new one, what other programs know, a profile. */
final class ClustersView {

  private final ClustersViewModel model;
  private final Words words;
  private final @Nullable ClusterProfile current;
  private final @Nullable Runnable close;

  @FXML private VBox root;
  @FXML private Label title;
  @FXML private Label subtitle;
  @FXML private Button practice;
  @FXML private Button openFile;
  @FXML private VBox news;
  @FXML private VBox profiles;
  @FXML private ScrollPane list;
  @FXML private HBox buttons;

  /**
   * @param current the cluster in the window; null on the first page of all
   * @param close goes back to it; null if there is nothing to go back to
   */
  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  ClustersView(
      ClustersViewModel model,
      Words words,
      @Nullable ClusterProfile current,
      @Nullable Runnable close) {
    this.model = model;
    this.words = words;
    this.current = current;
    this.close = close;
  }

  /** The scene graph. */
  Parent load() {
    Parent parent = Fxml.load(this, words);
    parent.setUserData(this);
    return parent;
  }

  @FXML
  private void initialize() {
    boolean first = close == null;
    title.setText(words.text(first ? "welcome.title" : "clusters.title"));
    subtitle.setText(words.text(first ? "welcome.subtitle" : "clusters.subtitle"));
    buttons.setVisible(!first);
    buttons.setManaged(!first);
    list.visibleProperty().bind(Bindings.isNotEmpty(model.entries()));
    list.managedProperty().bind(list.visibleProperty());
    profiles.getChildren().add(new ClusterList(model, words, current));
    practice.disableProperty().bind(model.busy());
    openFile.disableProperty().bind(model.busy());
    model.news().subscribe(this::show);
    model.look();
  }

  @FXML
  private void openPractice() {
    model.openPractice();
  }

  @FXML
  private void describe() {
    model.describe();
  }

  @FXML
  private void bringOver() {
    model.bringOver();
  }

  @FXML
  private void openFile() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words.text("welcome.open"));
    chooser
        .getExtensionFilters()
        .setAll(
            new FileChooser.ExtensionFilter(words.text("welcome.open.files"), "*.yaml", "*.yml"));
    File chosen = chooser.showOpenDialog(root.getScene().getWindow());
    if (chosen != null) {
      model.open(chosen.toPath());
    }
  }

  @FXML
  private void close() {
    if (close != null) {
      close.run();
    }
  }

  private void show(@Nullable Light light) {
    news.getChildren().clear();
    if (light != null) {
      StatusChip chip = new StatusChip();
      chip.setWrapText(true);
      chip.show(light);
      news.getChildren().add(chip);
    }
  }
}

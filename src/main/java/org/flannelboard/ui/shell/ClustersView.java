package org.flannelboard.ui.shell;

import java.io.File;
import java.nio.file.Path;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The ways to a cluster: practice, a profile of this machine, a new profile, an env.sh. */
final class ClustersView {

  private final ClustersViewModel model;
  private final Words words;
  private final @Nullable ClusterProfile current;
  private final @Nullable Runnable close;

  @FXML private VBox root;
  @FXML private Label title;
  @FXML private Label subtitle;
  @FXML private Button practice;
  @FXML private TextField name;
  @FXML private Button describe;
  @FXML private Button importEnv;
  @FXML private Label place;
  @FXML private VBox news;
  @FXML private VBox profiles;
  @FXML private Button leave;

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
    leave.setVisible(!first);
    leave.setManaged(!first);
    profiles.getChildren().add(new ClusterList(model, words, current));
    practice.disableProperty().bind(model.busy());
    name.textProperty().subscribe(this::named);
    model.busy().subscribe(_ -> named(name.getText()));
    model.news().subscribe(this::show);
    model.look();
  }

  @FXML
  private void openPractice() {
    model.openPractice();
  }

  @FXML
  private void describe() {
    if (!describe.isDisabled()) {
      model.describe(name.getText());
    }
  }

  @FXML
  private void importEnv() {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words.text("welcome.import"));
    File chosen = chooser.showOpenDialog(root.getScene().getWindow());
    if (chosen != null) {
      Path source = chosen.toPath();
      model.importEnv(source, name.getText());
    }
  }

  @FXML
  private void close() {
    if (close != null) {
      close.run();
    }
  }

  private void named(String text) {
    boolean usable = ClustersViewModel.isName(text) && !model.busy().get();
    describe.setDisable(!usable);
    importEnv.setDisable(!usable);
    place.setText(
        ClustersViewModel.isName(text)
            ? words.text("welcome.place", "file", model.place(text))
            : words.text("welcome.name-unusable"));
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

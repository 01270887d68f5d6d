package org.flannelboard.ui.shell;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Words;

/** The page before the first cluster: the ways to one. */
final class WelcomeView {

  private final ClustersViewModel model;
  private final Words words;
  private final Runnable theme;
  private final Runnable language;

  @FXML private StackPane ways;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  WelcomeView(ClustersViewModel model, Words words, Runnable theme, Runnable language) {
    this.model = model;
    this.words = words;
    this.theme = theme;
    this.language = language;
  }

  /** The scene graph. */
  Parent load() {
    Parent parent = Fxml.load(this, words);
    parent.setUserData(this);
    return parent;
  }

  @FXML
  private void initialize() {
    ways.getChildren().add(new ClustersView(model, words, null, null).load());
  }

  @FXML
  private void switchTheme() {
    theme.run();
  }

  @FXML
  private void switchLanguage() {
    language.run();
  }
}

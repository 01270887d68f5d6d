package org.flannelboard.ui.shell;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.layout.StackPane;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Words;

/** The page before the first cluster: the ways to one, or the wizard that describes it. */
final class WelcomeView {

  private final Parent content;
  private final Words words;
  private final Runnable theme;
  private final Runnable language;

  @FXML private StackPane ways;

  /**
   * @param content the ways, or the wizard
   */
  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  WelcomeView(Parent content, Words words, Runnable theme, Runnable language) {
    this.content = content;
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
    ways.getChildren().add(content);
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

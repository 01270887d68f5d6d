package org.flannelboard.ui.shell;

import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;

/** The question when a cluster is to be left while it is being changed. */
final class ClosingView {

  private final Session session;
  private final Words words;

  @FXML private Label waiting;
  @FXML private Button finish;
  @FXML private Button stop;

  private final Runnable afterwards;
  private final Runnable stay;

  /**
   * @param afterwards says that the cluster is left when the push has ended
   * @param stay takes the whole question back
   */
  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  ClosingView(Session session, Words words, Runnable afterwards, Runnable stay) {
    this.session = session;
    this.words = words;
    this.afterwards = afterwards;
    this.stay = stay;
  }

  /** The scene graph. */
  Parent load() {
    return Fxml.load(this, words);
  }

  @FXML
  private void finish() {
    wait("closing.finishing");
  }

  @FXML
  private void stop() {
    wait("closing.stopping");
    session.stopChanges();
  }

  @FXML
  private void stay() {
    stay.run();
  }

  private void wait(String key) {
    waiting.setText(words.text(key));
    finish.setDisable(true);
    stop.setDisable(true);
    afterwards.run();
  }
}

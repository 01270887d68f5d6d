package org.flannelboard.ui.network;

import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import org.flannelboard.app.NetworkImpact;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;

/** The question before a configuration is written by which packets or containers stop. */
final class ConfirmSheet {

  private final Session session;
  private final NetworkViewModel model;
  private final Words words;

  @FXML private Label subtitle;
  @FXML private ScrollPane effects;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private ConfirmSheet(Session session, NetworkViewModel model, Words words) {
    this.session = session;
    this.model = model;
    this.words = words;
  }

  /** The sheet that asks. */
  static Parent of(Session session, NetworkViewModel model, Words words) {
    return Fxml.load(new ConfirmSheet(session, model, words), words);
  }

  @FXML
  private void initialize() {
    subtitle.setText(model.desk().document().get().line());
    EffectLines lines = new EffectLines(words);
    NetworkImpact impact = model.impact().get();
    lines.show(List.of(), impact == null ? new NetworkImpact(List.of()) : impact, true);
    effects.setContent(lines);
  }

  @FXML
  private void confirm() {
    session.closeSheet();
    model.save();
  }

  @FXML
  private void cancel() {
    session.closeSheet();
  }
}

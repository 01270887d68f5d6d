package org.flannelboard.ui.firstrun;

import java.nio.file.Path;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Words;

/** The last step: the file that will be written, word for word. */
final class SummaryPane {

  private final WizardViewModel model;
  private final Words words;
  private final Watch watch = new Watch();

  @FXML private Label file;
  @FXML private TextArea text;
  @FXML private Label problem;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  SummaryPane(WizardViewModel model, Words words) {
    this.model = model;
    this.words = words;
  }

  /** The scene graph. */
  Parent load() {
    Parent parent = Fxml.load(this, words);
    parent.setUserData(this);
    return parent;
  }

  @FXML
  private void initialize() {
    watch.on(model.form().reading(), this::show);
    watch.on(model.writing(), this::tell);
  }

  private void show() {
    file.setText(words.text("firstrun.summary.file", "file", model.form().file()));
    text.setText(model.text());
  }

  private void tell() {
    String said = said(model.writing().get());
    problem.setText(said);
    problem.setVisible(!said.isEmpty());
    problem.setManaged(!said.isEmpty());
  }

  private String said(Asked<Path> writing) {
    return switch (writing) {
      case Asked.Not<Path>() -> "";
      case Asked.Waiting<Path>() -> "";
      case Asked.Answered<Path> _ -> "";
      case Asked.Failed<Path>(Failure failure) -> {
        Messages.Explanation why = words.describe(failure);
        yield why.message() + " " + why.remedy();
      }
    };
  }
}

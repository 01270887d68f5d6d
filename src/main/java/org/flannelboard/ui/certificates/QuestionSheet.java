package org.flannelboard.ui.certificates;

import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.VBox;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** Asks before nodes are changed: every change in a line of its own, however many there are. */
final class QuestionSheet {

  private final Session session;
  private final Question question;

  @FXML private Label title;
  @FXML private Label text;
  @FXML private VBox notes;
  @FXML private TableView<Question.Line> lines;
  @FXML private TableColumn<Question.Line, String> node;
  @FXML private TableColumn<Question.Line, String> what;
  @FXML private TableColumn<Question.Line, String> change;
  @FXML private Button confirm;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private QuestionSheet(Session session, Question question) {
    this.session = session;
    this.question = question;
  }

  /** Lays the question over the frame. */
  static void show(Session session, Question question) {
    Function<Words, Parent> content =
        words -> Fxml.load(new QuestionSheet(session, question), words);
    session.show(new Sheet(content, session::closeSheet));
  }

  @FXML
  private void initialize() {
    title.setText(question.title());
    text.setText(question.text());
    question
        .notes()
        .forEach(
            note -> {
              StatusChip chip = new StatusChip();
              chip.setWrapText(true);
              chip.show(note);
              notes.getChildren().add(chip);
            });
    notes.setManaged(!question.notes().isEmpty());
    column(node, Question.Line::node);
    column(what, Question.Line::what);
    column(change, Question.Line::change);
    lines.getItems().setAll(question.lines());
    confirm.setText(question.confirm());
    confirm.setDisable(question.lines().isEmpty());
  }

  private static void column(
      TableColumn<Question.Line, String> column, Function<Question.Line, String> value) {
    column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(value.apply(cell.getValue())));
  }

  @FXML
  private void confirm() {
    session.closeSheet();
    question.run().run();
  }

  @FXML
  private void cancel() {
    session.closeSheet();
  }
}

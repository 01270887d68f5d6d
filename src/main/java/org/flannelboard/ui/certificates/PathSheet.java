package org.flannelboard.ui.certificates;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.Observable;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** Asks where files are or shall be: paths that can be typed, or looked for. */
final class PathSheet {

  private final Session session;
  private final Words words;
  private final Asked asked;
  private final List<TextField> inputs = new ArrayList<>();

  @FXML private Label title;
  @FXML private Label text;
  @FXML private VBox fields;
  @FXML private Button confirm;

  /** How a field can be filled without typing. */
  enum Browse {
    NONE,
    FOLDER,
    FILE,
    NEW_FILE
  }

  /**
   * A field.
   *
   * @param id of the text field, unique in the window
   * @param label its name
   * @param value what stands in it at first
   */
  record Field(String id, String label, String value, Browse browse) {}

  /**
   * What is asked.
   *
   * @param confirm the word on the button
   * @param then gets what stands in the fields, in their order
   */
  record Asked(
      String title, String text, List<Field> fields, String confirm, Consumer<List<String>> then) {}

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private PathSheet(Session session, Words words, Asked asked) {
    this.session = session;
    this.words = words;
    this.asked = asked;
  }

  /** Lays the question over the frame. */
  static void show(Session session, Asked asked) {
    Function<Words, Parent> content =
        words -> Fxml.load(new PathSheet(session, words, asked), words);
    session.show(new Sheet(content, session::closeSheet));
  }

  @FXML
  private void initialize() {
    title.setText(asked.title());
    text.setText(asked.text());
    confirm.setText(asked.confirm());
    asked.fields().forEach(field -> fields.getChildren().add(row(field)));
    inputs.getFirst().getStyleClass().add("sheet-first");
    BooleanBinding incomplete =
        Bindings.createBooleanBinding(
            () -> inputs.stream().anyMatch(input -> !usable(input.getText())),
            inputs.stream().map(TextField::textProperty).toArray(Observable[]::new));
    confirm.disableProperty().bind(incomplete);
  }

  @FXML
  private void confirm() {
    List<String> typed = inputs.stream().map(input -> input.getText().strip()).toList();
    session.closeSheet();
    asked.then().accept(typed);
  }

  @FXML
  private void cancel() {
    session.closeSheet();
  }

  private VBox row(Field field) {
    Label label = new Label(field.label());
    label.setMnemonicParsing(false);
    TextField input = new TextField(field.value());
    input.setId(field.id());
    label.setLabelFor(input);
    input.setAccessibleText(field.label());
    inputs.add(input);
    HBox.setHgrow(input, Priority.ALWAYS);
    HBox line = new HBox(input);
    line.getStyleClass().add("path-line");
    if (field.browse() != Browse.NONE) {
      Button browse = new Button(words.text("certificates.browse"));
      browse.setAccessibleText(words.text("certificates.browse") + " " + field.label());
      browse.setOnAction(_ -> browse(field, input));
      line.getChildren().add(browse);
    }
    VBox row = new VBox(label, line);
    row.getStyleClass().add("path-field");
    return row;
  }

  private void browse(Field field, TextField input) {
    Window window = input.getScene().getWindow();
    File chosen =
        switch (field.browse()) {
          case FOLDER -> new DirectoryChooser().showDialog(window);
          case FILE -> new FileChooser().showOpenDialog(window);
          case NEW_FILE -> newFile(input.getText(), window);
          case NONE -> null;
        };
    if (chosen != null) {
      input.setText(chosen.getPath());
    }
  }

  private static @Nullable File newFile(String typed, Window window) {
    FileChooser chooser = new FileChooser();
    if (usable(typed) && Path.of(typed).getFileName() != null) {
      chooser.setInitialFileName(String.valueOf(Path.of(typed).getFileName()));
    }
    return chooser.showSaveDialog(window);
  }

  private static boolean usable(String typed) {
    try {
      return !typed.isBlank() && Path.of(typed.strip()).getNameCount() >= 0;
    } catch (InvalidPathException _) {
      return false;
    }
  }
}

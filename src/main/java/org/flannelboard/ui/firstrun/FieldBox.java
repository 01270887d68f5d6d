package org.flannelboard.ui.firstrun;

import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.Problem;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.ui.kit.Words;

/** A value of the profile: its name, the field it is typed into, and what is wrong with it. */
final class FieldBox extends VBox {

  /** What many nodes have in common need not be said of each. */
  private static final int MOST = 3;

  private final TextField input = new TextField();
  private final Label problem = new Label();
  private final Watch watch = new Watch();

  FieldBox(WizardViewModel model, Words words, Field field, String prompt) {
    String key = field.path().replace("certificates.", "");
    String title = words.text("firstrun.field." + key);
    Label name = new Label(title);
    name.getStyleClass().add("field-name");
    name.setLabelFor(input);
    name.setMinWidth(Region.USE_PREF_SIZE);
    input.setId("wizard-" + key.replace('.', '-'));
    input.setPromptText(prompt);
    input.setAccessibleText(title);
    input.textProperty().bindBidirectional(model.form().field(field));
    problem.setWrapText(true);
    problem.setMinHeight(Region.USE_PREF_SIZE);
    problem.setMnemonicParsing(false);
    getStyleClass().add("field");
    getChildren().setAll(name, input, problem);
    watch.on(
        model.judged(),
        () -> {
          List<Problem> problems = model.problems(field);
          show(problem, problems, words);
          mark(input, problems.stream().anyMatch(Problem::isError));
        });
  }

  TextField input() {
    return input;
  }

  /** Marks a field whose value cannot be used. */
  static void mark(TextField input, boolean wrong) {
    input.getStyleClass().remove("field-wrong");
    if (wrong) {
      input.getStyleClass().add("field-wrong");
    }
  }

  /** Says what is wrong, the worst first; takes no room if nothing is. */
  static void show(Label label, List<Problem> problems, Words words) {
    boolean error = problems.stream().anyMatch(Problem::isError);
    List<String> lines =
        problems.stream()
            .filter(it -> it.isError() || !error)
            .map(words::message)
            .distinct()
            .toList();
    label.setText(
        lines.size() <= MOST
            ? String.join("\n", lines)
            : String.join("\n", lines.subList(0, MOST))
                + "\n"
                + words.text("firstrun.more", "count", lines.size() - MOST));
    label.getStyleClass().removeAll("field-problem", "field-warning");
    label.getStyleClass().add(error ? "field-problem" : "field-warning");
    label.setVisible(!problems.isEmpty());
    label.setManaged(!problems.isEmpty());
  }
}

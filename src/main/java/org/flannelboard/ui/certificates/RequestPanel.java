package org.flannelboard.ui.certificates;

import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.flannelboard.cluster.CertificateSpec.Key;
import org.flannelboard.ui.certificates.RequestForm.Field;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The fields of a request, each with what is wrong in it right below. */
final class RequestPanel {

  private RequestPanel() {}

  static void fill(RequestForm form, VBox box, Words words) {
    for (Field field : Field.values()) {
      TextField input = new TextField();
      input.setId("request-" + field.word().toLowerCase(Locale.ROOT));
      input.textProperty().bindBidirectional(form.text(field));
      if (field == Field.HOSTS) {
        input.setPromptText(words.text("certificates.fact.no-hosts"));
      }
      box.getChildren().addAll(row(name(field, words), input), problem(form, field, input));
      if (field == Field.HOSTS) {
        box.getChildren().add(row(words.text("certificates.fact.key"), keys(form)));
      }
    }
  }

  private static String name(Field field, Words words) {
    return switch (field) {
      case COMMON_NAME -> words.text("certificates.request.cn");
      case HOSTS -> words.text("certificates.request.hosts");
      case COUNTRY -> words.text("certificates.request.c");
      case STATE -> words.text("certificates.request.st");
      case LOCALITY -> words.text("certificates.request.l");
      case ORGANISATION -> words.text("certificates.request.o");
      case UNIT -> words.text("certificates.request.ou");
    };
  }

  private static HBox row(String name, Control input) {
    Label label = new Label(name);
    label.setMnemonicParsing(false);
    label.setLabelFor(input);
    label.getStyleClass().add("request-name");
    input.setAccessibleText(name);
    input.setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(input, Priority.ALWAYS);
    HBox row = new HBox(label, input);
    row.getStyleClass().add("request-row");
    return row;
  }

  private static StatusChip problem(RequestForm form, Field field, TextField input) {
    StatusChip chip = new StatusChip();
    chip.getStyleClass().add("request-problem");
    chip.setWrapText(true);
    StringBinding text =
        Bindings.createStringBinding(
            () -> form.problems().get().getOrDefault(field, ""), form.problems());
    text.addListener((_, _, now) -> show(chip, input, now));
    chip.setUserData(text); // held as long as the chip
    show(chip, input, text.get());
    return chip;
  }

  private static void show(StatusChip chip, TextField input, String problem) {
    chip.show(new Light(Status.FAILED, problem));
    chip.setVisible(!problem.isEmpty());
    chip.setManaged(!problem.isEmpty());
    input.setAccessibleHelp(problem);
  }

  private static ComboBox<Key> keys(RequestForm form) {
    ComboBox<Key> keys = new ComboBox<>();
    keys.setId("request-key");
    keys.getItems().addAll(RequestForm.KEYS);
    if (!RequestForm.KEYS.contains(form.key().get())) {
      keys.getItems().add(form.key().get());
    }
    keys.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable Key key) {
            return key == null ? "" : key.algorithm().toUpperCase(Locale.ROOT) + " " + key.size();
          }

          @Override
          public Key fromString(String text) {
            throw new UnsupportedOperationException("chosen, never typed");
          }
        });
    keys.valueProperty().bindBidirectional(form.key());
    return keys;
  }
}

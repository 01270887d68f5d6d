package org.flannelboard.ui.kit;

import java.util.Objects;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.flannelboard.base.Secret;
import org.flannelboard.node.NodeQuestions;

/**
 * Asks the person at the window what a connection needs to know, one question at a time. The
 * connecting thread waits; the window does not.
 */
public final class WindowQuestions implements NodeQuestions {

  private final Preferences preferences;
  private final FxBridge bridge = new FxBridge();

  /**
   * @param preferences whose language the questions are asked in, as it is when they are asked
   */
  public WindowQuestions(Preferences preferences) {
    this.preferences = preferences;
  }

  @Override
  public synchronized boolean trust(UnknownHost host) {
    return bridge.ask(() -> askTrust(host)).orElse(false);
  }

  @Override
  public synchronized Optional<Secret> secret(SecretRequest request) {
    return bridge.ask(() -> askSecret(request));
  }

  private Optional<Boolean> askTrust(UnknownHost host) {
    Words words = words();
    ButtonType trust = new ButtonType(words.text("ask.trust"), ButtonData.OTHER);
    // The safe answer is the default one and the one of the Escape key.
    ButtonType decline = new ButtonType(words.text("ask.decline"), ButtonData.CANCEL_CLOSE);
    Dialog<Boolean> dialog = dialog(words.text("ask.host.title"), trust, decline);
    Label header = text(words.text("ask.host.header", "node", host.node()));
    header.getStyleClass().add("sheet-title");
    GridPane facts = new GridPane(14, 8);
    fact(facts, words.text("ask.host.address"), host.host() + ":" + host.port());
    fact(facts, words.text("ask.host.type"), host.keyType());
    fact(facts, words.text("ask.host.fingerprint"), host.fingerprint());
    Label compare = text(words.text("ask.host.text"));
    dialog.getDialogPane().setContent(content(header, facts, compare));
    ((Button) dialog.getDialogPane().lookupButton(decline)).setDefaultButton(true);
    dialog.setOnShown(_ -> dialog.getDialogPane().lookupButton(decline).requestFocus());
    dialog.setResultConverter(pressed -> pressed == trust);
    return dialog.showAndWait();
  }

  private Optional<Secret> askSecret(SecretRequest request) {
    Words words = words();
    ButtonType ok = new ButtonType(words.text("ask.ok"), ButtonData.OK_DONE);
    ButtonType decline = new ButtonType(words.text("ask.decline"), ButtonData.CANCEL_CLOSE);
    Dialog<Secret> dialog = dialog(words.text("ask.secret.title"), ok, decline);
    Label prompt = text(prompt(request, words));
    prompt.getStyleClass().add("sheet-title");
    PasswordField field = new PasswordField();
    field.setId("secret");
    field.setAccessibleText(prompt.getText());
    Label kept = text(words.text("ask.secret.kept"));
    kept.getStyleClass().add("muted");
    dialog.getDialogPane().setContent(content(prompt, field, kept));
    dialog.setOnShown(_ -> field.requestFocus());
    dialog.setResultConverter(
        pressed -> pressed == ok && !field.getText().isEmpty() ? Secret.of(field.getText()) : null);
    Optional<Secret> answer = dialog.showAndWait();
    field.clear();
    return answer;
  }

  private Words words() {
    return Words.of(preferences.language().get());
  }

  private static VBox content(Node... parts) {
    VBox content = new VBox(parts);
    content.getStyleClass().add("question");
    return content;
  }

  private static Label text(String text) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    return label;
  }

  /** A value that can be marked and copied, as it has to be compared with another. */
  private static void fact(GridPane facts, String name, String value) {
    TextField field = new TextField(value);
    field.setEditable(false);
    field.setAccessibleText(name + ": " + value);
    field.getStyleClass().add("fact");
    GridPane.setHgrow(field, Priority.ALWAYS);
    Label label = new Label(name);
    label.getStyleClass().add("muted");
    label.setMinWidth(Region.USE_PREF_SIZE);
    facts.addRow(facts.getRowCount(), label, field);
  }

  private static String prompt(SecretRequest request, Words words) {
    return switch (request) {
      case SecretRequest.KeyPassphrase key ->
          words.text("ask.passphrase", "file", key.file(), "node", key.node());
      case SecretRequest.LoginPassword login ->
          words.text("ask.login", "user", login.user(), "node", login.node());
      case SecretRequest.SudoPassword sudo ->
          words.text("ask.sudo", "user", sudo.user(), "node", sudo.node());
    };
  }

  private static <T> Dialog<T> dialog(String title, ButtonType... buttons) {
    Dialog<T> dialog = new Dialog<>();
    dialog.setTitle(title);
    dialog.getDialogPane().getButtonTypes().setAll(buttons);
    dialog.getDialogPane().getStylesheets().add(stylesheet());
    dialog.getDialogPane().setPrefWidth(560);
    // The program's own window, whether it has the focus just now or not.
    Window.getWindows().stream()
        .filter(it -> it.getScene() != null)
        .filter(it -> it.getScene().getRoot().getStyleClass().contains("window"))
        .findFirst()
        .ifPresent(
            owner -> {
              dialog.initOwner(owner);
              Theme.dressLike(owner.getScene(), dialog.getDialogPane());
            });
    return dialog;
  }

  private static String stylesheet() {
    return Objects.requireNonNull(WindowQuestions.class.getResource("Questions.css"))
        .toExternalForm();
  }
}

package org.flannelboard.ui.kit;

import java.util.Optional;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Dialog;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.flannelboard.base.Secret;
import org.flannelboard.node.NodeQuestions;

/**
 * Asks the person at the window what a connection needs to know, one question at a time. The
 * connecting thread waits; the window does not.
 */
public final class WindowQuestions implements NodeQuestions {

  private final Words words;
  private final FxBridge bridge = new FxBridge();

  public WindowQuestions(Words words) {
    this.words = words;
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
    ButtonType trust = new ButtonType(words.text("ask.trust"), ButtonData.OTHER);
    // The safe answer is the default one and the one of the Escape key.
    ButtonType decline = new ButtonType(words.text("ask.decline"), ButtonData.CANCEL_CLOSE);
    Dialog<Boolean> dialog = dialog(words.text("ask.host.title"), trust, decline);
    dialog.setHeaderText(words.text("ask.host.header", "node", host.node()));
    Label text =
        new Label(
            words
                .text(
                    "ask.host.text",
                    "host",
                    host.host() + ":" + host.port(),
                    "keyType",
                    host.keyType())
                .replace("{fingerprint}", host.fingerprint()));
    text.setMnemonicParsing(false);
    text.setWrapText(true);
    dialog.getDialogPane().setContent(text);
    dialog.setResultConverter(pressed -> pressed == trust);
    return dialog.showAndWait();
  }

  private Optional<Secret> askSecret(SecretRequest request) {
    ButtonType ok = new ButtonType(words.text("ask.ok"), ButtonData.OK_DONE);
    ButtonType decline = new ButtonType(words.text("ask.decline"), ButtonData.CANCEL_CLOSE);
    Dialog<Secret> dialog = dialog(words.text("ask.secret.title"), ok, decline);
    Label prompt = new Label(prompt(request));
    prompt.setMnemonicParsing(false);
    prompt.setWrapText(true);
    PasswordField field = new PasswordField();
    field.setId("secret");
    field.setAccessibleText(prompt.getText());
    dialog.getDialogPane().setContent(new VBox(10, prompt, field));
    dialog.setOnShown(_ -> field.requestFocus());
    dialog.setResultConverter(
        pressed -> pressed == ok && !field.getText().isEmpty() ? Secret.of(field.getText()) : null);
    Optional<Secret> answer = dialog.showAndWait();
    field.clear();
    return answer;
  }

  private String prompt(SecretRequest request) {
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
    dialog.getDialogPane().setMinWidth(460);
    Window.getWindows().stream()
        .filter(Window::isFocused)
        .findFirst()
        .ifPresent(
            owner -> {
              dialog.initOwner(owner);
              Theme.dressLike(owner.getScene(), dialog.getDialogPane());
            });
    return dialog;
  }
}

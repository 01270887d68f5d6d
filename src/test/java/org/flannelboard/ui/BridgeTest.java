package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonType;
import javafx.scene.control.DialogPane;
import javafx.scene.control.PasswordField;
import javafx.stage.Window;
import org.flannelboard.node.NodeQuestions;
import org.flannelboard.ui.kit.FxBridge;
import org.flannelboard.ui.kit.Preferences;
import org.flannelboard.ui.kit.WindowQuestions;
import org.junit.jupiter.api.Test;

/** What crosses between background and window, in both directions. */
class BridgeTest {

  private static final NodeQuestions.UnknownHost HOST =
      new NodeQuestions.UnknownHost(
          Lab.vm(1), "172.16.16.81", 22, "ssh-ed25519", "SHA256:abcdefgh");

  private final Preferences preferences = new Preferences(Locale.ENGLISH);
  private final WindowQuestions questions = new WindowQuestions(preferences);

  @Test
  void onlyTheLatestOfWhatComesTooFastIsShown() throws InterruptedException {
    List<Integer> shown = new CopyOnWriteArrayList<>();
    CountDownLatch full = new CountDownLatch(1);
    Fx.run(() -> {});
    Platform.runLater(
        () -> {
          try {
            full.await(30, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    Consumer<Integer> door = new FxBridge().latest(shown::add);
    for (int i = 1; i <= 1000; i++) {
      door.accept(i);
    }
    full.countDown();
    Fx.run(() -> {});
    assertThat(shown).containsExactly(1000);
  }

  @Test
  void anUnknownHostIsTrustedOnlyOnAClick() throws Exception {
    assertThat(answer(() -> questions.trust(HOST), pane -> press(pane, "Trust"))).isTrue();
    assertThat(answer(() -> questions.trust(HOST), pane -> press(pane, "Do not connect")))
        .isFalse();
  }

  @Test
  void theSafeAnswerIsTheDefaultOne() throws Exception {
    boolean trusted =
        answer(
            () -> questions.trust(HOST),
            pane ->
                pane.getButtonTypes().stream()
                    .map(type -> (Button) pane.lookupButton(type))
                    .filter(Button::isDefaultButton)
                    .forEach(Button::fire));
    assertThat(trusted).isFalse();
  }

  @Test
  void aQuestionIsAskedInTheWindowsLanguageOfThatMoment() throws Exception {
    Fx.run(() -> preferences.language().set(Locale.SIMPLIFIED_CHINESE));
    assertThat(answer(() -> questions.trust(HOST), pane -> press(pane, "信任"))).isTrue();
  }

  @Test
  void aSecretIsWhatWasTyped() throws Exception {
    var request = new NodeQuestions.SecretRequest.SudoPassword(Lab.vm(2), "ops");
    var answer =
        answer(
            () -> questions.secret(request),
            pane -> {
              ((PasswordField) Objects.requireNonNull(pane.lookup("#secret"))).setText("s3cret");
              press(pane, "Go on");
            });
    assertThat(answer.orElseThrow().revealText()).isEqualTo("s3cret");
    assertThat(answer(() -> questions.secret(request), pane -> press(pane, "Do not connect")))
        .isEmpty();
  }

  /** Asks from a background thread and answers in the dialog that opens. */
  private static <T> T answer(Callable<T> question, Consumer<DialogPane> reply) throws Exception {
    ListChangeListener<Window> opened =
        change -> {
          while (change.next()) {
            for (Window window : change.getAddedSubList()) {
              Platform.runLater(() -> reply.accept(dialog(window.getScene().getRoot())));
            }
          }
        };
    Fx.run(() -> Window.getWindows().addListener(opened));
    try {
      FutureTask<T> asked = new FutureTask<>(question);
      Thread.ofVirtual().name("asking").start(asked);
      return asked.get(30, TimeUnit.SECONDS);
    } finally {
      Fx.run(() -> Window.getWindows().removeListener(opened));
    }
  }

  private static DialogPane dialog(Parent root) {
    return (DialogPane) root;
  }

  private static void press(DialogPane pane, String text) {
    ButtonType type =
        pane.getButtonTypes().stream()
            .filter(it -> it.getText().equals(text))
            .findFirst()
            .orElseThrow();
    ((Button) pane.lookupButton(type)).fire();
  }
}

package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.stage.Stage;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.shell.Window;
import org.jspecify.annotations.Nullable;

/**
 * Somebody at a window, who has eyes and a keyboard and nothing else: reads what is shown, goes to
 * a control that can be reached, presses it, types into it, and waits for what is to be seen.
 */
public final class Person {

  private static final int PATIENCE = 30;

  private final Window window;

  /** Somebody at a window that is on the screen from now on. */
  public Person(Window window) {
    this.window = window;
    Fx.run(() -> window.showOn(new Stage()));
  }

  // Eyes

  /** Every text that can be read in the window now. */
  public List<String> texts() {
    return Fx.get(() -> texts(window.scene()));
  }

  /** Every text that can be read in a part of the window. */
  public List<String> texts(String id) {
    return Fx.get(() -> texts(Objects.requireNonNull(find(window.scene(), id), id)));
  }

  /** The same, on JavaFX's thread; nothing while that part is not there. */
  public List<String> textsNow(String id) {
    Node part = find(window.scene(), id);
    return part == null ? List.of() : texts(part);
  }

  /** What stands in a field. */
  public String field(String id) {
    TextInputControl field = (TextInputControl) sees(id);
    return Fx.get(field::getText);
  }

  /** Waits until something says so. */
  public void reads(String part) {
    until(
        () -> texts(window.scene()).stream().anyMatch(text -> text.contains(part)),
        () -> part + " among " + texts());
  }

  /** Waits until a control is there, to be seen. */
  public Node sees(String id) {
    until(() -> find(window.scene(), id) != null, () -> id + " beside " + texts());
    return Objects.requireNonNull(Fx.get(() -> find(window.scene(), id)), id);
  }

  /** Waits until a control is gone. */
  public void missesAgain(String id) {
    until(() -> find(window.scene(), id) == null, () -> "the end of " + id);
  }

  /** Whether a control is there, to be seen. */
  public boolean looksAt(String id) {
    return Fx.get(() -> find(window.scene(), id) != null);
  }

  // Keyboard

  /** Goes to a place by its shortcut. */
  public void goes(Place place) {
    shortcut(KeyCode.valueOf("DIGIT" + place.digit()));
    until(() -> window.session().place().get() == place, place::name);
  }

  /**
   * Goes to a control as soon as it is there and can be used, and presses it with the space key.
   */
  public void presses(String id) {
    boolean pressed = false;
    while (!pressed) {
      until(() -> usable(id), () -> id + " to be used, beside " + texts());
      // In one go: what can be used now need not be usable in the next frame.
      pressed =
          Fx.get(
              () -> {
                boolean still = usable(id);
                if (still) {
                  focus(id);
                  press(focused(window.scene()), KeyCode.SPACE, false);
                }
                return still;
              });
    }
  }

  /** Types a text into a field in place of what is in it. */
  public void types(String id, String text) {
    goesTo(id);
    Fx.run(
        () -> {
          TextInputControl field = (TextInputControl) focused(window.scene());
          press(field, KeyCode.A, true);
          press(field, KeyCode.DELETE, false);
          text.codePoints().mapToObj(Character::toString).forEach(it -> type(field, it));
        });
  }

  /** Pastes a text into a field. */
  public void pastes(String id, String text) {
    goesTo(id);
    Fx.run(() -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text)));
    shortcut(KeyCode.V);
  }

  /** Presses a key where the focus is. */
  public void key(KeyCode code) {
    Fx.run(() -> press(focused(window.scene()), code, false));
  }

  /** Presses a key together with the shortcut key. */
  public void shortcut(KeyCode code) {
    Fx.run(() -> press(focused(window.scene()), code, true));
  }

  /** Puts the focus on a control as soon as that takes it. */
  public void goesTo(String id) {
    until(() -> usable(id), () -> id + " to be used, beside " + texts());
    Fx.run(() -> focus(id));
  }

  private boolean usable(String id) {
    return find(window.scene(), id) instanceof Node node && !node.isDisabled();
  }

  private void focus(String id) {
    Node node = Objects.requireNonNull(find(window.scene(), id), id);
    node.requestFocus();
    assertThat(node.isFocused()).as("%s takes the focus", id).isTrue();
  }

  // What others of its kind need

  /** Waits, from frame to frame, until something is so. */
  public static void until(BooleanSupplier so, Supplier<String> what) {
    CountDownLatch seen = new CountDownLatch(1);
    AnimationTimer frames =
        new AnimationTimer() {
          @Override
          public void handle(long now) {
            if (so.getAsBoolean()) {
              seen.countDown();
            }
          }
        };
    Fx.run(frames::start);
    try {
      if (!seen.await(PATIENCE, TimeUnit.SECONDS)) {
        throw new AssertionError("never came: " + what.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } finally {
      Fx.run(frames::stop);
    }
  }

  /** Presses and releases a key; on JavaFX's thread. */
  public static void press(Node target, KeyCode code, boolean shortcut) {
    for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
      target.fireEvent(new KeyEvent(type, "", "", code, false, shortcut, false, false));
    }
  }

  /** Where the keys go; on JavaFX's thread. */
  public static Node focused(Scene scene) {
    return Objects.requireNonNullElse(scene.getFocusOwner(), scene.getRoot());
  }

  /** A node and all in it that can be seen; on JavaFX's thread. */
  public static List<Node> visible(Node node) {
    List<Node> all = new ArrayList<>();
    if (node.isVisible()) {
      all.add(node);
      if (node instanceof Parent parent) {
        parent.getChildrenUnmodifiable().forEach(child -> all.addAll(visible(child)));
      }
    }
    return all;
  }

  private static void type(Node target, String character) {
    target.fireEvent(
        new KeyEvent(
            KeyEvent.KEY_TYPED, character, "", KeyCode.UNDEFINED, false, false, false, false));
  }

  private static @Nullable Node find(Scene scene, String id) {
    layOut(scene);
    return visible(scene.getRoot()).stream()
        .filter(
            node ->
                id.startsWith(".")
                    ? node.getStyleClass().contains(id.substring(1))
                    : id.equals("#" + node.getId()))
        .findFirst()
        .orElse(null);
  }

  private static List<String> texts(Scene scene) {
    layOut(scene);
    return texts(scene.getRoot());
  }

  private static List<String> texts(Node root) {
    return visible(root).stream()
        .filter(Labeled.class::isInstance)
        .map(node -> Objects.requireNonNullElse(((Labeled) node).getText(), ""))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** What a scroll pane holds is its child once it was laid out. */
  private static void layOut(Scene scene) {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
  }
}

package org.flannelboard.ui.shell;

import java.util.Set;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/** Which pressed keys are the frame's to act on, and which belong to what is being typed. */
final class Keyboard {

  /** What a text field does with the shortcut key held down, beside moving about. */
  private static final Set<KeyCode> EDITING =
      Set.of(KeyCode.A, KeyCode.C, KeyCode.V, KeyCode.X, KeyCode.Y, KeyCode.Z);

  private Keyboard() {}

  /** Whether a key goes into a text field, so that nothing else may come of it. */
  static boolean typing(Scene scene, KeyEvent event) {
    if (!takesText(scene.getFocusOwner())) {
      return false;
    }
    boolean chord = event.isShortcutDown() || event.isAltDown() || event.isMetaDown();
    return chord
        ? event.isShortcutDown() && EDITING.contains(event.getCode())
        : !event.getCode().isFunctionKey();
  }

  private static boolean takesText(Node owner) {
    return switch (owner) {
      case TextInputControl _ -> true;
      case ComboBoxBase<?> box -> box.isEditable();
      case Spinner<?> spinner -> spinner.isEditable();
      case null, default -> false;
    };
  }
}

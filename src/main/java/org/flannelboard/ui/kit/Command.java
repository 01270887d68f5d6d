package org.flannelboard.ui.kit;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;

/**
 * Something the person can do without the mouse. The palette lists it, the overlay of shortcuts
 * shows its keys, the frame listens for them.
 *
 * @param id kebab-case, unique in the window, for example {@code push-all}
 * @param title what it does, in the window's language
 * @param keys null if only the palette leads to it
 * @param disabled whether it can be done just now
 * @param action runs on the window's thread
 */
public record Command(
    String id,
    String title,
    @Nullable KeyCombination keys,
    ObservableBooleanValue disabled,
    Runnable action) {

  /** A command that can always be done. */
  public static Command always(
      String id, String title, @Nullable KeyCombination keys, Runnable action) {
    return new Command(id, title, keys, Bindings.createBooleanBinding(() -> false), action);
  }

  /** Does it, unless it is disabled. */
  public void run() {
    if (!disabled.get()) {
      action.run();
    }
  }
}

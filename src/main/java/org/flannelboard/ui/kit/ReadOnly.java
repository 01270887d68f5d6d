package org.flannelboard.ui.kit;

import javafx.scene.Node;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * What the window does about a session that only looks: it disables what would change something and
 * says why. That nothing is changed is not its doing; the cluster itself refuses.
 */
public final class ReadOnly {

  private ReadOnly() {}

  /** Disables buttons that stand in a pane already, if the session is read-only. */
  public static void guard(Session session, Words words, ButtonBase... buttons) {
    if (!session.readOnly()) {
      return;
    }
    for (ButtonBase button : buttons) {
      if (!(button.getParent() instanceof Pane pane)) {
        throw new IllegalArgumentException("stands in no pane: " + button);
      }
      int at = pane.getChildren().indexOf(button);
      pane.getChildren().remove(at);
      pane.getChildren().add(at, closed(words, button));
    }
  }

  /** The button to be shown in place of one that stands nowhere yet: itself, or it disabled. */
  public static Node guarded(Session session, Words words, ButtonBase button) {
    return session.readOnly() ? closed(words, button) : button;
  }

  /** A disabled control shows no tooltip (JavaFX gives it no mouse): what it stands in does. */
  private static StackPane closed(Words words, ButtonBase button) {
    String reason = words.text("read-only.reason");
    button.disableProperty().unbind();
    button.setDisable(true);
    button.setAccessibleHelp(reason);
    StackPane around = new StackPane(button);
    around.setMaxWidth(Region.USE_PREF_SIZE); // as wide as the button, which may hide
    around.visibleProperty().bind(button.visibleProperty());
    around.managedProperty().bind(button.managedProperty());
    HBox.setHgrow(around, HBox.getHgrow(button));
    Tooltip.install(around, new Tooltip(reason));
    return around;
  }
}

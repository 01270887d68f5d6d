package org.flannelboard.ui.kit;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import org.kordamp.ikonli.javafx.FontIcon;

/** A glyph and a text in the colour of a status. */
public final class StatusChip extends Label {

  private final FontIcon glyph = new FontIcon(Status.UNKNOWN.glyph());
  private Status status = Status.UNKNOWN;
  private String mark = "";

  public StatusChip() {
    getStyleClass().add("status-chip");
    setMnemonicParsing(false);
    setGraphic(glyph);
    setAccessibleRole(AccessibleRole.TEXT);
  }

  /** Shows a light. */
  public void show(Light light) {
    if (!light.text().equals(getText())) {
      setText(light.text());
      setAccessibleText(light.text());
    }
    if (!getStyleClass().contains(light.status().styleClass())) {
      for (Status other : Status.values()) {
        getStyleClass().remove(other.styleClass());
      }
      getStyleClass().add(light.status().styleClass());
    }
    status = light.status();
    showGlyph();
  }

  /** Shows another glyph than the status has; an empty one for that of the status. */
  public void mark(String other) {
    mark = other;
    showGlyph();
  }

  private void showGlyph() {
    String wanted = mark.isEmpty() ? status.glyph() : mark;
    if (!wanted.equals(glyph.getIconLiteral())) {
      glyph.setIconLiteral(wanted);
    }
  }
}

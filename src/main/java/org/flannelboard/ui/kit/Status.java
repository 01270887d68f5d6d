package org.flannelboard.ui.kit;

import java.util.Locale;

/**
 * How something stands. Each role has a colour, a glyph and a word beside it, so that colour never
 * speaks alone; the colours are {@code -app-status-*} in the stylesheet.
 */
public enum Status {
  OK("fth-check-circle"),
  /** Works, but someone should look. */
  WARNING("fth-alert-triangle"),
  FAILED("fth-x-circle"),
  /** Not measured, or could not be found out: never shown as good. */
  UNKNOWN("fth-help-circle"),
  /** Being worked on. */
  BUSY("fth-loader");

  private final String glyph;

  Status(String glyph) {
    this.glyph = glyph;
  }

  /** The Feather icon of the role. */
  public String glyph() {
    return glyph;
  }

  /** The style class of the role, for example {@code status-ok}. */
  public String styleClass() {
    return "status-" + name().toLowerCase(Locale.ROOT);
  }

  /** The one of the two that needs more attention. */
  public Status worse(Status other) {
    return gravity() >= other.gravity() ? this : other;
  }

  private int gravity() {
    return switch (this) {
      case OK -> 0;
      case BUSY -> 1;
      case UNKNOWN -> 2;
      case WARNING -> 3;
      case FAILED -> 4;
    };
  }
}

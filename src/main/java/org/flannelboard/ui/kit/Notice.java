package org.flannelboard.ui.kit;

import org.jspecify.annotations.Nullable;

/**
 * Something the person should hear of once, without being held up.
 *
 * @param status how it stands
 * @param title in a few words, in the window's language
 * @param text the rest; may be empty
 * @param action what can be done about it; null if nothing
 */
public record Notice(Status status, String title, String text, @Nullable Action action) {

  /** A notice that asks for nothing. */
  public Notice(Status status, String title, String text) {
    this(status, title, text, null);
  }

  /**
   * A way on from a notice.
   *
   * @param title the button's text
   * @param run runs on the window's thread
   */
  public record Action(String title, Runnable run) {}
}

package org.flannelboard.ui.kit;

import javafx.scene.Parent;

/**
 * A view in its place.
 *
 * @param place where the rail shows it
 * @param content its scene graph
 */
public record Page(Place place, Parent content) {

  /** Makes all pages of a session in one language; again when the language changes. */
  @FunctionalInterface
  public interface Binder {
    java.util.List<Page> bind(Session session, Words words);
  }
}

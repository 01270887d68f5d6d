package org.flannelboard.ui.kit;

import java.util.List;
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
    List<Page> bind(Session session, Words words);
  }
}

package org.flannelboard.ui.kit;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.Parent;

/**
 * A view in its place.
 *
 * @param place where the rail shows it
 * @param content its scene graph
 * @param commands what can be done on it from the keyboard
 */
public record Page(Place place, Parent content, List<Command> commands) {

  public Page {
    commands = List.copyOf(commands);
  }

  /** A view whose controls are all there is to it. */
  public Page(Place place, Parent content) {
    this(place, content, List.of());
  }

  /**
   * The way to a page, which is made when somebody first goes there.
   *
   * @param place where the rail shows it
   * @param page makes it; asked once at most
   */
  public record Door(Place place, Supplier<Page> page) {}

  /** Has all pages of a session in one language; anew when the language changes. */
  @FunctionalInterface
  public interface Binder {
    List<Door> bind(Session session, Words words);

    /** What can be done wherever the person is, beside what the frame itself offers. */
    default List<Command> commands(Session session, Words words) {
      return List.of();
    }

    /** What the window shows of a new cluster; empty if none can be described here. */
    default Optional<NewCluster.Face> newCluster(NewCluster context) {
      return Optional.empty();
    }
  }
}

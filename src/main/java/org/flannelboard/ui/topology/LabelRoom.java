package org.flannelboard.ui.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;

/** What is left of the map for the labels of links, which cover neither cards nor each other. */
final class LabelRoom {

  /** A label may lap over the edge of a card by so many pixels. */
  private static final double LAP = 3;

  /** Places that are tried on a link, as parts of its length. */
  private static final double STEP = 0.02;

  private static final int FIRST = 5;
  private static final int LAST = 45;

  private final List<Rectangle2D> cards;
  private final List<Rectangle2D> labels = new ArrayList<>();

  LabelRoom(List<Rectangle2D> cards) {
    this.cards = List.copyOf(cards);
  }

  /**
   * Takes the free place on a link that is nearest to the one preferred; none if nothing is free.
   *
   * @param preferred the part of the way from one end at which its label sits best
   */
  Optional<Rectangle2D> take(
      Point2D from, Point2D to, double preferred, double width, double height) {
    Optional<Rectangle2D> free =
        IntStream.rangeClosed(FIRST, LAST)
            .mapToObj(step -> step * STEP)
            .sorted(Comparator.comparingDouble(part -> Math.abs(part - preferred)))
            .map(part -> around(from.interpolate(to, part), width, height))
            .filter(it -> labels.stream().noneMatch(it::intersects))
            .filter(it -> cards.stream().noneMatch(inner(it)::intersects))
            .findFirst();
    free.ifPresent(labels::add);
    return free;
  }

  private static Rectangle2D around(Point2D middle, double width, double height) {
    return new Rectangle2D(middle.getX() - width / 2, middle.getY() - height / 2, width, height);
  }

  private static Rectangle2D inner(Rectangle2D label) {
    return new Rectangle2D(
        label.getMinX() + LAP,
        label.getMinY() + LAP,
        Math.max(1, label.getWidth() - 2 * LAP),
        Math.max(1, label.getHeight() - 2 * LAP));
  }
}

package org.flannelboard.ui.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Labels of links on a map of four cards, two of whose links cross. */
class LabelRoomTest {

  private static final double CARD_WIDTH = 308;
  private static final double CARD_HEIGHT = 280;
  private static final double LABEL_HEIGHT = 22;

  @ParameterizedTest
  @CsvSource({"820, 80", "820, 150", "560, 80", "560, 150", "360, 60"})
  void crossingLinksHaveTheirLabelsApartAndOffTheCards(double across, double width) {
    Map map = new Map(across, 298);
    LabelRoom room = new LabelRoom(map.cards());
    List<Optional<Rectangle2D>> labels =
        List.of(
            room.take(map.a, map.d, 0.36, width, LABEL_HEIGHT),
            room.take(map.b, map.c, 0.36, width, LABEL_HEIGHT),
            room.take(map.a, map.b, 0.5, width, LABEL_HEIGHT));
    List<Rectangle2D> shown = labels.stream().flatMap(Optional::stream).toList();
    for (Rectangle2D one : shown) {
      assertThat(shown).filteredOn(other -> other != one).noneMatch(one::intersects);
      assertThat(map.cards()).noneMatch(card -> deep(one, card));
    }
    assertThat(shown).as("wide maps have room for all").hasSize(across > 500 ? 3 : shown.size());
  }

  @Test
  void aLabelWithoutRoomHasNone() {
    Rectangle2D everything = new Rectangle2D(0, 0, 1000, 1000);
    LabelRoom room = new LabelRoom(List.of(everything));
    assertThat(room.take(new Point2D(100, 100), new Point2D(900, 900), 0.5, 80, 22)).isEmpty();
  }

  @Test
  void whatIsFreeIsTakenWhereItIsPreferred() {
    LabelRoom room = new LabelRoom(List.of());
    Rectangle2D label =
        room.take(new Point2D(0, 0), new Point2D(1000, 0), 0.5, 80, 22).orElseThrow();
    assertThat(label).isEqualTo(new Rectangle2D(460, -11, 80, 22));
    assertThat(room.take(new Point2D(500, -500), new Point2D(500, 500), 0.5, 80, 22).orElseThrow())
        .matches(other -> !other.intersects(label));
  }

  private static boolean deep(Rectangle2D label, Rectangle2D card) {
    return card.intersects(
        label.getMinX() + 3, label.getMinY() + 3, label.getWidth() - 6, label.getHeight() - 6);
  }

  /** The middles of four cards, so far from each other. */
  private record Map(Point2D a, Point2D b, Point2D c, Point2D d) {
    Map(double across, double down) {
      this(
          new Point2D(0, 0),
          new Point2D(across, 0),
          new Point2D(0, down),
          new Point2D(across, down));
    }

    List<Rectangle2D> cards() {
      return List.of(a, b, c, d).stream()
          .map(
              at ->
                  new Rectangle2D(
                      at.getX() - CARD_WIDTH / 2,
                      at.getY() - CARD_HEIGHT / 2,
                      CARD_WIDTH,
                      CARD_HEIGHT))
          .toList();
    }
  }
}

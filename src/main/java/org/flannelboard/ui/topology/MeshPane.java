package org.flannelboard.ui.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.css.PseudoClass;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;

/**
 * Cards on a grid with the links between them. Links run behind the cards, from middle to middle;
 * where the cards are whole each link carries its round-trip time.
 */
final class MeshPane extends Pane {

  private static final double GAP = 24;
  private static final double COMPACT_GAP = 14;

  /** On a large screen the cards stay together, in the middle. */
  private static final double WIDEST = 1500;

  private static final double TALLEST = 900;

  /** Where links cross, in their middle, their labels keep to the side of the earlier node. */
  private static final double BEFORE_THE_CROSSING = 0.36;

  /** A label without room: it shows when its link is pointed at or has the focus. */
  private static final PseudoClass FOLDED = PseudoClass.getPseudoClass("folded");

  private static final PseudoClass POINTED = PseudoClass.getPseudoClass("pointed");

  private final MapScale scale;
  private final List<Region> cards = new ArrayList<>();
  private final List<Drawn> drawn = new ArrayList<>();
  private Consumer<String> pointed = _ -> {};
  private BiConsumer<Integer, Integer> opened = (_, _) -> {};

  /** A link on the screen; the track is what a mouse can hit. */
  private record Drawn(int a, int b, Line line, Line track, StatusChip label, Tooltip tip) {}

  /** Those that are drawn: what is the very same is not shown again. */
  private List<MeshLink> shown = List.of();

  MeshPane(MapScale scale) {
    this.scale = scale;
    getStyleClass().add("mesh-pane");
  }

  /** Takes the cards, in the profile's order. */
  void setCards(List<? extends Region> all) {
    cards.clear();
    cards.addAll(all);
    getChildren().setAll(all);
  }

  /** Opens the link that is clicked, or entered with the keyboard, by its nodes' places. */
  void onOpened(BiConsumer<Integer, Integer> open) {
    opened = open;
  }

  /** Tells the details of a link that is pointed at or has the focus; else an empty text. */
  void onPointed(Consumer<String> tell) {
    pointed = tell;
  }

  /** Shows the links. */
  void show(List<MeshLink> links) {
    boolean anew = !sameEnds(links);
    if (anew) {
      draw(links);
    }
    for (int i = 0; i < links.size(); i++) {
      if (anew || links.get(i) != shown.get(i)) {
        show(drawn.get(i), links.get(i));
      }
    }
    shown = links;
    requestLayout();
  }

  private static void show(Drawn drawn, MeshLink link) {
    drawn.label().show(link.light());
    drawn.label().setAccessibleHelp(link.detail());
    drawn.tip().setText(link.detail());
    var classes = drawn.line().getStyleClass();
    if (!classes.contains(link.light().status().styleClass())) {
      for (Status other : Status.values()) {
        classes.remove(other.styleClass());
      }
      classes.add(link.light().status().styleClass());
    }
    for (MeshLink.Cause other : MeshLink.Cause.values()) {
      classes.remove(other.styleClass());
    }
    if (link.cause() != MeshLink.Cause.NONE) {
      classes.add(link.cause().styleClass());
    }
    drawn.label().mark(link.cause().glyph());
  }

  private boolean sameEnds(List<MeshLink> links) {
    if (links.size() != drawn.size()) {
      return false;
    }
    for (int i = 0; i < links.size(); i++) {
      if (links.get(i).a() != drawn.get(i).a() || links.get(i).b() != drawn.get(i).b()) {
        return false;
      }
    }
    return true;
  }

  private void draw(List<MeshLink> links) {
    drawn.forEach(old -> getChildren().removeAll(old.line(), old.track(), old.label()));
    drawn.clear();
    for (MeshLink link : links) {
      Line line = new Line();
      line.getStyleClass().add("mesh-link");
      if (scale != MapScale.FULL) {
        line.getStyleClass().add("mesh-link-dense");
      }
      line.setManaged(false);
      line.setMouseTransparent(true);
      Line track = new Line();
      track.getStyleClass().add("mesh-track");
      track.setManaged(false);
      StatusChip label = new StatusChip();
      label.getStyleClass().add("mesh-label");
      label.setVisible(scale == MapScale.FULL);
      label.setFocusTraversable(scale == MapScale.FULL);
      Drawn made = new Drawn(link.a(), link.b(), line, track, label, new Tooltip());
      label.setTooltip(made.tip());
      Tooltip.install(track, made.tip());
      label.focusedProperty().addListener((_, _, now) -> point(made, now));
      label.hoverProperty().addListener((_, _, now) -> point(made, now));
      track.hoverProperty().addListener((_, _, now) -> point(made, now));
      label.setOnMouseClicked(_ -> opened.accept(made.a(), made.b()));
      label.setOnKeyPressed(event -> entered(event, made));
      drawn.add(made);
      getChildren().addFirst(track);
      getChildren().addFirst(line);
      getChildren().add(label);
    }
    requestLayout();
  }

  private void entered(KeyEvent event, Drawn link) {
    if (event.getCode() == KeyCode.ENTER || event.getCode() == KeyCode.SPACE) {
      opened.accept(link.a(), link.b());
      event.consume();
    }
  }

  private void point(Drawn link, boolean at) {
    link.label().pseudoClassStateChanged(POINTED, at);
    pointed.accept(at ? Objects.requireNonNullElse(link.tip().getText(), "") : "");
  }

  private int columns(double width) {
    return switch (scale) {
      case FULL -> Math.max(1, (int) Math.ceil(Math.sqrt(cards.size())));
      case COMPACT, TILES -> Math.max(1, (int) ((width + COMPACT_GAP) / (widest() + COMPACT_GAP)));
    };
  }

  private int rows(double width) {
    int columns = columns(width);
    return Math.max(1, (cards.size() + columns - 1) / columns);
  }

  @Override
  protected double computeMinWidth(double height) {
    return scale == MapScale.FULL ? columns(0) * (widest() + 2 * GAP) : widest();
  }

  @Override
  protected double computePrefHeight(double width) {
    double gap = scale == MapScale.FULL ? 2 * GAP : COMPACT_GAP;
    return rows(width) * (tallest() + gap) + getInsets().getTop() + getInsets().getBottom();
  }

  @Override
  protected double computeMinHeight(double width) {
    return scale == MapScale.FULL ? computePrefHeight(width) : 0;
  }

  private double widest() {
    return cards.stream().mapToDouble(card -> card.prefWidth(-1)).max().orElse(0);
  }

  private double tallest() {
    return cards.stream().mapToDouble(card -> card.prefHeight(widest())).max().orElse(0);
  }

  @Override
  protected void layoutChildren() {
    double width = widest();
    double height = tallest();
    for (int i = 0; i < cards.size(); i++) {
      Point2D middle = middle(i, width, height);
      double own = scale == MapScale.FULL ? height : cards.get(i).prefHeight(width);
      cards
          .get(i)
          .resizeRelocate(
              snapPositionX(middle.getX() - width / 2),
              snapPositionY(middle.getY() - height / 2),
              width,
              own);
    }
    LabelRoom room = new LabelRoom(cards.stream().map(MeshPane::bounds).toList());
    for (Drawn link : worstFirst()) {
      place(link, middle(link.a(), width, height), middle(link.b(), width, height), room);
    }
  }

  /** Where there is not room for all labels, those that need attention have it. */
  private List<Drawn> worstFirst() {
    return IntStream.range(0, drawn.size())
        .boxed()
        .sorted(Comparator.comparing(i -> shown.get(i).light().status() == Status.OK))
        .map(drawn::get)
        .toList();
  }

  private static Rectangle2D bounds(Region card) {
    return new Rectangle2D(card.getLayoutX(), card.getLayoutY(), card.getWidth(), card.getHeight());
  }

  private Point2D middle(int index, double width, double height) {
    return scale == MapScale.FULL ? apart(index, width, height) : packed(index, width, height);
  }

  /** Small cards follow each other from the left, as lines of a text do. */
  private Point2D packed(int index, double width, double height) {
    int columns = columns(getWidth());
    double used = Math.min(columns, cards.size()) * (width + COMPACT_GAP) - COMPACT_GAP;
    double left = Math.max(0, (getWidth() - used) / 2);
    return new Point2D(
        left + (index % columns) * (width + COMPACT_GAP) + width / 2,
        getInsets().getTop() + (index / columns) * (height + COMPACT_GAP) + height / 2);
  }

  /** Outer cards keep to the edges, so that the links between have room for their labels. */
  private Point2D apart(int index, double width, double height) {
    int columns = columns(getWidth());
    int rows = rows(getWidth());
    int column = index % columns;
    int row = index / columns;
    int inRow = Math.min(columns, cards.size() - row * columns);
    double left = getInsets().getLeft() + Math.max(0, (getWidth() - WIDEST) / 2);
    double top = getInsets().getTop() + Math.max(0, (getHeight() - TALLEST) / 2);
    double spanX = getWidth() - 2 * left - width;
    double spanY = getHeight() - 2 * top - getInsets().getBottom() + getInsets().getTop() - height;
    double fractionX = columns == 1 ? 0.5 : (column + (columns - inRow) / 2.0) / (columns - 1);
    double fractionY = rows == 1 ? 0.5 : row / (rows - 1.0);
    return new Point2D(left + width / 2 + spanX * fractionX, top + height / 2 + spanY * fractionY);
  }

  private void place(Drawn link, Point2D from, Point2D to, LabelRoom room) {
    for (Line line : new Line[] {link.line(), link.track()}) {
      line.setStartX(from.getX());
      line.setStartY(from.getY());
      line.setEndX(to.getX());
      line.setEndY(to.getY());
    }
    boolean crosses = cards.size() == 4 && from.getX() != to.getX() && from.getY() != to.getY();
    double preferred = crosses ? BEFORE_THE_CROSSING : 0.5;
    double width = link.label().prefWidth(-1);
    double height = link.label().prefHeight(-1);
    Optional<Rectangle2D> free = room.take(from, to, preferred, width, height);
    Point2D middle = from.interpolate(to, preferred);
    link.label().pseudoClassStateChanged(FOLDED, free.isEmpty());
    link.label()
        .resizeRelocate(
            snapPositionX(free.map(Rectangle2D::getMinX).orElse(middle.getX() - width / 2)),
            snapPositionY(free.map(Rectangle2D::getMinY).orElse(middle.getY() - height / 2)),
            width,
            height);
  }
}

package org.flannelboard.ui.topology;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Point2D;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;

/**
 * Cards on a grid with the links between them. Links run behind the cards, from middle to middle;
 * up to {@link #LABELLED} nodes each carries its round-trip time.
 */
final class MeshPane extends Pane {

  /** Beyond that many nodes the labels of crossing links would cover each other. */
  static final int LABELLED = 4;

  private static final double GAP = 24;

  /** On a large screen the cards stay together, in the middle. */
  private static final double WIDEST = 1500;

  private static final double TALLEST = 900;

  /** Two diagonals cross in the middle, so their labels sit before it, each on its own side. */
  private static final double DIAGONAL_LABEL = 0.36;

  private final List<Region> cards = new ArrayList<>();
  private final List<Drawn> drawn = new ArrayList<>();

  /** A link on the screen. */
  private record Drawn(int a, int b, Line line, StatusChip label) {}

  MeshPane() {
    getStyleClass().add("mesh-pane");
  }

  /** Takes the cards, in the profile's order. */
  void setCards(List<? extends Region> all) {
    cards.clear();
    cards.addAll(all);
    getChildren().setAll(all);
  }

  /** Shows the links. */
  void show(List<MeshLink> links) {
    if (drawn.size() != links.size()) {
      draw(links);
    }
    for (int i = 0; i < links.size(); i++) {
      MeshLink link = links.get(i);
      Drawn shown = drawn.get(i);
      shown.label().show(link.light());
      var classes = shown.line().getStyleClass();
      if (!classes.contains(link.light().status().styleClass())) {
        for (Status other : Status.values()) {
          classes.remove(other.styleClass());
        }
        classes.add(link.light().status().styleClass());
      }
    }
  }

  private void draw(List<MeshLink> links) {
    for (MeshLink link : links) {
      Line line = new Line();
      line.getStyleClass().add("mesh-link");
      if (cards.size() > LABELLED) {
        line.getStyleClass().add("mesh-link-dense");
      }
      line.setManaged(false);
      StatusChip label = new StatusChip();
      label.getStyleClass().add("mesh-label");
      label.setVisible(cards.size() <= LABELLED);
      drawn.add(new Drawn(link.a(), link.b(), line, label));
      getChildren().addFirst(line);
      getChildren().add(label);
    }
  }

  private int columns() {
    return Math.max(1, (int) Math.ceil(Math.sqrt(cards.size())));
  }

  private int rows() {
    return Math.max(1, (cards.size() + columns() - 1) / columns());
  }

  @Override
  protected double computePrefWidth(double height) {
    return columns() * (widest() + GAP);
  }

  @Override
  protected double computePrefHeight(double width) {
    return rows() * (tallest() + GAP);
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
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
      cards
          .get(i)
          .resizeRelocate(
              snapPositionX(middle.getX() - width / 2),
              snapPositionY(middle.getY() - height / 2),
              width,
              height);
    }
    for (Drawn link : drawn) {
      place(link, middle(link.a(), width, height), middle(link.b(), width, height));
    }
  }

  /** Outer cards keep to the edges, so that the links between have room for their labels. */
  private Point2D middle(int index, double width, double height) {
    int column = index % columns();
    int row = index / columns();
    int inRow = Math.min(columns(), cards.size() - row * columns());
    double left = getInsets().getLeft() + Math.max(0, (getWidth() - WIDEST) / 2);
    double top = getInsets().getTop() + Math.max(0, (getHeight() - TALLEST) / 2);
    double spanX = getWidth() - 2 * left - width;
    double spanY = getHeight() - 2 * top - getInsets().getBottom() + getInsets().getTop() - height;
    double fractionX =
        columns() == 1 ? 0.5 : (column + (columns() - inRow) / 2.0) / (columns() - 1);
    double fractionY = rows() == 1 ? 0.5 : row / (rows() - 1.0);
    return new Point2D(left + width / 2 + spanX * fractionX, top + height / 2 + spanY * fractionY);
  }

  private void place(Drawn link, Point2D from, Point2D to) {
    link.line().setStartX(from.getX());
    link.line().setStartY(from.getY());
    link.line().setEndX(to.getX());
    link.line().setEndY(to.getY());
    boolean crossed = cards.size() == 4 && from.getX() != to.getX() && from.getY() != to.getY();
    Point2D at = from.interpolate(to, crossed ? DIAGONAL_LABEL : 0.5);
    double width = link.label().prefWidth(-1);
    double height = link.label().prefHeight(-1);
    link.label()
        .resizeRelocate(
            snapPositionX(at.getX() - width / 2),
            snapPositionY(at.getY() - height / 2),
            width,
            height);
  }
}

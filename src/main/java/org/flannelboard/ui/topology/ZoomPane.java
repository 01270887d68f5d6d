package org.flannelboard.ui.topology;

import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.transform.Scale;

/**
 * A window onto something larger: magnified with Ctrl and the wheel, moved with the wheel or by
 * dragging. Until someone magnifies it, it is shrunk until its minimum fits.
 */
final class ZoomPane extends Pane {

  private static final double SMALLEST = 0.3;
  private static final double LARGEST = 3;
  private static final double STEP = 1.2;

  /** A hand trembles that many pixels on a click. */
  private static final double TREMBLE = 4;

  private final Region content;
  private final Scale scale = new Scale(1, 1);
  private final Rectangle clip = new Rectangle();
  private double zoom = Double.NaN;
  private double panX;
  private double panY;
  private Point2D pressed = Point2D.ZERO;
  private Point2D panned = Point2D.ZERO;
  private boolean dragging;

  ZoomPane(Region content) {
    this.content = content;
    getChildren().add(content);
    content.getTransforms().add(scale);
    content.setManaged(false);
    setClip(clip);
    addEventFilter(ScrollEvent.SCROLL, this::scrolled);
    addEventFilter(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventFilter(MouseEvent.MOUSE_DRAGGED, this::dragged);
    addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
  }

  /** How large it is shown; 1 is as designed. */
  double zoom() {
    return Double.isNaN(zoom) ? fitting() : zoom;
  }

  void zoomIn() {
    zoomBy(STEP, getWidth() / 2, getHeight() / 2);
  }

  void zoomOut() {
    zoomBy(1 / STEP, getWidth() / 2, getHeight() / 2);
  }

  /** Back to the size that fits, and to the beginning. */
  void reset() {
    zoom = Double.NaN;
    panX = 0;
    panY = 0;
    requestLayout();
  }

  /** Moves what is seen by so many pixels. */
  void pan(double dx, double dy) {
    panX += dx;
    panY += dy;
    requestLayout();
  }

  /** Moves just so far that an area of the content is seen. */
  void reveal(Bounds area) {
    double z = zoom();
    Bounds on =
        new BoundingBox(
            area.getMinX() * z + panX,
            area.getMinY() * z + panY,
            area.getWidth() * z,
            area.getHeight() * z);
    double dx = shift(on.getMinX(), on.getMaxX(), getWidth());
    double dy = shift(on.getMinY(), on.getMaxY(), getHeight());
    if (dx != 0 || dy != 0) {
      pan(dx, dy);
    }
  }

  private static double shift(double min, double max, double size) {
    double margin = 12;
    if (min < margin) {
      return margin - min;
    }
    return max > size - margin ? Math.max(size - margin - max, margin - min) : 0;
  }

  private void zoomBy(double factor, double x, double y) {
    double before = zoom();
    double after = Math.clamp(before * factor, SMALLEST, LARGEST);
    panX = x - (x - panX) * after / before;
    panY = y - (y - panY) * after / before;
    zoom = after;
    requestLayout();
  }

  private double fitting() {
    double high = getHeight() / Math.max(1, content.minHeight(-1));
    return Math.clamp(Math.min(getWidth() / contentWidth(), high), SMALLEST, 1);
  }

  private double contentWidth() {
    return Math.max(Math.max(1, getWidth()), content.minWidth(-1));
  }

  @Override
  protected double computePrefHeight(double width) {
    return 400;
  }

  @Override
  protected double computeMinWidth(double height) {
    return 200;
  }

  @Override
  protected double computeMinHeight(double width) {
    return 120;
  }

  @Override
  protected void layoutChildren() {
    double z = zoom();
    double width = Math.max(contentWidth(), getWidth() / fitting());
    double height = Math.max(getHeight() / fitting(), content.prefHeight(width));
    scale.setX(z);
    scale.setY(z);
    panX = bounded(panX, getWidth(), width * z);
    panY = bounded(panY, getHeight(), height * z);
    content.resizeRelocate(snapPositionX(panX), snapPositionY(panY), width, height);
    clip.setWidth(getWidth());
    clip.setHeight(getHeight());
  }

  /** Something smaller than the window stays in its middle, something larger fills it. */
  private static double bounded(double pan, double size, double content) {
    return content <= size ? (size - content) / 2 : Math.clamp(pan, size - content, 0);
  }

  private void scrolled(ScrollEvent event) {
    if (event.isShortcutDown()) {
      zoomBy(event.getDeltaY() > 0 ? STEP : 1 / STEP, event.getX(), event.getY());
    } else {
      pan(event.getDeltaX(), event.getDeltaY());
    }
    event.consume();
  }

  private void pressed(MouseEvent event) {
    pressed = new Point2D(event.getX(), event.getY());
    panned = new Point2D(panX, panY);
    dragging = false;
  }

  private void dragged(MouseEvent event) {
    Point2D way = new Point2D(event.getX(), event.getY()).subtract(pressed);
    dragging |= way.magnitude() > TREMBLE;
    if (dragging) {
      panX = panned.getX() + way.getX();
      panY = panned.getY() + way.getY();
      requestLayout();
    }
  }

  /** The click at the end of a drag was none. */
  private void clicked(MouseEvent event) {
    if (dragging) {
      event.consume();
    }
  }
}

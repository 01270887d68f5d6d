package org.flannelboard.ui.kit;

import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * The matrix, painted: rows are sources, columns are targets. A cell shows a figure, or a glyph of
 * its own for each state without one; it fades when it grows stale. The pointer and the keys select
 * a cell; where all cells do not fit legibly, the wheel enlarges and moves them under their names.
 */
public final class MatrixCanvas extends Region {

  private static final double BAR = 12;
  private static final double ZOOM_STEP = 1.25;
  private static final double LARGEST_ZOOM = 60;
  private static final double LONGEST_NAME = 120;

  private final Canvas canvas = new Canvas();
  private final MatrixInk ink = new MatrixInk(this, this::repaint);
  private final MatrixPainter painter = new MatrixPainter(ink);
  private final Rectangle selection = frame("matrix-selection");
  private final Rectangle hover = frame("matrix-hover");
  private final Rectangle window = new Rectangle();
  private final Pane frames = new Pane(hover, selection);
  private final ScrollBar across = new ScrollBar();
  private final ScrollBar down = new ScrollBar();
  private final ObjectProperty<@Nullable Position> selected = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<@Nullable Position> hovered = new ReadOnlyObjectWrapper<>();
  private Consumer<Position> opened = _ -> {};
  private @Nullable MatrixSnapshot mesh;
  private @Nullable MatrixLook look;
  private MatrixOrder order = MatrixOrder.all(0);
  private MatrixGeometry place = MatrixGeometry.of(0, 0, 0, 0, 0, 1);
  private Instant now = Instant.EPOCH;
  private double nameWidth;
  private double zoom = 1;
  private double dragX;
  private double dragY;

  /** The places of a pair's nodes in the profile. */
  public record Position(int from, int to) {
    /** The same pair the other way. */
    public Position reversed() {
      return new Position(to, from);
    }
  }

  public MatrixCanvas() {
    getStyleClass().add("matrix");
    frames.setMouseTransparent(true);
    frames.setClip(window);
    down.setOrientation(Orientation.VERTICAL);
    getChildren().addAll(canvas, frames, across, down);
    List.of(canvas, frames, across, down).forEach(child -> child.setManaged(false));
    List.of(across, down).forEach(bar -> bar.setFocusTraversable(false));
    across.valueProperty().addListener((_, _, x) -> scroll(x.doubleValue(), place.scrollY()));
    down.valueProperty().addListener((_, _, y) -> scroll(place.scrollX(), y.doubleValue()));
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    selected.addListener((_, _, at) -> reveal(at));
    hovered.addListener(_ -> mark());
    setOnMousePressed(this::pressed);
    setOnMouseDragged(this::dragged);
    setOnMouseMoved(event -> hovered.set(at(event)));
    setOnMouseExited(_ -> hovered.set(null));
    setOnScroll(this::wheel);
    MatrixKeys keys = new MatrixKeys(this);
    setOnKeyPressed(keys::pressed);
    setOnKeyTyped(keys::typed);
  }

  // Properties

  /** The pair that is selected; null for none. */
  public ObjectProperty<@Nullable Position> selected() {
    return selected;
  }

  /** The pair under the pointer; null for none. */
  public ReadOnlyObjectProperty<@Nullable Position> hovered() {
    return hovered.getReadOnlyProperty();
  }

  /** Does something when a pair is opened: Enter, or a double click. */
  public void setOnOpen(Consumer<Position> action) {
    opened = action;
  }

  // Commands

  /** Shows a snapshot as old as it is now. */
  public void show(MatrixSnapshot snapshot, MatrixOrder shown, MatrixLook look, Instant present) {
    boolean sameNodes = mesh != null && mesh.nodes().equals(snapshot.nodes());
    boolean sameOrder = order.equals(shown);
    this.mesh = snapshot;
    this.look = look;
    this.order = shown;
    this.now = present;
    if (!sameNodes) {
      nameWidth = widest(snapshot.nodes());
    }
    if (sameNodes && sameOrder) {
      paintChanges();
    } else {
      repaint();
    }
  }

  /** Shows cells larger; at most as large as they say more. */
  public void zoomIn() {
    zoom(ZOOM_STEP, place.width() / 2, place.height() / 2);
  }

  public void zoomOut() {
    zoom(1 / ZOOM_STEP, place.width() / 2, place.height() / 2);
  }

  /** Shows all cells. */
  public void zoomToFit() {
    zoom(0, 0, 0);
  }

  /** The ways from cell to cell. */
  MatrixWalk walk() {
    return new MatrixWalk(order);
  }

  /** Whether someone should look at a pair. */
  boolean bad(Position at) {
    return mesh != null
        && look != null
        && CellGrade.of(mesh.cell(at.from(), at.to()), look.thresholds()).bad();
  }

  void open(Position at) {
    opened.accept(at);
  }

  MatrixGeometry geometry() {
    return place;
  }

  MatrixInk ink() {
    return ink;
  }

  @Override
  public List<CssMetaData<? extends Styleable, ?>> getCssMetaData() {
    return MatrixInk.cssMetaData();
  }

  @Override
  protected void layoutChildren() {
    boolean resized = canvas.getWidth() != getWidth() || canvas.getHeight() != getHeight();
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    frames.resize(getWidth(), getHeight());
    if (resized) {
      repaint();
    }
  }

  /** Paints everything anew: the room, the order, the enlargement or the colours changed. */
  private void repaint() {
    if (mesh == null || canvas.getWidth() == 0) {
      return;
    }
    double x = place.scrollX();
    double y = place.scrollY();
    double width = Math.max(1, canvas.getWidth() - BAR);
    double height = Math.max(1, canvas.getHeight() - BAR);
    place =
        MatrixGeometry.of(order.rows(), order.columns(), width, height, nameWidth, zoom)
            .scrolled(x, y);
    layoutBars();
    paintAll(mesh);
  }

  private void paintAll(MatrixSnapshot shown) {
    painter.begin(canvas.getGraphicsContext2D(), place, order);
    paintChanges();
    window.setX(place.left() - 1.0);
    window.setY(place.top() - 1.0);
    window.setWidth(Math.max(0, place.width() - place.left() + 2));
    window.setHeight(Math.max(0, place.height() - place.top() + 2));
    painter.paintHeaders(canvas.getGraphicsContext2D(), shown, marked());
    layoutFrames();
  }

  private void paintChanges() {
    if (mesh != null && look != null && canvas.getWidth() > 0 && getScene() != null) {
      painter.paint(canvas.getGraphicsContext2D(), mesh, look, now.toEpochMilli());
    }
  }

  private void layoutBars() {
    layoutBar(across, place.maxScrollX(), place.width() - place.left(), place.scrollX());
    layoutBar(down, place.maxScrollY(), place.height() - place.top(), place.scrollY());
    across.resizeRelocate(
        place.left(), getHeight() - BAR, Math.max(0, place.width() - place.left()), BAR);
    down.resizeRelocate(
        getWidth() - BAR, place.top(), BAR, Math.max(0, place.height() - place.top()));
  }

  private static void layoutBar(ScrollBar bar, double most, double seen, double value) {
    bar.setVisible(most > 0);
    bar.setMax(Math.max(most, value));
    bar.setVisibleAmount(most <= 0 ? 0 : seen / (seen + most) * most);
    bar.setUnitIncrement(40);
    bar.setBlockIncrement(seen);
    bar.setValue(value);
  }

  private void scroll(double x, double y) {
    MatrixGeometry moved = place.scrolled(x, y);
    if (mesh != null && !moved.equals(place)) {
      place = moved;
      across.setValue(place.scrollX());
      down.setValue(place.scrollY());
      paintAll(mesh);
    }
  }

  private void zoom(double factor, double x, double y) {
    double wanted = Math.clamp(zoom * factor, 1, LARGEST_ZOOM);
    boolean largest = factor > 1 && place.cellHeight() >= MatrixGeometry.LARGEST;
    if (wanted == zoom || mesh == null || largest) {
      return;
    }
    // What is under the pointer stays there.
    double column = (x - place.left() + place.scrollX()) / place.cellWidth();
    double row = (y - place.top() + place.scrollY()) / place.cellHeight();
    zoom = wanted;
    repaint();
    scroll(
        column * place.cellWidth() - x + place.left(), row * place.cellHeight() - y + place.top());
  }

  private void reveal(@Nullable Position at) {
    if (at != null && order.rowOf(at.from()) >= 0 && order.columnOf(at.to()) >= 0) {
      MatrixGeometry moved = place.revealing(order.rowOf(at.from()), order.columnOf(at.to()));
      scroll(moved.scrollX(), moved.scrollY());
    }
    mark();
  }

  /** Shows which pair is selected and which is under the pointer. */
  private void mark() {
    if (mesh != null) {
      painter.paintHeaders(canvas.getGraphicsContext2D(), mesh, marked());
      layoutFrames();
    }
  }

  private @Nullable Position marked() {
    Position under = hovered.get();
    return under == null ? selected.get() : under;
  }

  private void layoutFrames() {
    layoutFrame(selection, selected.get(), 2);
    layoutFrame(hover, hovered.get(), 1);
  }

  private void layoutFrame(Rectangle frame, @Nullable Position at, double outside) {
    int row = at == null ? -1 : order.rowOf(at.from());
    int column = at == null ? -1 : order.columnOf(at.to());
    frame.setVisible(row >= 0 && column >= 0);
    double margin = place.legible() ? 0 : outside;
    frame.setX(place.x(column) - margin);
    frame.setY(place.y(row) - margin);
    frame.setWidth(Math.max(1, place.cellWidth()) + 2 * margin);
    frame.setHeight(Math.max(1, place.cellHeight()) + 2 * margin);
    double arc = place.legible() ? Math.min(14, place.cellHeight() * 0.24) : 0;
    frame.setArcWidth(arc);
    frame.setArcHeight(arc);
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    dragX = event.getX() + place.scrollX();
    dragY = event.getY() + place.scrollY();
    Position at = at(event);
    if (at != null && event.getButton() == MouseButton.PRIMARY) {
      selected.set(at);
      if (event.getClickCount() == 2) {
        open(at);
      }
    }
  }

  private void dragged(MouseEvent event) {
    scroll(dragX - event.getX(), dragY - event.getY());
  }

  private void wheel(ScrollEvent event) {
    if (event.isShortcutDown()) {
      zoom(event.getDeltaY() > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, event.getX(), event.getY());
    } else {
      scroll(place.scrollX() - event.getDeltaX(), place.scrollY() - event.getDeltaY());
    }
    event.consume();
  }

  private @Nullable Position at(MouseEvent event) {
    return order.at(place.rowAt(event.getY()), place.columnAt(event.getX()));
  }

  private static double widest(List<NodeId> nodes) {
    Text measure = new Text();
    measure.setFont(Font.font(Font.getDefault().getFamily(), 12));
    double widest = 0;
    for (NodeId node : nodes) {
      measure.setText(node.name());
      widest = Math.max(widest, measure.getLayoutBounds().getWidth());
    }
    return Math.min(LONGEST_NAME, widest);
  }

  private static Rectangle frame(String styleClass) {
    Rectangle frame = new Rectangle();
    frame.getStyleClass().add(styleClass);
    frame.setManaged(false);
    frame.setVisible(false);
    return frame;
  }
}

package org.flannelboard.ui.kit;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.CssMetaData;
import javafx.css.Styleable;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.MatrixInk.Role;
import org.jspecify.annotations.Nullable;

/**
 * The matrix, painted: rows are sources, columns are targets. A cell shows its round-trip time, or
 * a glyph of its own for each other state, where there is room; it fades as it grows old. The mouse
 * and the arrow keys select a cell.
 */
public final class MatrixCanvas extends Region {

  private static final double LARGEST_CELL = 124;
  private static final double SMALLEST_WITH_HEADER = 12;
  private static final double SMALLEST_WITH_GLYPH = 14;
  private static final double SMALLEST_WITH_RTT = 26;
  private static final double SMALLEST_WITH_NAME = 34;
  private static final double HEADER = 64;
  private static final double NARROW_HEADER = 8;

  /** A cell is renewed each second: one that was not for three seconds begins to fade. */
  private static final double FRESH_SECONDS = 3;

  /** After that long a cell is as pale as it gets. */
  private static final double PALE_SECONDS = 20;

  private static final double PALEST = 0.3;

  private final Canvas canvas = new Canvas();
  private final MatrixInk ink = new MatrixInk(this, this::requestLayout);
  private final ObjectProperty<@Nullable Position> selected = new SimpleObjectProperty<>();
  private @Nullable MatrixSnapshot mesh;
  private Instant now = Instant.EPOCH;

  /** The place of a cell: its source's row and its target's column. */
  public record Position(int from, int to) {}

  public MatrixCanvas() {
    getStyleClass().add("matrix");
    getChildren().add(canvas);
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.IMAGE_VIEW);
    selected.addListener(_ -> paint());
    focusedProperty().addListener(_ -> paint());
    setOnMousePressed(_ -> requestFocus());
    setOnMouseMoved(this::pointed);
    setOnKeyPressed(this::walked);
  }

  /** The cell that is selected; null for none. */
  public ObjectProperty<@Nullable Position> selected() {
    return selected;
  }

  /** Shows a snapshot as old as it is now. */
  public void show(MatrixSnapshot snapshot, Instant present) {
    mesh = snapshot;
    now = present;
    paint();
  }

  /** How strongly a cell of that age is painted: 1 when fresh. */
  static double strength(Duration age) {
    double past = Math.max(0, age.toMillis() / 1000.0 - FRESH_SECONDS);
    return Math.max(PALEST, 1 - past / (PALE_SECONDS - FRESH_SECONDS) * (1 - PALEST));
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
    canvas.setWidth(getWidth());
    canvas.setHeight(getHeight());
    paint();
  }

  private int size() {
    return mesh == null ? 0 : mesh.size();
  }

  private double cell() {
    double room = Math.min(getWidth(), getHeight());
    double withHeader = Math.floor((room - HEADER) / Math.max(1, size()));
    double fit =
        withHeader >= SMALLEST_WITH_HEADER
            ? withHeader
            : Math.floor((room - NARROW_HEADER) / Math.max(1, size()));
    return Math.clamp(fit, 1, LARGEST_CELL);
  }

  /** Where the matrix begins, so that it stands in the middle. */
  private double left() {
    return Math.floor(Math.max(0, (getWidth() - header() - size() * cell()) / 2));
  }

  private double top() {
    return Math.floor(Math.max(0, (getHeight() - header() - size() * cell()) / 2));
  }

  private double header() {
    return cell() >= SMALLEST_WITH_HEADER ? HEADER : NARROW_HEADER;
  }

  private void paint() {
    GraphicsContext g = canvas.getGraphicsContext2D();
    g.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
    if (mesh == null) {
      return;
    }
    g.setTextBaseline(VPos.CENTER);
    g.save();
    g.translate(left(), top());
    if (header() == HEADER) {
      paintHeaders(g, mesh);
    }
    for (int from = 0; from < mesh.size(); from++) {
      for (int to = 0; to < mesh.size(); to++) {
        paintCell(g, mesh, new Position(from, to));
      }
    }
    paintSelection(g);
    g.restore();
  }

  private void paintHeaders(GraphicsContext g, MatrixSnapshot shown) {
    double size = Math.clamp(cell() * 0.3, 9, 13);
    g.setFill(ink.of(Role.HEADER));
    g.setFont(Font.font(family(), FontWeight.BOLD, size));
    for (int i = 0; i < shown.size(); i++) {
      String name = shown.nodes().get(i).name();
      double middle = header() + (i + 0.5) * cell();
      g.setTextAlign(TextAlignment.RIGHT);
      g.fillText(name, header() - 10, middle, header() - 12);
      g.setTextAlign(TextAlignment.CENTER);
      if (cell() >= SMALLEST_WITH_NAME) {
        g.fillText(name, middle, header() - 16, cell() - 4);
      } else {
        paintUpright(g, name, middle);
      }
    }
  }

  private void paintUpright(GraphicsContext g, String name, double middle) {
    g.save();
    g.translate(middle, header() - 8);
    g.rotate(-90);
    g.setTextAlign(TextAlignment.LEFT);
    g.fillText(name, 0, 0, header() - 10);
    g.restore();
  }

  private void paintCell(GraphicsContext g, MatrixSnapshot shown, Position at) {
    double gap = cell() >= SMALLEST_WITH_GLYPH ? Math.max(1, cell() * 0.03) : 0;
    double x = header() + at.to() * cell() + gap;
    double y = header() + at.from() * cell() + gap;
    double side = cell() - 2 * gap;
    double arc = cell() >= SMALLEST_WITH_GLYPH ? Math.min(10, side * 0.18) : 0;
    if (at.from() == at.to()) {
      g.setFill(ink.of(Role.DIAGONAL));
      g.fillRoundRect(x, y, side, side, arc, arc);
      return;
    }
    Cell cell = shown.cell(at.from(), at.to());
    g.setGlobalAlpha(strength(age(cell)));
    g.setFill(ink.of(fill(cell)));
    g.fillRoundRect(x, y, side, side, arc, arc);
    if (cell() >= SMALLEST_WITH_GLYPH) {
      paintContent(g, cell, x + side / 2, y + side / 2);
    }
    g.setGlobalAlpha(1);
  }

  private void paintContent(GraphicsContext g, Cell cell, double x, double y) {
    double arm = Math.clamp(cell() * 0.13, 3, 9);
    g.setStroke(ink.of(text(cell)));
    g.setLineWidth(Math.clamp(cell() * 0.04, 1.2, 2.6));
    switch (cell) {
      case Cell.Reached reached -> paintRtt(g, reached, x, y);
      case Cell.Lost _ -> {
        g.strokeLine(x - arm, y - arm, x + arm, y + arm);
        g.strokeLine(x - arm, y + arm, x + arm, y - arm);
      }
      case Cell.SourceUnreachable _ -> {
        g.strokeOval(x - arm, y - arm, 2 * arm, 2 * arm);
        double rim = arm * Math.sqrt(0.5);
        g.strokeLine(x - rim, y + rim, x + rim, y - rim);
      }
      case Cell.NotMeasured _ -> g.strokeLine(x - arm * 0.7, y, x + arm * 0.7, y);
    }
  }

  private void paintRtt(GraphicsContext g, Cell.Reached reached, double x, double y) {
    if (cell() < SMALLEST_WITH_RTT) {
      return;
    }
    g.setTextAlign(TextAlignment.CENTER);
    g.setFill(ink.of(Role.REACHED_TEXT));
    boolean unit = cell() >= 60;
    g.setFont(Font.font(family(), FontWeight.BOLD, Math.clamp(cell() * 0.2, 9, 17)));
    g.fillText(Words.rtt(reached.rtt()), x, unit ? y - 6 : y, cell() - 6);
    if (unit) {
      g.setFont(Font.font(family(), 10.5));
      g.fillText("ms", x, y + 11);
    }
  }

  private void paintSelection(GraphicsContext g) {
    Position at = selected.get();
    if (at == null) {
      return;
    }
    g.setStroke(ink.of(Role.FOCUS));
    g.setLineWidth(isFocused() ? 3 : 1.5);
    double arc = Math.min(12, cell() * 0.2);
    g.strokeRoundRect(
        header() + at.to() * cell() + 1,
        header() + at.from() * cell() + 1,
        cell() - 2,
        cell() - 2,
        arc,
        arc);
  }

  private Duration age(Cell cell) {
    return switch (cell) {
      case Cell.NotMeasured _ -> Duration.ZERO;
      case Cell.Reached(_, _, Instant at) -> Duration.between(at, now);
      case Cell.Lost(_, _, Instant at) -> Duration.between(at, now);
      // The source is asked again until it answers, so what is known of it is not old.
      case Cell.SourceUnreachable _ -> Duration.ZERO;
    };
  }

  private static Role fill(Cell cell) {
    return switch (cell) {
      case Cell.Reached _ -> Role.REACHED;
      case Cell.Lost _ -> Role.LOST;
      case Cell.SourceUnreachable _ -> Role.UNREACHABLE;
      case Cell.NotMeasured _ -> Role.UNMEASURED;
    };
  }

  private static Role text(Cell cell) {
    return switch (cell) {
      case Cell.Reached _ -> Role.REACHED_TEXT;
      case Cell.Lost _ -> Role.LOST_TEXT;
      case Cell.SourceUnreachable _ -> Role.UNREACHABLE_TEXT;
      case Cell.NotMeasured _ -> Role.UNMEASURED_TEXT;
    };
  }

  private static String family() {
    return Font.getDefault().getFamily();
  }

  private void pointed(MouseEvent event) {
    int to = (int) Math.floor((event.getX() - left() - header()) / cell());
    int from = (int) Math.floor((event.getY() - top() - header()) / cell());
    if (to >= 0 && from >= 0 && to < size() && from < size() && to != from) {
      selected.set(new Position(from, to));
    }
  }

  private void walked(KeyEvent event) {
    if (size() < 2) {
      return;
    }
    Position at = selected.get();
    Position next =
        switch (event.getCode()) {
          case UP -> step(at, -1, 0);
          case DOWN -> step(at, 1, 0);
          case LEFT -> step(at, 0, -1);
          case RIGHT -> step(at, 0, 1);
          case HOME -> new Position(0, 1);
          case END -> new Position(size() - 1, size() - 2);
          // Other keys are the window's.
          default -> null;
        };
    if (next != null) {
      selected.set(next);
      event.consume();
    }
  }

  /** The next cell that way; steps over the diagonal and stays at the edge. */
  private Position step(@Nullable Position at, int down, int right) {
    if (at == null) {
      return new Position(0, 1);
    }
    for (int far = 1; far <= 2; far++) {
      int from = at.from() + far * down;
      int to = at.to() + far * right;
      if (from < 0 || to < 0 || from >= size() || to >= size()) {
        return at;
      }
      if (from != to) {
        return new Position(from, to);
      }
    }
    return at;
  }
}

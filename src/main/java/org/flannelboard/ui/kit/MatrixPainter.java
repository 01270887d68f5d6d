package org.flannelboard.ui.kit;

import java.nio.IntBuffer;
import java.util.Arrays;
import javafx.geometry.Rectangle2D;
import javafx.geometry.VPos;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;
import javafx.scene.text.TextAlignment;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.MatrixInk.Role;
import org.jspecify.annotations.Nullable;

/**
 * Paints what changed. It remembers the face of each cell and paints a cell only when that differs.
 * Cells with room for a figure are drawn one by one; smaller ones are pixels of an image that is
 * drawn enlarged, so that the whole mesh of 255 nodes is one command to the canvas.
 */
final class MatrixPainter {

  private static final int FACES = 1 << 8;
  private static final int ROOM_FOR_UNIT = 52;
  private static final int ROOM_FOR_HUNDREDTHS = 30;

  /** From here on small cells are divided by lines. */
  private static final int ROOM_FOR_LINES = 6;

  private static final double SMALL_FIGURE = 10;
  private static final double LABEL_SIZE = 11.5;

  /** Names closer than this would touch. */
  private static final int LABEL_PITCH = 12;

  private final MatrixInk ink;
  private final Color[] fills = new Color[FACES];
  private final Color[] inks = new Color[FACES];
  private final int[] tiles = new int[FACES];
  private MatrixGeometry place = MatrixGeometry.of(0, 0, 0, 0, 0, 1);
  private MatrixOrder order = MatrixOrder.all(0);
  private int[] faces = {};

  /** For each row, the first moment at which one of its cells looks different by its age alone. */
  private long[] current = {};

  private @Nullable MatrixSnapshot painted;
  private @Nullable MatrixLook paintedLook;
  private long paintedMillis;
  private int[] pixels = {};
  private @Nullable PixelBuffer<IntBuffer> buffer;
  private @Nullable WritableImage image;

  MatrixPainter(MatrixInk ink) {
    this.ink = ink;
  }

  /** Forgets what was painted: everything is painted anew the next time. */
  void begin(GraphicsContext g, MatrixGeometry geometry, MatrixOrder shown) {
    place = geometry;
    order = shown;
    painted = null;
    faces = new int[geometry.rows() * geometry.columns()];
    Arrays.fill(faces, CellFace.NONE);
    current = new long[geometry.rows()];
    for (int face = 0; face < FACES; face++) {
      boolean real =
          (face & 7) < CellGrade.values().length && CellFace.fading(face) < CellFace.fadings();
      if (real) {
        fills[face] = ink.fill(face);
        inks[face] = ink.text(face);
        tiles[face] = ink.tile(face);
      }
    }
    g.clearRect(0, 0, g.getCanvas().getWidth(), g.getCanvas().getHeight());
    image = null;
    if (!geometry.legible() && faces.length > 0) {
      pixels = new int[faces.length];
      buffer =
          new PixelBuffer<>(
              geometry.columns(),
              geometry.rows(),
              IntBuffer.wrap(pixels),
              PixelFormat.getIntArgbPreInstance());
      image = new WritableImage(buffer);
    }
  }

  /** Paints the cells that look different by now. */
  void paint(GraphicsContext g, MatrixSnapshot mesh, MatrixLook look, long nowMillis) {
    boolean otherwise = !look.equals(paintedLook) || nowMillis < paintedMillis;
    g.save();
    g.beginPath();
    g.rect(place.left(), place.top(), place.width() - place.left(), place.height() - place.top());
    g.clip();
    boolean changed = false;
    for (int row = place.firstRow(); row < place.endRow(); row++) {
      int from = order.source(row);
      if (otherwise
          || painted == null
          || nowMillis >= current[row]
          || !mesh.sharesRow(painted, from)) {
        changed |= paintRow(g, mesh, row, look, nowMillis);
      }
    }
    if (changed && image != null && buffer != null) {
      buffer.updateBuffer(_ -> whole());
      paintTiles(g, image);
    }
    g.restore();
    painted = mesh;
    paintedLook = look;
    paintedMillis = nowMillis;
  }

  /** Paints the names, those of one pair's nodes stronger. */
  void paintHeaders(GraphicsContext g, MatrixSnapshot mesh, @Nullable Position marked) {
    g.clearRect(0, 0, place.left(), place.height());
    g.clearRect(0, 0, place.width(), place.top());
    g.setTextBaseline(VPos.CENTER);
    int markedRow = marked == null ? -1 : order.rowOf(marked.from());
    int markedColumn = marked == null ? -1 : order.columnOf(marked.to());
    int step = (int) Math.ceil(LABEL_PITCH / place.cellHeight());
    for (int row = place.firstRow(); row < place.endRow(); row++) {
      boolean near = markedRow >= 0 && Math.abs(row - markedRow) < step;
      if (row == markedRow || row % step == 0 && !near) {
        double y = place.y(row) + place.cellHeight() / 2.0;
        if (y > place.top()) {
          label(g, row == markedRow);
          g.setTextAlign(TextAlignment.RIGHT);
          g.fillText(mesh.nodes().get(order.source(row)).name(), place.left() - 8.0, y);
        }
      }
    }
    paintColumnHeaders(g, mesh, markedColumn);
  }

  private void paintColumnHeaders(GraphicsContext g, MatrixSnapshot mesh, int marked) {
    int step = place.upright() ? (int) Math.ceil(LABEL_PITCH / place.cellWidth()) : 1;
    for (int column = place.firstColumn(); column < place.endColumn(); column++) {
      double x = place.x(column) + place.cellWidth() / 2.0;
      boolean near = marked >= 0 && column != marked && Math.abs(column - marked) < step;
      if (x <= place.left() || near || column != marked && column % step != 0) {
        continue;
      }
      String name = mesh.nodes().get(order.target(column)).name();
      label(g, column == marked);
      if (place.upright()) {
        g.save();
        g.translate(x, place.top() - 8.0);
        g.rotate(-90);
        g.setTextAlign(TextAlignment.LEFT);
        g.fillText(name, 0, 0);
        g.restore();
      } else {
        g.setTextAlign(TextAlignment.CENTER);
        g.fillText(name, x, place.top() - 14.0);
      }
    }
  }

  private void label(GraphicsContext g, boolean marked) {
    g.setFill(ink.of(marked ? Role.FOCUS : Role.HEADER));
    g.setFont(font(marked ? FontWeight.BOLD : FontWeight.NORMAL, LABEL_SIZE));
  }

  private boolean paintRow(
      GraphicsContext g, MatrixSnapshot mesh, int row, MatrixLook look, long nowMillis) {
    int from = order.source(row);
    boolean changed = false;
    long until = Long.MAX_VALUE;
    for (int column = place.firstColumn(); column < place.endColumn(); column++) {
      int to = order.target(column);
      int i = row * place.columns() + column;
      if (from == to) {
        if (image != null) {
          pixels[i] = 0;
        }
        continue;
      }
      Cell cell = mesh.cell(from, to);
      int face = CellFace.of(cell, look, nowMillis);
      until = Math.min(until, CellFace.until(cell, look, nowMillis));
      if (image != null) {
        int tile = tiles[face & FACES - 1];
        changed |= pixels[i] != tile;
        pixels[i] = tile;
      } else if (faces[i] != face) {
        faces[i] = face;
        paintCell(g, face, place.x(column), place.y(row), look.mode());
      }
    }
    current[row] = until;
    return changed;
  }

  private Rectangle2D whole() {
    return new Rectangle2D(0, 0, place.columns(), place.rows());
  }

  private void paintTiles(GraphicsContext g, WritableImage tilesOfAll) {
    int column = place.firstColumn();
    int row = place.firstRow();
    int columns = place.endColumn() - column;
    int rows = place.endRow() - row;
    double x = place.x(column);
    double y = place.y(row);
    double width = place.x(column + columns) - x;
    double height = place.y(row + rows) - y;
    g.setImageSmoothing(false);
    g.clearRect(x, y, width, height);
    g.drawImage(tilesOfAll, column, row, columns, rows, x, y, width, height);
    if (Math.min(place.cellWidth(), place.cellHeight()) >= ROOM_FOR_LINES) {
      g.setFill(ink.of(Role.GROUND));
      for (int i = 1; i < columns; i++) {
        g.fillRect(place.x(column + i) - 1.0, y, 1, height);
      }
      for (int i = 1; i < rows; i++) {
        g.fillRect(x, place.y(row + i) - 1.0, width, 1);
      }
    }
  }

  private void paintCell(GraphicsContext g, int face, int x, int y, MatrixLook.Mode mode) {
    double width = place.cellWidth();
    double height = place.cellHeight();
    double gap = height >= 40 ? 2 : 0.5;
    double arc = Math.min(12, height * 0.2);
    g.clearRect(x, y, width, height);
    g.setFill(fills[face & FACES - 1]);
    g.fillRoundRect(x + gap, y + gap, width - 2 * gap, height - 2 * gap, arc, arc);
    g.setFill(inks[face & FACES - 1]);
    double middleX = x + width / 2.0;
    double middleY = y + height / 2.0;
    boolean large = height >= ROOM_FOR_UNIT;
    switch (CellFace.grade(face)) {
      case REACHED -> paintFigure(g, face, middleX, middleY, mode);
      case WATCH -> {
        paintFigure(g, face, middleX, middleY, mode);
        paintNotch(g, x + width - gap, y + gap);
      }
      case LOST, UNREACHABLE, UNMEASURED -> {
        paintGlyph(g, face, middleX, large ? middleY - 9 : middleY);
        if (large && CellFace.figure(face) >= 0) {
          MatrixLook.Mode told = mode == MatrixLook.Mode.AGE ? mode : MatrixLook.Mode.LOSS;
          paintUnit(g, face, middleX, middleY + 14, told);
        }
      }
    }
  }

  private void paintFigure(GraphicsContext g, int face, double x, double y, MatrixLook.Mode mode) {
    double height = place.cellHeight();
    boolean unit = height >= ROOM_FOR_UNIT;
    boolean brief = place.cellWidth() < ROOM_FOR_HUNDREDTHS;
    String digits = FigureText.digits(CellFace.figure(face), mode, brief);
    double size =
        Math.clamp(Math.min(height * 0.62, place.cellWidth() / (digits.length() * 0.6)), 8.5, 19);
    g.setTextAlign(TextAlignment.CENTER);
    g.setTextBaseline(VPos.CENTER);
    // Bold strokes of small figures run into each other.
    FontWeight weight = size < SMALL_FIGURE ? FontWeight.NORMAL : FontWeight.BOLD;
    g.setFont(font(weight, unit ? size : Math.min(size, 12.5)));
    g.fillText(digits, x, unit ? y - 7 : y, place.cellWidth() - 2.0);
    if (unit) {
      g.setFont(font(FontWeight.NORMAL, 11));
      g.fillText(FigureText.unit(CellFace.figure(face), mode), x, y + 13);
    }
  }

  private static void paintUnit(
      GraphicsContext g, int face, double x, double y, MatrixLook.Mode mode) {
    g.setTextAlign(TextAlignment.CENTER);
    g.setTextBaseline(VPos.CENTER);
    g.setFont(font(FontWeight.NORMAL, 11));
    int figure = CellFace.figure(face);
    g.fillText(FigureText.digits(figure, mode, false) + " " + FigureText.unit(figure, mode), x, y);
  }

  private void paintGlyph(GraphicsContext g, int face, double x, double y) {
    double arm = Math.clamp(place.cellHeight() * 0.16, 3, 10);
    g.setStroke(inks[face & FACES - 1]);
    g.setLineWidth(Math.clamp(place.cellHeight() * 0.045, 1.4, 2.8));
    switch (CellFace.grade(face)) {
      case LOST -> {
        g.strokeLine(x - arm, y - arm, x + arm, y + arm);
        g.strokeLine(x - arm, y + arm, x + arm, y - arm);
      }
      case UNREACHABLE -> {
        g.strokeOval(x - arm, y - arm, 2 * arm, 2 * arm);
        double rim = arm * Math.sqrt(0.5);
        g.strokeLine(x - rim, y + rim, x + rim, y - rim);
      }
      case UNMEASURED -> g.strokeLine(x - arm * 0.7, y, x + arm * 0.7, y);
      case REACHED, WATCH -> throw new IllegalStateException("shows a figure");
    }
  }

  /** Marks what answers but is worth a look, so that its colour does not speak alone. */
  private void paintNotch(GraphicsContext g, double right, double top) {
    double side = Math.clamp(place.cellHeight() * 0.22, 5, 14);
    g.fillPolygon(
        new double[] {right - side, right, right}, new double[] {top, top, top + side}, 3);
  }

  private static Font font(FontWeight weight, double size) {
    return Font.font(Font.getDefault().getFamily(), weight, size);
  }
}

package org.flannelboard.ui.kit;

/**
 * Where cells lie on the canvas: whole pixels, so that edges are crisp.
 *
 * @param rows how many are shown
 * @param columns how many are shown
 * @param cellWidth pixels
 * @param cellHeight pixels
 * @param left where the first column begins when nothing is scrolled
 * @param top where the first row begins when nothing is scrolled
 * @param width of the canvas
 * @param height of the canvas
 * @param scrollX how far the cells are moved to the left
 * @param scrollY how far the cells are moved up
 * @param upright whether the names of the columns stand upright
 */
record MatrixGeometry(
    int rows,
    int columns,
    int cellWidth,
    int cellHeight,
    int left,
    int top,
    double width,
    double height,
    int scrollX,
    int scrollY,
    boolean upright) {

  /** Larger than that a cell says no more. */
  static final int LARGEST = 116;

  /** From here on a cell has room for a glyph or a figure. */
  static final int LEGIBLE_HEIGHT = 13;

  static final int LEGIBLE_WIDTH = 16;

  /** A cell may be that much wider than high, as figures are. */
  private static final double WIDEST = 1.5;

  private static final int FLAT_HEADER = 30;
  private static final int HEADER_GAP = 14;

  /**
   * The arrangement of a matrix.
   *
   * @param nameWidth of the longest node name, pixels
   * @param zoom 1 to fit all cells into the canvas, more to see part of them larger
   */
  static MatrixGeometry of(
      int rows, int columns, double width, double height, double nameWidth, double zoom) {
    int header = (int) Math.ceil(nameWidth) + HEADER_GAP;
    MatrixGeometry flat = of(rows, columns, width, height, header, FLAT_HEADER, zoom, false);
    return flat.cellWidth >= nameWidth + 6
        ? flat
        : of(rows, columns, width, height, header, header, zoom, true);
  }

  private static MatrixGeometry of(
      int rows,
      int columns,
      double width,
      double height,
      int headerWidth,
      int headerHeight,
      double zoom,
      boolean upright) {
    double fitWidth = (width - headerWidth) / Math.max(1, columns);
    double fitHeight = (height - headerHeight) / Math.max(1, rows);
    double side = Math.min(LARGEST, Math.min(fitWidth, fitHeight));
    int cellHeight = (int) Math.clamp(Math.floor(side * zoom), 1, LARGEST);
    int cellWidth =
        (int) Math.clamp(Math.floor(Math.min(fitWidth, side * WIDEST) * zoom), 1, LARGEST * WIDEST);
    int spareX = (int) Math.max(0, width - headerWidth - (double) columns * cellWidth) / 2;
    int spareY = (int) Math.max(0, height - headerHeight - (double) rows * cellHeight) / 2;
    return new MatrixGeometry(
        rows,
        columns,
        cellWidth,
        cellHeight,
        headerWidth + spareX,
        headerHeight + spareY,
        width,
        height,
        0,
        0,
        upright);
  }

  /** The same moved to a place, as far as there is something to see. */
  MatrixGeometry scrolled(double x, double y) {
    return new MatrixGeometry(
        rows,
        columns,
        cellWidth,
        cellHeight,
        left,
        top,
        width,
        height,
        (int) Math.clamp(x, 0, maxScrollX()),
        (int) Math.clamp(y, 0, maxScrollY()),
        upright);
  }

  /** The same moved as little as makes a cell visible. */
  MatrixGeometry revealing(int row, int column) {
    double x = Math.clamp(scrollX, (column + 1.0) * cellWidth - (width - left), column * cellWidth);
    double y = Math.clamp(scrollY, (row + 1.0) * cellHeight - (height - top), row * cellHeight);
    return scrolled(x, y);
  }

  double maxScrollX() {
    return Math.max(0, (double) columns * cellWidth - (width - left));
  }

  double maxScrollY() {
    return Math.max(0, (double) rows * cellHeight - (height - top));
  }

  /** Whether cells have room for glyphs and figures. */
  boolean legible() {
    return cellHeight >= LEGIBLE_HEIGHT && cellWidth >= LEGIBLE_WIDTH;
  }

  int x(int column) {
    return left + column * cellWidth - scrollX;
  }

  int y(int row) {
    return top + row * cellHeight - scrollY;
  }

  /** The column at a place of the canvas; -1 if there is none. */
  int columnAt(double x) {
    int column = x < left ? -1 : (int) Math.floor((x - left + scrollX) / cellWidth);
    return column < columns ? column : -1;
  }

  /** The row at a place of the canvas; -1 if there is none. */
  int rowAt(double y) {
    int row = y < top ? -1 : (int) Math.floor((y - top + scrollY) / cellHeight);
    return row < rows ? row : -1;
  }

  int firstColumn() {
    return scrollX / cellWidth;
  }

  /** One beyond the last column that can be seen. */
  int endColumn() {
    return Math.min(columns, (int) Math.ceil((scrollX + width - left) / cellWidth));
  }

  int firstRow() {
    return scrollY / cellHeight;
  }

  /** One beyond the last row that can be seen. */
  int endRow() {
    return Math.min(rows, (int) Math.ceil((scrollY + height - top) / cellHeight));
  }

  /** How many rows can be seen whole, and so how far a page leads. */
  int page() {
    return Math.max(1, (int) ((height - top) / cellHeight));
  }
}

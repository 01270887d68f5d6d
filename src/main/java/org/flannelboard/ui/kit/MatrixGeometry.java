package org.flannelboard.ui.kit;

/**
 * Where cells lie on the canvas. They begin at whole pixels, so that edges are crisp; from {@value
 * #CRISP} pixels on they are whole pixels large, smaller ones use all of the room there is.
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
    double cellWidth,
    double cellHeight,
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
  static final int LEGIBLE_HEIGHT = 12;

  static final int LEGIBLE_WIDTH = 16;

  /** A cell may be that much wider than high, as figures are. */
  private static final double WIDEST = 1.5;

  /** A pixel more or less is seen in cells smaller than that, and the room of one is missed. */
  static final int CRISP = 6;

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
    double cellHeight = size(side * zoom, LARGEST);
    double cellWidth = size(Math.min(fitWidth, side * WIDEST) * zoom, LARGEST * WIDEST);
    int spareX = (int) Math.max(0, width - headerWidth - columns * cellWidth) / 2;
    int spareY = (int) Math.max(0, height - headerHeight - rows * cellHeight) / 2;
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

  private static double size(double wanted, double largest) {
    return wanted < CRISP ? Math.max(0.5, wanted) : Math.floor(Math.min(wanted, largest));
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
    double x = Math.max(scrollX, (column + 1) * cellWidth - (width - left));
    double y = Math.max(scrollY, (row + 1) * cellHeight - (height - top));
    // Where not even one cell fits, its beginning is shown.
    return scrolled(Math.min(x, column * cellWidth), Math.min(y, row * cellHeight));
  }

  double maxScrollX() {
    return Math.max(0, columns * cellWidth - (width - left));
  }

  double maxScrollY() {
    return Math.max(0, rows * cellHeight - (height - top));
  }

  /** Whether cells have room for glyphs and figures. */
  boolean legible() {
    return cellHeight >= LEGIBLE_HEIGHT && cellWidth >= LEGIBLE_WIDTH;
  }

  int x(int column) {
    return left + (int) Math.round(column * cellWidth) - scrollX;
  }

  int y(int row) {
    return top + (int) Math.round(row * cellHeight) - scrollY;
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
    return (int) (scrollX / cellWidth);
  }

  /** One beyond the last column that can be seen. */
  int endColumn() {
    return Math.min(columns, (int) Math.ceil((scrollX + width - left) / cellWidth));
  }

  int firstRow() {
    return (int) (scrollY / cellHeight);
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

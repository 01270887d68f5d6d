package org.flannelboard.ui.kit;

/**
 * The figure of a cell in as few characters as say enough; a point for decimals in every language.
 */
final class FigureText {

  private FigureText() {}

  /**
   * The digits.
   *
   * @param figure as {@link CellFace#figure} gives it
   * @param brief where there is room for three characters at most
   */
  static String digits(int figure, MatrixLook.Mode mode, boolean brief) {
    return switch (mode) {
      case RTT -> milliseconds(figure, brief);
      case LOSS -> Integer.toString(figure);
      case AGE -> age(figure) + (brief && figure >= 60 ? figure < 3600 ? "m" : "h" : "");
    };
  }

  /** The unit, for cells with room for it. */
  static String unit(int figure, MatrixLook.Mode mode) {
    return switch (mode) {
      case RTT -> "ms";
      case LOSS -> "%";
      case AGE -> figure < 60 ? "s" : figure < 3600 ? "min" : "h";
    };
  }

  private static String age(int seconds) {
    return Integer.toString(
        seconds < 60 ? seconds : seconds < 3600 ? seconds / 60 : seconds / 3600);
  }

  private static String milliseconds(int hundredths, boolean brief) {
    if (hundredths >= 10_000 || brief && hundredths >= 995) {
      return Integer.toString((hundredths + 50) / 100);
    }
    if (hundredths >= 1000 || brief) {
      int tenths = (hundredths + 5) / 10;
      return tenths / 10 + "." + tenths % 10;
    }
    int rest = hundredths % 100;
    return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
  }
}

package org.flannelboard.ui.kit;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.css.CssMetaData;
import javafx.css.SimpleStyleableObjectProperty;
import javafx.css.Styleable;
import javafx.css.StyleableObjectProperty;
import javafx.css.StyleablePropertyFactory;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;

/** The colours a canvas paints with, given by the stylesheet as everybody else's are. */
final class MatrixInk {

  /** What is painted. */
  enum Role {
    GROUND("-app-ground"),
    REACHED("-app-reached"),
    REACHED_TEXT("-app-reached-text"),
    WATCH("-app-watch"),
    WATCH_TEXT("-app-watch-text"),
    LOST("-app-lost"),
    LOST_TEXT("-app-lost-text"),
    UNREACHABLE("-app-unreachable"),
    UNREACHABLE_TEXT("-app-unreachable-text"),
    UNMEASURED("-app-unmeasured"),
    UNMEASURED_TEXT("-app-unmeasured-text"),
    HEADER("-app-header-text"),
    DIAGONAL("-app-diagonal"),
    FOCUS("-app-focus");

    private final String property;

    Role(String property) {
      this.property = property;
    }
  }

  private static final StyleablePropertyFactory<MatrixCanvas> FACTORY =
      new StyleablePropertyFactory<>(Region.getClassCssMetaData());
  private static final Map<Role, CssMetaData<MatrixCanvas, Color>> META = metaData();

  /** How far the tints of small cells go from the ground towards the ink. */
  private static final double[] TINTS = {0.30, 0.42, 0.54, 0.66};

  /** Figures stay legible when their ground is almost gone. */
  private static final double PALEST_TEXT = 0.65;

  private final Map<Role, StyleableObjectProperty<Color>> colours = new EnumMap<>(Role.class);

  MatrixInk(MatrixCanvas owner, Runnable changed) {
    for (Role role : Role.values()) {
      StyleableObjectProperty<Color> colour =
          new SimpleStyleableObjectProperty<>(
              META.get(role), owner, role.property.substring(1), Color.GRAY);
      colour.addListener(_ -> changed.run());
      colours.put(role, colour);
    }
  }

  Color of(Role role) {
    return colour(role).get();
  }

  /**
   * The ground of a cell that has room for its figure; opaque, so that it covers what was there.
   */
  Color fill(int face) {
    return faded(of(ground(CellFace.grade(face))), CellFace.strength(CellFace.fading(face)));
  }

  /** The ink of a cell's glyph and figure. */
  Color text(int face) {
    double strength = CellFace.strength(CellFace.fading(face));
    return faded(of(ink(CellFace.grade(face))), Math.max(PALEST_TEXT, strength));
  }

  /** The colour of a cell without room for more, as opaque ARGB: what is wrong stands out. */
  int tile(int face) {
    CellGrade grade = CellFace.grade(face);
    double share =
        switch (grade) {
          case REACHED -> TINTS[CellFace.tint(face)];
          case WATCH, LOST -> 0.9;
          case UNREACHABLE -> 0.6;
          case UNMEASURED -> 0.1;
        };
    Color colour = of(ground(grade)).interpolate(of(ink(grade)), share);
    return argb(faded(colour, CellFace.strength(CellFace.fading(face))));
  }

  static int argb(Color colour) {
    return 0xff000000
        | (int) Math.round(colour.getRed() * 255) << 16
        | (int) Math.round(colour.getGreen() * 255) << 8
        | (int) Math.round(colour.getBlue() * 255);
  }

  private Color faded(Color colour, double strength) {
    return strength == 1 ? colour : of(Role.GROUND).interpolate(colour, strength);
  }

  private static Role ground(CellGrade grade) {
    return switch (grade) {
      case REACHED -> Role.REACHED;
      case WATCH -> Role.WATCH;
      case LOST -> Role.LOST;
      case UNREACHABLE -> Role.UNREACHABLE;
      case UNMEASURED -> Role.UNMEASURED;
    };
  }

  private static Role ink(CellGrade grade) {
    return switch (grade) {
      case REACHED -> Role.REACHED_TEXT;
      case WATCH -> Role.WATCH_TEXT;
      case LOST -> Role.LOST_TEXT;
      case UNREACHABLE -> Role.UNREACHABLE_TEXT;
      case UNMEASURED -> Role.UNMEASURED_TEXT;
    };
  }

  /** The properties of the stylesheet, the region's own included. */
  static List<CssMetaData<? extends Styleable, ?>> cssMetaData() {
    List<CssMetaData<? extends Styleable, ?>> all = new ArrayList<>(Region.getClassCssMetaData());
    all.addAll(META.values());
    return List.copyOf(all);
  }

  private StyleableObjectProperty<Color> colour(Role role) {
    return Objects.requireNonNull(colours.get(role));
  }

  private static Map<Role, CssMetaData<MatrixCanvas, Color>> metaData() {
    Map<Role, CssMetaData<MatrixCanvas, Color>> all = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      all.put(
          role,
          FACTORY.createColorCssMetaData(
              role.property, canvas -> canvas.ink().colour(role), Color.GRAY, false));
    }
    return all;
  }
}

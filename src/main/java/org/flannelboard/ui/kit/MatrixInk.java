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
    REACHED("-app-reached"),
    REACHED_TEXT("-app-reached-text"),
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

package org.flannelboard.ui.shell;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The navigation rail: a button for each place, with a badge where something needs attention. */
final class Rail {

  private final Words words;
  private final Consumer<Place> go;
  private final Map<Place, ToggleButton> buttons = new EnumMap<>(Place.class);
  private final ToggleGroup group = new ToggleGroup();

  Rail(Words words, Consumer<Place> go) {
    this.words = words;
    this.go = go;
  }

  /** Fills the rail with the places that have a page. */
  void fill(VBox rail, List<Place> places, Map<Place, ? extends ObservableValue<Light>> attention) {
    places.forEach(place -> rail.getChildren().add(button(place, attention.get(place))));
  }

  /** Marks where the person is. */
  void mark(Place place) {
    ToggleButton button = buttons.get(place);
    if (button != null) {
      button.setSelected(true);
    }
  }

  private ToggleButton button(Place place, @Nullable ObservableValue<Light> light) {
    String title = words.text(place.titleKey());
    FontIcon badge = new FontIcon(Status.WARNING.glyph());
    badge.getStyleClass().add("rail-badge");
    badge.setVisible(false);
    StackPane.setAlignment(badge, Pos.TOP_RIGHT);
    StackPane glyph = new StackPane(new FontIcon(place.glyph()), badge);
    glyph.getStyleClass().add("rail-glyph");
    ToggleButton button = new ToggleButton(title, glyph);
    button.setId("rail-" + place.name().toLowerCase(Locale.ROOT));
    button.getStyleClass().add("rail-button");
    button.setContentDisplay(ContentDisplay.TOP);
    button.setToggleGroup(group);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setAccessibleText(title);
    button.setTooltip(new Tooltip(title + "  Ctrl+" + place.digit()));
    // A page can be left only for another one.
    button.setOnAction(
        _ -> {
          button.setSelected(true);
          go.accept(place);
        });
    buttons.put(place, button);
    if (light != null) {
      light.subscribe(now -> attend(button, badge, title, now));
    }
    return button;
  }

  private static void attend(ToggleButton button, FontIcon badge, String title, Light light) {
    boolean needed = light.status() == Status.WARNING || light.status() == Status.FAILED;
    badge.setVisible(needed);
    button.setAccessibleText(needed ? title + ": " + light.text() : title);
    if (needed) {
      badge.setIconLiteral(light.status().glyph());
      badge.getStyleClass().removeAll(Status.WARNING.styleClass(), Status.FAILED.styleClass());
      badge.getStyleClass().add(light.status().styleClass());
    }
  }
}

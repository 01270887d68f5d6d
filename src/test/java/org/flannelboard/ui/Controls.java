package org.flannelboard.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.SnapshotParameters;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Toggle;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;

/** The controls that can be used in a scene now, as one who has no mouse or no eyes meets them. */
final class Controls {

  /** More than any view has. */
  private static final int MOST = 600;

  /** What the arrow keys move in while the focus stays in the field above. */
  private static final Set<String> DRIVEN = Set.of("palette-commands");

  private final Scene scene;

  private final Set<String> shown;

  /**
   * The controls of a scene.
   *
   * @param shown those that were seen to show their focus; each kind is looked at once
   */
  Controls(Scene scene, Set<String> shown) {
    this.scene = scene;
    this.shown = shown;
  }

  /** Each has a name, is reached with the Tab key, and shows that it has the focus. */
  void prove() {
    proveNames();
    List<Node> all = Fx.get(this::usable);
    assertThat(all).as("controls").isNotEmpty();
    Tour tour = Fx.get(this::tour);
    assertThat(all)
        .as("those that the Tab key does not reach")
        .filteredOn(node -> !tour.reached().contains(node) && !besides(node, tour.reached()))
        .map(Controls::said)
        .isEmpty();
    assertThat(tour.unseen()).as("those that do not show that they have the focus").isEmpty();
  }

  /** Each has a name that a screen reader can say. */
  void proveNames() {
    List<String> nameless =
        Fx.get(
            () ->
                usable().stream()
                    .filter(node -> name(node).isBlank())
                    .map(Controls::said)
                    .toList());
    assertThat(nameless).as("those without a name").isEmpty();
  }

  /**
   * A way through all controls by the Tab key.
   *
   * @param unseen those that look the same with and without the focus
   */
  private record Tour(Set<Node> reached, List<String> unseen) {}

  private Tour tour() {
    Set<Node> reached = Collections.newSetFromMap(new IdentityHashMap<>());
    List<String> unseen = new ArrayList<>();
    Node at = Person.focused(scene);
    for (int i = 0; i < MOST; i++) {
      Person.press(at, KeyCode.TAB, false);
      at = Person.focused(scene);
      if (!reached.add(at)) {
        return new Tour(reached, unseen);
      }
      if (shown.add(said(at)) && !showsFocus(at)) {
        unseen.add(said(at));
      }
    }
    throw new AssertionError("no way back after " + MOST + " controls");
  }

  private boolean showsFocus(Node node) {
    int[] with = picture(node);
    scene.getRoot().requestFocus();
    int[] without = picture(node);
    node.requestFocus();
    return !Arrays.equals(with, without);
  }

  private static int[] picture(Node node) {
    node.getScene().getRoot().applyCss();
    node.getScene().getRoot().layout();
    WritableImage image = node.snapshot(new SnapshotParameters(), null);
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    int[] pixels = new int[width * height];
    image
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    return pixels;
  }

  /**
   * In a group of toggles the Tab key goes to one, from which the arrow keys lead to the others.
   */
  private static boolean besides(Node node, Set<Node> reached) {
    return node instanceof Toggle toggle
        && toggle.getToggleGroup() != null
        && toggle.getToggleGroup().getToggles().stream().anyMatch(reached::contains);
  }

  /** All that a person can do something with. */
  private List<Node> usable() {
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    return Person.visible(scene.getRoot()).stream()
        .filter(node -> node.isFocusTraversable() || isOneOfOurs(node))
        .filter(node -> !node.isDisabled() && node.getLayoutBounds().getWidth() > 0)
        .filter(node -> !isPart(node))
        .toList();
  }

  private static boolean isOneOfOurs(Node node) {
    return Stream.of(
            ButtonBase.class,
            TextInputControl.class,
            ComboBoxBase.class,
            ChoiceBox.class,
            Spinner.class,
            Slider.class,
            ListView.class,
            TableView.class,
            TabPane.class)
        .anyMatch(type -> type.isInstance(node));
  }

  /** What belongs to a control that is one thing for whoever uses it. */
  private static boolean isPart(Node node) {
    for (Node each = node.getParent(); each != null; each = each.getParent()) {
      if (each instanceof Spinner || each instanceof ComboBoxBase) {
        return true;
      }
    }
    return DRIVEN.contains(String.valueOf(node.getId()));
  }

  private String name(Node node) {
    return Stream.of(
            node.getAccessibleText(),
            node instanceof Labeled labeled ? labeled.getText() : null,
            labelled(node),
            node instanceof Control control && control.getTooltip() != null
                ? control.getTooltip().getText()
                : null)
        .filter(Objects::nonNull)
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }

  private @Nullable String labelled(Node node) {
    return Person.visible(scene.getRoot()).stream()
        .filter(each -> each instanceof Label label && label.getLabelFor() == node)
        .map(label -> ((Label) label).getText())
        .findFirst()
        .orElse(null);
  }

  private static String said(Node node) {
    String text = node instanceof Labeled labeled ? " '" + labeled.getText() + "'" : "";
    return node.getClass().getSimpleName()
        + " #"
        + node.getId()
        + text
        + " "
        + node.getStyleClass();
  }
}

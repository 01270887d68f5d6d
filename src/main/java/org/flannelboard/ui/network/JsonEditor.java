package org.flannelboard.ui.network;

import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.scene.TraversalDirection;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/** A text area with its lines numbered, as messages about JSON name them. */
final class JsonEditor extends BorderPane {

  private final TextArea area = new TextArea();
  private final Label numbers = new Label();

  JsonEditor(String name, Consumer<String> typed) {
    getStyleClass().add("json-editor");
    area.setId("network-json");
    area.setAccessibleText(name);
    area.getStyleClass().add("json-text");
    area.setPrefRowCount(8);
    area.addEventFilter(KeyEvent.KEY_PRESSED, this::leave);
    numbers.getStyleClass().add("json-numbers");
    numbers.setMinSize(Region.USE_PREF_SIZE, Region.USE_PREF_SIZE);
    Pane gutter = new Pane(numbers);
    gutter.getStyleClass().add("json-gutter");
    gutter.prefWidthProperty().bind(numbers.widthProperty());
    gutter.setMinWidth(Region.USE_PREF_SIZE);
    Rectangle clip = new Rectangle();
    clip.widthProperty().bind(gutter.widthProperty());
    clip.heightProperty().bind(gutter.heightProperty());
    gutter.setClip(clip);
    numbers.translateYProperty().bind(area.scrollTopProperty().negate());
    setLeft(gutter);
    setCenter(area);
    area.textProperty()
        .addListener(
            (_, _, now) -> {
              number(now);
              typed.accept(now);
            });
    number("");
  }

  /** Shows a text, unless it is what is there: the caret stays where it is. */
  void show(String text) {
    if (!area.getText().equals(text)) {
      int caret = area.getCaretPosition();
      area.setText(text);
      area.positionCaret(Math.min(caret, text.length()));
    }
  }

  /** JSON needs no tabulators, but whoever has no mouse needs a way out. */
  private void leave(KeyEvent event) {
    if (event.getCode() == KeyCode.TAB && !event.isShortcutDown()) {
      area.requestFocusTraversal(
          event.isShiftDown() ? TraversalDirection.PREVIOUS : TraversalDirection.NEXT);
      event.consume();
    }
  }

  private void number(String text) {
    long lines = text.chars().filter(c -> c == '\n').count() + 1;
    numbers.setText(
        IntStream.rangeClosed(1, (int) lines)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining("\n")));
  }
}

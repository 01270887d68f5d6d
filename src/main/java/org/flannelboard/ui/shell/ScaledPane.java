package org.flannelboard.ui.shell;

import javafx.beans.property.DoubleProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.Parent;
import javafx.scene.layout.Region;
import javafx.scene.transform.Scale;

/**
 * The root of the scene, which shows its content larger or smaller as a whole: text, icons and
 * distances keep their proportions, whatever a stylesheet gives in pixels.
 */
final class ScaledPane extends Region {

  private final DoubleProperty factor = new SimpleDoubleProperty(1);

  ScaledPane(Parent content) {
    getStyleClass().add("window");
    show(content);
    factor.addListener((_, _, _) -> requestLayout());
  }

  /** How large the content is shown; 1 is its own size. */
  DoubleProperty factor() {
    return factor;
  }

  /** Shows something else. */
  void show(Parent content) {
    Scale scale = new Scale();
    scale.xProperty().bind(factor);
    scale.yProperty().bind(factor);
    content.getTransforms().setAll(scale);
    getChildren().setAll(content);
  }

  @Override
  protected void layoutChildren() {
    getManagedChildren()
        .forEach(
            content ->
                content.resizeRelocate(
                    0, 0, getWidth() / factor.get(), getHeight() / factor.get()));
  }
}

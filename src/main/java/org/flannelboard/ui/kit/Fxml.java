package org.flannelboard.ui.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

/** The way a view gets its scene graph: the FXML file of the controller's own name. */
public final class Fxml {

  private Fxml() {}

  /** Loads {@code XView.fxml} from the resource folder of {@code XView}'s package. */
  public static Parent load(Object controller, Words words) {
    Class<?> type = controller.getClass();
    String file = type.getSimpleName() + ".fxml";
    FXMLLoader loader =
        new FXMLLoader(Objects.requireNonNull(type.getResource(file), file), words.bundle());
    loader.setController(controller);
    try {
      return loader.load();
    } catch (IOException e) {
      throw new UncheckedIOException(file, e);
    }
  }
}

package org.flannelboard.ui.kit;

import javafx.scene.input.KeyEvent;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.jspecify.annotations.Nullable;

/** What the keys do in the matrix. Those that mean nothing here are left to the window. */
final class MatrixKeys {

  private final MatrixCanvas matrix;

  MatrixKeys(MatrixCanvas matrix) {
    this.matrix = matrix;
  }

  void pressed(KeyEvent event) {
    if (event.isAltDown() || event.isMetaDown()) {
      return;
    }
    MatrixWalk walk = matrix.walk();
    Position at = matrix.selected().get();
    int page = matrix.geometry().page();
    boolean far = event.isControlDown();
    switch (event.getCode()) {
      case UP -> go(event, walk.step(at, -1, 0));
      case DOWN -> go(event, walk.step(at, 1, 0));
      case LEFT -> go(event, walk.step(at, 0, -1));
      case RIGHT -> go(event, walk.step(at, 0, 1));
      case HOME -> go(event, far ? walk.first() : walk.edge(at, false));
      case END -> go(event, far ? walk.last() : walk.edge(at, true));
      case PAGE_UP -> go(event, walk.page(at, -page));
      case PAGE_DOWN -> go(event, walk.page(at, page));
      case ENTER -> {
        if (at != null && !far) {
          matrix.open(at);
          event.consume();
        }
      }
      // Letters and signs come as typed characters, wherever the keyboard has them.
      default -> {}
    }
  }

  void typed(KeyEvent event) {
    MatrixWalk walk = matrix.walk();
    Position at = matrix.selected().get();
    switch (event.getCharacter()) {
      case "n" -> go(event, walk.find(at, true, matrix::bad));
      case "p" -> go(event, walk.find(at, false, matrix::bad));
      case "+", "=" -> zoom(event, matrix::zoomIn);
      case "-" -> zoom(event, matrix::zoomOut);
      case "0" -> zoom(event, matrix::zoomToFit);
      default -> {}
    }
  }

  private void go(KeyEvent event, @Nullable Position there) {
    if (there != null) {
      matrix.selected().set(there);
    }
    event.consume();
  }

  private static void zoom(KeyEvent event, Runnable action) {
    action.run();
    event.consume();
  }
}

package org.flannelboard.ui.connectivity;

import java.io.File;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.stage.FileChooser;
import org.flannelboard.ui.kit.MatrixText;
import org.flannelboard.ui.kit.PngImage;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** What is taken along from the matrix: as text on the clipboard, as files, as a picture. */
final class Exports {

  private final ConnectivityViewModel model;
  private final Words words;

  Exports(ConnectivityViewModel model, Words words) {
    this.model = model;
    this.words = words;
  }

  /**
   * Puts tab-separated lines on the clipboard.
   *
   * @param table what is shown in place of the matrix; null if the matrix is shown
   */
  void copy(@Nullable PairTable table) {
    ClipboardContent content = new ClipboardContent();
    content.putString(
        table == null
            ? MatrixText.tsv(
                model.mesh().get(), model.order().get(), model.look().get(), model.now().get())
            : table.tsv());
    Clipboard.getSystemClipboard().setContent(content);
  }

  /** Asks for a file over that part of the window, and writes the matrix as CSV. */
  void csv(Node over) {
    choose("csv", over, model::exportCsv);
  }

  /** The same as JSON. */
  void json(Node over) {
    choose("json", over, model::exportJson);
  }

  /** Takes a picture as it is seen now, then asks where to. */
  void picture(Node of) {
    WritableImage picture = of.snapshot(null, null);
    int width = (int) picture.getWidth();
    int height = (int) picture.getHeight();
    int[] pixels = new int[width * height];
    picture
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    choose("png", of, file -> model.export(file, () -> PngImage.encode(width, height, pixels)));
  }

  private void choose(String format, Node over, Consumer<Path> export) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words.text("export"));
    chooser.setInitialFileName("connectivity." + format);
    File file = chooser.showSaveDialog(over.getScene().getWindow());
    if (file != null) {
      export.accept(file.toPath());
    }
  }
}

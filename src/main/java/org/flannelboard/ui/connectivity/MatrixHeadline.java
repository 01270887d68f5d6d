package org.flannelboard.ui.connectivity;

import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/** The matrix in a sentence, what it comes from, and the way to find that out. */
final class MatrixHeadline {

  private final FindingsViewModel model;
  private final StatusChip sentence = new StatusChip();
  private final StatusChip cause = new StatusChip();
  private final Button diagnose;
  private final Button stop;
  private final HBox content;

  /**
   * @param summary how many pairs reach each other
   */
  MatrixHeadline(FindingsViewModel model, Node summary, Words words) {
    this.model = model;
    sentence.getStyleClass().add("matrix-shape");
    HBox first = new HBox(sentence, summary);
    first.getStyleClass().add("matrix-headline");
    VBox sentences = new VBox(first, cause);
    sentences.setId("matrix-sentence");
    sentences.getStyleClass().add("matrix-sentences");
    HBox.setHgrow(sentences, Priority.ALWAYS);
    for (StatusChip part : List.of(sentence, cause)) {
      part.setWrapText(true);
      part.setMinHeight(Region.USE_PREF_SIZE);
    }
    this.diagnose = button("diagnose", words.text("findings.diagnose"), "fth-search");
    diagnose.setTooltip(new Tooltip(words.text("findings.diagnose.tooltip")));
    diagnose.setOnAction(_ -> model.ask());
    this.stop = button("diagnose-stop", words.text("explain.cancel"), "fth-x");
    stop.setOnAction(_ -> model.cancel());
    this.content = new HBox(sentences, diagnose, stop);
    content.getStyleClass().addAll("panel", "matrix-sentence");
    model.sentence().addListener((_, _, _) -> show());
    model.cause().addListener((_, _, _) -> show());
    model.looking().addListener((_, _, _) -> show());
    show();
  }

  Parent content() {
    return content;
  }

  private void show() {
    sentence.show(model.sentence().get());
    Optional<Light> known = model.cause().get();
    known.ifPresent(cause::show);
    present(cause, known.isPresent());
    boolean looking = model.looking().get();
    present(diagnose, !looking);
    present(stop, looking);
  }

  private static Button button(String id, String text, String glyph) {
    Button button = new Button(text, new FontIcon(glyph));
    button.setId(id);
    button.setMinWidth(Region.USE_PREF_SIZE);
    return button;
  }

  private static void present(Node part, boolean there) {
    part.setVisible(there);
    part.setManaged(there);
  }
}

package org.flannelboard.ui.connectivity;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Evidence;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * What was seen, as it was seen: where and when, the command that shows it, the line that decides.
 */
final class EvidenceLines {

  /** With more lines than these the last ones are counted: one a node can be 254. */
  private static final int LINES = 12;

  private final ExplainViewModel model;
  private final Words words;

  EvidenceLines(ExplainViewModel model, Words words) {
    this.model = model;
    this.words = words;
  }

  /** A piece of evidence. */
  Node of(Evidence evidence) {
    NodeId node = evidence.node();
    String where = node == null ? "etcd" : node.name();
    Label place = label("", "evidence-place");
    place
        .textProperty()
        .bind(
            Bindings.createStringBinding(
                () -> where + " · " + model.age(evidence.at()), model.now()));
    HBox head = new HBox(place, gap(), copy(evidence.command() + "\n" + evidence.line()));
    head.getStyleClass().add("evidence-head");
    VBox box = new VBox(head, label("$ " + evidence.command(), "evidence-command"));
    box.getChildren().add(label(evidence.line().strip(), "evidence-line"));
    box.getStyleClass().add("evidence");
    return box;
  }

  /** Lines that somebody is to do or to type. */
  Node work(String text) {
    List<String> lines = text.lines().toList();
    int left = lines.size() > LINES + 1 ? lines.size() - LINES : 0;
    VBox shown =
        new VBox(label(String.join("\n", lines.subList(0, lines.size() - left)), "evidence-line"));
    if (left > 0) {
      shown.getChildren().add(label(words.text("explain.lines-left", "lines", left), "muted"));
    }
    HBox box = new HBox(shown, gap(), copy(text));
    box.getStyleClass().add("evidence-work");
    return box;
  }

  private Button copy(String text) {
    FontIcon glyph = new FontIcon("fth-copy");
    Button button = new Button("", glyph);
    button.getStyleClass().addAll("button-icon", "flat", "small", "evidence-copy");
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setAccessibleText(words.text("explain.copy-lines"));
    button.setTooltip(new Tooltip(words.text("explain.copy-lines")));
    button.setOnAction(
        _ -> {
          put(text);
          glyph.setIconLiteral("fth-check");
          button.setAccessibleText(words.text("explain.copied"));
        });
    return button;
  }

  /** Puts a text on the clipboard. */
  static void put(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }

  private static Region gap() {
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    return gap;
  }

  private static Label label(String text, String styleClass) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().add(styleClass);
    return label;
  }
}

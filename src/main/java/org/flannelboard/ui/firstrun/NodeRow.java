package org.flannelboard.ui.firstrun;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.Problem;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/** A node in the table of those that are typed: its fields, and below them what is wrong. */
final class NodeRow extends VBox {

  private final WizardViewModel model;
  private final NodeEntry entry;
  private final Words words;
  private final Watch watch = new Watch();
  private final Map<NodeEntry.Column, TextField> inputs = new EnumMap<>(NodeEntry.Column.class);
  private final Label problem = new Label();

  /**
   * @param enter what the Enter key does in it
   */
  NodeRow(WizardViewModel model, NodeEntry entry, Words words, Consumer<NodeEntry> enter) {
    this.model = model;
    this.entry = entry;
    this.words = words;
    HBox columns = new HBox();
    columns.getStyleClass().add("node-columns");
    for (NodeEntry.Column column : NodeEntry.Column.values()) {
      TextField input = new Pasted();
      input.setId(style(column));
      input.getStyleClass().add(style(column));
      input.setPromptText(words.text(column.promptKey()));
      input.setAccessibleText(words.text(column.titleKey()));
      input.textProperty().bindBidirectional(entry.text(column));
      input.setOnAction(_ -> enter.accept(entry));
      grow(input, column);
      inputs.put(column, input);
      columns.getChildren().add(input);
    }
    Button remove = new Button(null, new FontIcon("fth-x"));
    remove.getStyleClass().addAll("button-icon", "flat", "node-remove");
    remove.setAccessibleText(words.text("firstrun.nodes.remove"));
    remove.setTooltip(new Tooltip(words.text("firstrun.nodes.remove")));
    remove.setOnAction(_ -> model.form().remove(entry));
    columns.getChildren().add(remove);
    problem.setWrapText(true);
    problem.setMinHeight(Region.USE_PREF_SIZE);
    problem.setMnemonicParsing(false);
    getStyleClass().add("node-row");
    getChildren().setAll(columns, problem);
    watch.on(model.judged(), this::judge);
  }

  /** Puts the keys on its first field. */
  void focus() {
    inputs.values().iterator().next().requestFocus();
  }

  static String style(NodeEntry.Column column) {
    return "node-" + column.code();
  }

  /** Names of hosts need more room than numbers. */
  static void grow(Node node, NodeEntry.Column column) {
    boolean host = column == NodeEntry.Column.ADDRESS || column == NodeEntry.Column.JUMP;
    HBox.setHgrow(node, host ? Priority.ALWAYS : Priority.NEVER);
  }

  private void judge() {
    List<Problem> problems = model.problems(entry);
    FieldBox.show(problem, problems, words);
    inputs.forEach(
        (column, input) -> {
          boolean wrong =
              problems.stream().anyMatch(it -> it.isError() && WizardViewModel.isAbout(it, column));
          FieldBox.mark(input, wrong);
        });
  }

  /** A field that takes several lines from the clipboard as several nodes. */
  private final class Pasted extends TextField {

    @Override
    public void paste() {
      String text = Clipboard.getSystemClipboard().getString();
      if (text != null && text.strip().contains("\n")) {
        model.paste(text);
      } else {
        super.paste();
      }
    }
  }
}

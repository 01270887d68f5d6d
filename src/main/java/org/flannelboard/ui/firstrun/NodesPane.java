package org.flannelboard.ui.firstrun;

import java.util.IdentityHashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.collections.WeakListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.flannelboard.profile.ProfileForm.Field;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Words;

/** The first step: what the cluster is called, and its nodes, one a row. */
final class NodesPane {

  private final WizardViewModel model;
  private final Words words;
  private final Watch watch = new Watch();
  private final Map<NodeEntry, NodeRow> made = new IdentityHashMap<>();
  private final ListChangeListener<NodeEntry> filled = _ -> fill();

  @FXML private HBox common;
  @FXML private ToggleButton imports;
  @FXML private StackPane sources;
  @FXML private HBox titles;
  @FXML private VBox rows;
  @FXML private Label together;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  NodesPane(WizardViewModel model, Words words) {
    this.model = model;
    this.words = words;
  }

  /** The scene graph. */
  Parent load() {
    Parent parent = Fxml.load(this, words);
    parent.setUserData(this);
    return parent;
  }

  @FXML
  private void initialize() {
    FieldBox name = new FieldBox(model, words, Field.NAME, "");
    name.input().getStyleClass().add("sheet-first");
    FieldBox identity =
        new FieldBox(model, words, Field.IDENTITY, words.text("firstrun.identity.default"));
    for (FieldBox box : new FieldBox[] {name, identity}) {
      HBox.setHgrow(box, Priority.ALWAYS);
      common.getChildren().add(box);
    }
    imports.selectedProperty().bindBidirectional(model.imports().open());
    watch.on(model.imports().open(), this::offer);
    for (NodeEntry.Column column : NodeEntry.Column.values()) {
      Label title = new Label(words.text(column.titleKey()));
      title.getStyleClass().addAll("field-name", NodeRow.style(column));
      NodeRow.grow(title, column);
      title.setMaxWidth(Double.MAX_VALUE);
      titles.getChildren().add(title);
    }
    model.form().nodes().addListener(new WeakListChangeListener<>(filled));
    fill();
    watch.on(model.judged(), () -> FieldBox.show(together, model.nodesTogether(), words));
  }

  @FXML
  private void add() {
    row(model.form().add()).focus();
  }

  @FXML
  private void paste() {
    String lines = Clipboard.getSystemClipboard().getString();
    if (lines != null) {
      model.paste(lines);
    }
  }

  private void offer() {
    boolean open = model.imports().open().get();
    sources.setManaged(open);
    if (open) {
      sources.getChildren().setAll(new ImportPane(model, words).load());
    } else {
      sources.getChildren().clear();
    }
  }

  private void fill() {
    made.keySet().removeIf(it -> !model.form().nodes().contains(it));
    rows.getChildren().setAll(model.form().nodes().stream().map(this::row).toList());
  }

  private NodeRow row(NodeEntry entry) {
    return made.computeIfAbsent(entry, it -> new NodeRow(model, it, words, this::enter));
  }

  /** The Enter key goes to the next node, behind the last one to a new one. */
  private void enter(NodeEntry entry) {
    int next = model.form().nodes().indexOf(entry) + 1;
    NodeEntry target =
        next < model.form().nodes().size() ? model.form().nodes().get(next) : model.form().add();
    row(target).focus();
  }
}

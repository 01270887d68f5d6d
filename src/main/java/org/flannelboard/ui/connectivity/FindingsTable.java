package org.flannelboard.ui.connectivity;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import org.flannelboard.ui.connectivity.FindingsViewModel.Row;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The findings of the whole cluster, a line each; Enter leads to what a line is about. */
final class FindingsTable {

  private final TableView<Row> table = new TableView<>();
  private final Label state = new Label();
  private final Label nothing = new Label();
  private final VBox content = new VBox(state, table);
  private final FindingsViewModel model;
  private final Words words;

  FindingsTable(FindingsViewModel model, Words words) {
    this.model = model;
    this.words = words;
    severity();
    text("findings.subject", Row::subject, 150);
    sentences();
    text("findings.cells", row -> row.cells() == 0 ? "–" : Integer.toString(row.cells()), 130)
        .getStyleClass()
        .add("figure-column");
    text("findings.direction", Row::direction, 140);
    table.setId("findings");
    table.getStyleClass().addAll("pair-table", "findings-table");
    table.setAccessibleText(words.text("findings.table"));
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.setPlaceholder(nothing);
    nothing.setWrapText(true);
    nothing.getStyleClass().add("muted");
    state.getStyleClass().add("muted");
    state.setWrapText(true);
    content.getStyleClass().add("findings");
    VBox.setVgrow(table, Priority.ALWAYS);
    table.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    table.addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
    model.rows().addListener((_, _, now) -> show(now));
    model.state().addListener((_, _, _) -> say());
    show(model.rows().get());
    say();
  }

  Parent view() {
    return content;
  }

  private void show(List<Row> rows) {
    table.setItems(FXCollections.observableList(rows));
    say();
  }

  /** What is known stands over the lines; where there are none, in their place. */
  private void say() {
    boolean empty = table.getItems().isEmpty();
    state.setVisible(!empty);
    state.setManaged(!empty);
    state.setText(model.state().get());
    nothing.setText(model.state().get());
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      openSelected();
      event.consume();
    }
  }

  private void clicked(MouseEvent event) {
    if (event.getClickCount() == 2) {
      openSelected();
    }
  }

  private void openSelected() {
    Optional.ofNullable(table.getSelectionModel().getSelectedItem())
        .ifPresent(row -> model.open(row.finding()));
  }

  private void severity() {
    TableColumn<Row, Row> column = new TableColumn<>(words.text("findings.severity"));
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ -> new SeverityCell());
    column.setPrefWidth(110);
    column.setMaxWidth(130);
    column.setSortable(false);
    table.getColumns().add(column);
  }

  private void sentences() {
    TableColumn<Row, String> column = new TableColumn<>(words.text("findings.sentence"));
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue().sentence()));
    column.setCellFactory(_ -> new SentenceCell());
    column.setPrefWidth(560);
    column.setSortable(false);
    table.getColumns().add(column);
  }

  private TableColumn<Row, String> text(String key, Function<Row, String> text, double width) {
    TableColumn<Row, String> column = new TableColumn<>(words.text(key));
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(text.apply(row.getValue())));
    column.setPrefWidth(width);
    column.setMaxWidth(width + 40);
    column.setSortable(false);
    table.getColumns().add(column);
    return column;
  }

  /** How much it matters, with its glyph. */
  private static final class SeverityCell extends TableCell<Row, Row> {

    private final StatusChip chip = new StatusChip();

    @Override
    protected void updateItem(@Nullable Row row, boolean empty) {
      super.updateItem(row, empty);
      if (empty || row == null) {
        setGraphic(null);
      } else {
        chip.show(row.severity());
        setGraphic(chip);
      }
    }
  }

  /** A sentence, in as many lines as it needs: a label in a cell keeps to one. */
  private static final class SentenceCell extends TableCell<Row, String> {

    /** What the cell leaves free at its sides. */
    private static final double FREE = 22;

    private final Text sentence = new Text();

    SentenceCell() {
      sentence.getStyleClass().add("finding-text");
      sentence.wrappingWidthProperty().bind(widthProperty().subtract(FREE));
    }

    @Override
    protected void updateItem(@Nullable String text, boolean empty) {
      super.updateItem(text, empty);
      sentence.setText(text == null ? "" : text);
      setGraphic(empty ? null : sentence);
      setAccessibleText(text);
    }
  }
}

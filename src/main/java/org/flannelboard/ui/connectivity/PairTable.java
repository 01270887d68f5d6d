package org.flannelboard.ui.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.MatrixCanvas.Position;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The matrix as a table: a line a pair, for sorting, for searching, and for screen readers. */
final class PairTable {

  private final TableView<PairRow> table = new TableView<>();
  private final ConnectivityViewModel model;
  private final Words words;
  private final Map<TableColumn<PairRow, ?>, PairRow.Sort> sorts;
  private boolean showing;

  PairTable(ConnectivityViewModel model, Words words, Runnable opened) {
    this.model = model;
    this.words = words;
    this.sorts =
        Map.of(
            column("pair.source", PairRow::from, 120), PairRow.Sort.SOURCE,
            column("pair.target", PairRow::to, 120), PairRow.Sort.TARGET,
            state(), PairRow.Sort.STATE,
            figure("cell.rtt", row -> row.rtt().map(CellWords::rtt).orElse(CellWords.NONE)),
                PairRow.Sort.RTT,
            figure("cell.loss", row -> row.loss().map(CellWords::percent).orElse(CellWords.NONE)),
                PairRow.Sort.LOSS,
            figure("cell.age", row -> row.measured().map(this::age).orElse(CellWords.NONE)),
                PairRow.Sort.AGE);
    TableColumn<PairRow, String> reason =
        column("pair.reason", row -> CellWords.reason(row.cell(), words), 260);
    reason.setSortable(false);
    table.setId("pairs");
    table.getStyleClass().add("pair-table");
    table.setAccessibleText(words.text("pair.table"));
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.setPlaceholder(new Label(words.text("pair.none")));
    table.setFixedCellSize(30);
    table.setSortPolicy(_ -> sorted());
    table.getSelectionModel().selectedItemProperty().addListener((_, _, row) -> chosen(row));
    table.addEventFilter(
        KeyEvent.KEY_PRESSED,
        event -> {
          if (event.getCode() == KeyCode.ENTER) {
            opened.run();
            event.consume();
          }
        });
  }

  TableView<PairRow> view() {
    return table;
  }

  /** Shows other pairs; the selection stays with its pair. */
  void show(List<PairRow> rows) {
    Set<Position> kept =
        table.getSelectionModel().getSelectedItems().stream()
            .filter(Objects::nonNull)
            .map(PairRow::at)
            .collect(Collectors.toSet());
    showing = true;
    try {
      table.setItems(FXCollections.observableList(rows));
      if (kept.size() > 1) {
        int[] places =
            IntStream.range(0, rows.size()).filter(i -> kept.contains(rows.get(i).at())).toArray();
        table.getSelectionModel().selectIndices(-1, places);
      } else {
        select(model.selected().get());
      }
    } finally {
      showing = false;
    }
  }

  /** Selects a pair, if it is in the table. */
  void select(@Nullable Position at) {
    PairRow now = table.getSelectionModel().getSelectedItem();
    if (at == null || now != null && now.at().equals(at)) {
      return;
    }
    List<PairRow> rows = table.getItems();
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).at().equals(at)) {
        table.getSelectionModel().clearAndSelect(i);
        if (!showing) {
          table.scrollTo(Math.max(0, i - 3));
        }
        return;
      }
    }
  }

  /** The selected lines, under the columns' names, with tabulators between. */
  String tsv() {
    String header =
        table.getColumns().stream().map(TableColumn::getText).collect(Collectors.joining("\t"));
    return header
        + "\n"
        + table.getSelectionModel().getSelectedItems().stream()
            .map(this::line)
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private String line(PairRow row) {
    return table.getColumns().stream()
        .map(column -> String.valueOf(column.getCellObservableValue(row).getValue()))
        .collect(Collectors.joining("\t"));
  }

  private void chosen(@Nullable PairRow row) {
    if (row != null && !showing) {
      model.selected().set(row.at());
    }
  }

  /** Hands the order on: so many lines are sorted in the background. */
  private boolean sorted() {
    PairsViewModel pairs = model.pairs();
    if (table.getSortOrder().isEmpty()) {
      pairs.ask(pairs.question().sorted(PairRow.Sort.STATE, true));
    } else {
      TableColumn<PairRow, ?> by = table.getSortOrder().getFirst();
      PairRow.Sort sort = sorts.getOrDefault(by, PairRow.Sort.STATE);
      pairs.ask(pairs.question().sorted(sort, by.getSortType() == TableColumn.SortType.DESCENDING));
    }
    return true;
  }

  private String age(Instant at) {
    return words.text("age.ago", "age", words.age(Duration.between(at, model.now().get())));
  }

  private TableColumn<PairRow, String> figure(String key, Function<PairRow, String> text) {
    TableColumn<PairRow, String> column = column(key, text, 110);
    column.getStyleClass().add("figure-column");
    return column;
  }

  private TableColumn<PairRow, String> column(
      String key, Function<PairRow, String> text, double width) {
    TableColumn<PairRow, String> column = new TableColumn<>(words.text(key));
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(text.apply(row.getValue())));
    column.setPrefWidth(width);
    table.getColumns().add(column);
    return column;
  }

  private TableColumn<PairRow, String> state() {
    TableColumn<PairRow, String> column =
        column("pair.state", row -> CellWords.state(row.grade(), words), 170);
    column.setCellFactory(_ -> new StateCell());
    return column;
  }

  /** A state with its glyph. */
  private static final class StateCell extends TableCell<PairRow, String> {

    private final StatusChip chip = new StatusChip();

    @Override
    protected void updateItem(@Nullable String text, boolean empty) {
      super.updateItem(text, empty);
      PairRow row = getTableRow() == null ? null : getTableRow().getItem();
      if (empty || text == null || row == null) {
        setGraphic(null);
      } else {
        chip.show(new Light(row.grade().status(), text));
        setGraphic(chip);
      }
    }
  }
}

package org.flannelboard.ui.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.flannelboard.app.Messages;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The table of leases, what is odd about the selected one, and what to do. */
final class LeasesView {

  private static final KeyCombination COPY =
      new KeyCodeCombination(KeyCode.C, KeyCombination.SHORTCUT_DOWN);

  private final Words words;
  private final LeasesViewModel model;
  private final ObservableList<LeaseLine> lines = FXCollections.observableArrayList();
  private final FilteredList<LeaseLine> filtered = new FilteredList<>(lines);
  private final StatusChip summary = new StatusChip();
  private final TextField filter = new TextField();

  @FXML private HBox bar;
  @FXML private VBox notes;
  @FXML private TableView<LeaseLine> table;
  @FXML private VBox details;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private LeasesView(Session session, Words words) {
    this.words = words;
    this.model = new LeasesViewModel(session, words);
  }

  static Parent load(Session session, Words words) {
    LeasesView view = new LeasesView(session, words);
    Parent content = Fxml.load(view, words);
    content.setUserData(view);
    return content;
  }

  @FXML
  private void initialize() {
    filter.setId("lease-filter");
    filter.getStyleClass().add("page-filter");
    filter.setPromptText(words.text("lease.filter"));
    filter.setAccessibleText(words.text("lease.filter"));
    filter.setPrefColumnCount(22);
    filter
        .textProperty()
        .addListener((_, _, now) -> filtered.setPredicate(line -> line.matches(now)));
    bar.getChildren().addFirst(filter);
    bar.getChildren().addLast(summary);
    SortedList<LeaseLine> sorted = new SortedList<>(filtered);
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.setPlaceholder(new Label(words.text("lease.empty")));
    table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
    table.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    buildColumns();
    table.getSelectionModel().selectedItemProperty().addListener((_, _, now) -> explain(now));
    model.lines().addListener((_, _, now) -> show(now));
    show(model.lines().get());
    model.summary().addListener((_, _, now) -> summary.show(now));
    summary.show(model.summary().get());
    model.notes().addListener((_, _, now) -> showNotes(now));
    showNotes(model.notes().get());
    explain(null);
  }

  /** Copies the selected lines, or all that are shown, for a spreadsheet. */
  @FXML
  private void copy() {
    List<LeaseLine> chosen = List.copyOf(table.getSelectionModel().getSelectedItems());
    String text = model.tsv(chosen.isEmpty() ? List.copyOf(table.getItems()) : chosen);
    Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
  }

  private void pressed(KeyEvent event) {
    if (COPY.match(event)) {
      copy();
      event.consume();
    }
  }

  private void buildColumns() {
    text("lease.node", LeaseLine::node, 110);
    text("lease.subnet", LeaseLine::subnet, 140);
    named("PublicIP", LeaseLine::publicIp, 130);
    named("VTEP MAC", LeaseLine::mac, 150);
    text("lease.backend", LeaseLine::backend, 90);
    TableColumn<LeaseLine, LeaseLine> left = column(words.text("lease.left"), 120);
    left.setComparator((a, b) -> Long.compare(a.left(), b.left()));
    left.setCellFactory(_ -> new TimeCell());
    TableColumn<LeaseLine, LeaseLine> state = column(words.text("lease.state"), 240);
    state.setComparator((a, b) -> a.light().status().compareTo(b.light().status()));
    state.setCellFactory(_ -> new StateCell());
  }

  private void text(String key, Function<LeaseLine, String> value, double width) {
    named(words.text(key), value, width);
  }

  private void named(String title, Function<LeaseLine, String> value, double width) {
    TableColumn<LeaseLine, String> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setCellValueFactory(it -> new ReadOnlyObjectWrapper<>(value.apply(it.getValue())));
    table.getColumns().add(column);
  }

  private TableColumn<LeaseLine, LeaseLine> column(String title, double width) {
    TableColumn<LeaseLine, LeaseLine> column = new TableColumn<>(title);
    column.setPrefWidth(width);
    column.setCellValueFactory(it -> new ReadOnlyObjectWrapper<>(it.getValue()));
    table.getColumns().add(column);
    return column;
  }

  /** Shows another reading; what was selected stays so. */
  private void show(List<LeaseLine> now) {
    List<String> selected =
        table.getSelectionModel().getSelectedItems().stream().map(LeaseLine::key).toList();
    lines.setAll(now);
    table.getSelectionModel().clearSelection();
    table.getItems().stream()
        .filter(line -> selected.contains(line.key()))
        .forEach(table.getSelectionModel()::select);
  }

  private void showNotes(List<Light> now) {
    notes.getChildren().clear();
    for (Light light : now) {
      StatusChip note = new StatusChip();
      note.setWrapText(true);
      note.show(light);
      notes.getChildren().add(note);
    }
    notes.setManaged(!now.isEmpty());
  }

  private void explain(@Nullable LeaseLine line) {
    details.getChildren().clear();
    if (line == null || line.anomalies().isEmpty()) {
      Label hint = new Label(words.text(line == null ? "lease.hint" : "lease.fits.long"));
      hint.setWrapText(true);
      hint.getStyleClass().add("muted");
      details.getChildren().add(hint);
      return;
    }
    for (Messages.Explanation anomaly : line.anomalies()) {
      Label what = new Label(anomaly.message());
      what.setMnemonicParsing(false);
      what.setWrapText(true);
      what.getStyleClass().add("lease-anomaly");
      Label remedy = new Label(anomaly.remedy());
      remedy.setMnemonicParsing(false);
      remedy.setWrapText(true);
      remedy.getStyleClass().add("muted");
      details.getChildren().add(new VBox(what, remedy));
    }
  }

  /** Time left, the moment of its end in the tooltip. */
  private static final class TimeCell extends TableCell<LeaseLine, LeaseLine> {
    @Override
    protected void updateItem(@Nullable LeaseLine line, boolean empty) {
      super.updateItem(line, empty);
      setText(empty || line == null ? null : line.ttl());
      setTooltip(
          Optional.ofNullable(line)
              .filter(it -> !it.expires().isEmpty())
              .map(it -> new Tooltip(it.expires()))
              .orElse(null));
    }
  }

  /** A glyph and a word, the whole story in the tooltip. */
  private static final class StateCell extends TableCell<LeaseLine, LeaseLine> {

    private final StatusChip chip = new StatusChip();

    @Override
    protected void updateItem(@Nullable LeaseLine line, boolean empty) {
      super.updateItem(line, empty);
      if (empty || line == null) {
        setGraphic(null);
        setTooltip(null);
        return;
      }
      chip.show(line.light());
      setGraphic(chip);
      String story =
          String.join(
              "\n",
              line.anomalies().stream().map(it -> it.message() + "\n→ " + it.remedy()).toList());
      setTooltip(story.isEmpty() ? null : new Tooltip(story));
    }
  }
}

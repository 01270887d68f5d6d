package org.flannelboard.ui.activity;

import atlantafx.base.controls.CustomTextField;
import java.io.File;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import javafx.util.StringConverter;
import org.flannelboard.app.activity.Activity;
import org.flannelboard.app.activity.ActivityExport.Format;
import org.flannelboard.app.task.Change;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** A table of what was done, and the details of one line of it. */
public final class ActivityView {

  private final Words words;
  private final ActivityWords speech;
  private final ActivityViewModel model;
  private final StatusChip outcome = new StatusChip();

  @FXML private CustomTextField filter;
  @FXML private ComboBox<@Nullable String> target;
  @FXML private ComboBox<@Nullable Change> change;
  @FXML private ToggleButton failedOnly;
  @FXML private ToggleButton reads;
  @FXML private ToggleButton follow;
  @FXML private MenuButton export;
  @FXML private Label count;
  @FXML private TableView<Activity> table;
  @FXML private TableColumn<Activity, Activity> time;
  @FXML private TableColumn<Activity, Activity> where;
  @FXML private TableColumn<Activity, Activity> operation;
  @FXML private TableColumn<Activity, Activity> kind;
  @FXML private TableColumn<Activity, Activity> belongs;
  @FXML private TableColumn<Activity, Activity> took;
  @FXML private TableColumn<Activity, Activity> result;
  @FXML private VBox details;
  @FXML private Label nothing;
  @FXML private HBox headline;
  @FXML private Label title;
  @FXML private Label facts;
  @FXML private Label digest;
  @FXML private TextArea command;
  @FXML private TextArea output;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private ActivityView(Session session, Words words) {
    this.words = words;
    this.speech = new ActivityWords(words);
    this.model = new ActivityViewModel(session, words);
  }

  /** The page. */
  public static Page page(Session session, Words words) {
    ActivityView view = new ActivityView(session, words);
    Parent content = Fxml.load(view, words);
    // Bindings and listeners below hold the view as long as its scene graph lives.
    content.setUserData(view);
    return new Page(Place.ACTIVITY, content);
  }

  @FXML
  private void initialize() {
    filter.textProperty().bindBidirectional(model.text());
    target.getItems().add(null);
    target.getItems().addAll(model.targets());
    choice(target, words.text("audit.any-node"), name -> name);
    target.valueProperty().bindBidirectional(model.target());
    choice(change, words.text("audit.any-change"), speech::change);
    change.valueProperty().bindBidirectional(model.change());
    model.changes().addListener((ListChangeListener<Change>) _ -> showChanges());
    showChanges();
    failedOnly.selectedProperty().bindBidirectional(model.failedOnly());
    reads.selectedProperty().bindBidirectional(model.reads());
    reads.textProperty().bind(model.readsTitle());
    follow.selectedProperty().bindBidirectional(model.follow());
    count.textProperty().bind(model.count());
    headline.getChildren().add(outcome);
    buildTable();
    model.selected().addListener((_, _, now) -> show(now));
    show(model.selected().get());
  }

  private void buildTable() {
    column(time, it -> ActivityWords.clock(it.started()), Activity::number);
    column(where, Activity::target, Activity::target);
    column(operation, it -> speech.operation(it.operation()), it -> it.operation().kind());
    column(kind, speech::mutating, Activity::mutating);
    column(belongs, this::change, it -> it.change() == null ? 0L : it.change().number());
    column(took, speech::took, it -> it.took() == null ? Long.MAX_VALUE : it.took().toNanos());
    column(result, it -> speech.outcome(it).text(), Activity::outcome);
    result.setCellFactory(_ -> ActivityCell.light(speech::outcome));
    took.getStyleClass().add("number-column");
    SortedList<Activity> sorted = new SortedList<>(model.rows());
    sorted.comparatorProperty().bind(table.comparatorProperty());
    table.setItems(sorted);
    table.getSelectionModel().selectedItemProperty().addListener((_, _, now) -> model.select(now));
    sorted.addListener((ListChangeListener<Activity>) _ -> followed());
    model.follow().addListener((_, _, _) -> followed());
    table.addEventFilter(ScrollEvent.SCROLL, this::scrolled);
    followed();
  }

  private <C extends Comparable<C>> void column(
      TableColumn<Activity, Activity> column,
      Function<Activity, String> text,
      Function<Activity, C> order) {
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ -> ActivityCell.text(text));
    column.setComparator((a, b) -> order.apply(a).compareTo(order.apply(b)));
    column.setReorderable(false);
  }

  private String change(Activity activity) {
    Change belonging = activity.change();
    return belonging == null ? "" : speech.change(belonging);
  }

  private void followed() {
    if (model.follow().get() && !table.getItems().isEmpty()) {
      table.scrollTo(table.getItems().size() - 1);
    }
  }

  /** Whoever looks back is not pulled forward again. */
  private void scrolled(ScrollEvent event) {
    if (event.getDeltaY() > 0) {
      model.follow().set(false);
    }
  }

  private void showChanges() {
    Change chosen = model.change().get();
    change.getItems().setAll(Collections.singletonList(null));
    change.getItems().addAll(model.changes());
    change.setValue(chosen);
  }

  private static <T> void choice(ComboBox<@Nullable T> box, String all, Function<T, String> text) {
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(@Nullable T value) {
            return value == null ? all : text.apply(value);
          }

          @Override
          public @Nullable T fromString(String typed) {
            return null;
          }
        });
  }

  private void show(@Nullable Activity activity) {
    details.setVisible(activity != null);
    nothing.setVisible(activity == null);
    if (activity == null) {
      return;
    }
    outcome.show(speech.outcome(activity));
    title.setText(speech.operation(activity.operation()));
    facts.setText(speech.facts(activity));
    String content = speech.digest(activity);
    digest.setText(content);
    digest.setVisible(!content.isEmpty());
    digest.setManaged(!content.isEmpty());
    set(command, model.command(activity));
    set(output, speech.result(activity));
  }

  /** Left alone while it says the same: the person may be reading or selecting in it. */
  private static void set(TextArea area, String text) {
    if (!area.getText().equals(text)) {
      area.setText(text);
    }
  }

  @FXML
  private void copyCommand() {
    copy(command.getText());
  }

  @FXML
  private void copyOutput() {
    copy(output.getText());
  }

  @FXML
  private void exportCsv() {
    export(Format.CSV);
  }

  @FXML
  private void exportJsonLines() {
    export(Format.JSON_LINES);
  }

  private void export(Format format) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words.text("audit.export"));
    chooser.setInitialFileName("activity." + format.ending());
    chooser
        .getExtensionFilters()
        .setAll(
            List.of(
                new FileChooser.ExtensionFilter(
                    format.ending().toUpperCase(Locale.ROOT), "*." + format.ending())));
    File file = chooser.showSaveDialog(export.getScene().getWindow());
    if (file != null) {
      model.export(file.toPath(), format);
    }
  }

  private static void copy(String text) {
    ClipboardContent content = new ClipboardContent();
    content.putString(text);
    Clipboard.getSystemClipboard().setContent(content);
  }
}

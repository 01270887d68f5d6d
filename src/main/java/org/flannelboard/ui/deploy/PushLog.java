package org.flannelboard.ui.deploy;

import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.flannelboard.ui.kit.PushBoard.Entry;
import org.flannelboard.ui.kit.Words;

/** What came to its end in a push: when, where, what, how, and how long it took. */
final class PushLog {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

  private final TableView<Entry> table;

  PushLog(TableView<Entry> table, Words words) {
    this.table = table;
    StepLight lights = new StepLight(words);
    add(words.text("log.time"), 96, entry -> TIME.format(entry.at()));
    add(words.text("deploy.node"), 84, entry -> entry.node().name());
    add(words.text("log.step"), 150, entry -> words.text("step." + entry.step().code()));
    add(words.text("log.outcome"), 90, entry -> lights.of(entry.outcome()).text());
    add(words.text("log.took"), 80, entry -> seconds(entry.took()));
    TableColumn<Entry, String> evidence =
        add(words.text("log.evidence"), 200, entry -> lights.evidence(entry.outcome()));
    evidence.setMaxWidth(Double.MAX_VALUE);
    table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_LAST_COLUMN);
  }

  /** Shows a log; what was shown of it stays, and the end comes into sight. */
  void show(List<Entry> log) {
    int known = table.getItems().size();
    boolean longer =
        known <= log.size() && (known == 0 || log.get(known - 1) == table.getItems().getLast());
    if (longer) {
      table.getItems().addAll(log.subList(known, log.size()));
    } else {
      table.getItems().setAll(log);
    }
    if (!table.getItems().isEmpty()) {
      table.scrollTo(table.getItems().size() - 1);
    }
  }

  private TableColumn<Entry, String> add(String title, double width, Function<Entry, String> text) {
    TableColumn<Entry, String> column = new TableColumn<>(title);
    column.setCellValueFactory(
        row -> Bindings.createStringBinding(() -> text.apply(row.getValue())));
    column.setPrefWidth(width);
    column.setSortable(false);
    table.getColumns().add(column);
    return column;
  }

  private static String seconds(Duration took) {
    return String.format(Locale.ROOT, "%.2f s", took.toMillis() / 1e3);
  }
}

package org.flannelboard.ui.activity;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.flannelboard.app.activity.Activity;
import org.flannelboard.app.activity.ActivityExport;
import org.flannelboard.app.activity.ActivityLog;
import org.flannelboard.app.task.Change;
import org.flannelboard.base.Result;
import org.flannelboard.profile.FileFailure;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The log as far as it is wanted, brought up to date each second while it is in view. */
final class ActivityViewModel {

  /** Of more changes than that, a new list is shown faster than each of them. */
  private static final int STEP_BY_STEP = 400;

  private final Session session;
  private final Words words;
  private final ActivityLog log;
  private final ObservableList<Activity> rows = FXCollections.observableArrayList();
  private final ObservableList<Change> changes = FXCollections.observableArrayList();
  private final StringProperty text = new SimpleStringProperty("");
  private final ObjectProperty<@Nullable String> target = new SimpleObjectProperty<>();
  private final ObjectProperty<@Nullable Change> change = new SimpleObjectProperty<>();
  private final BooleanProperty failedOnly = new SimpleBooleanProperty();
  private final BooleanProperty reads = new SimpleBooleanProperty();
  private final BooleanProperty follow = new SimpleBooleanProperty(true);
  private final ReadOnlyStringWrapper count = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper readsTitle = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable Activity> selected = new ReadOnlyObjectWrapper<>();
  private final ObjectBinding<Long> beat;

  ActivityViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.log = session.cluster().activity();
    // The clock's second is the pace: however fast the log grows, the table moves once a second.
    this.beat =
        Bindings.createObjectBinding(
            () -> session.place().get() == Place.ACTIVITY ? log.version() : -1L,
            session.now(),
            session.place());
    beat.addListener(
        (_, _, version) -> {
          if (version >= 0) {
            refresh();
          }
        });
    session.keep("activity-text", text);
    session.keep("activity-target", target);
    session.keep("activity-change", change);
    session.keep("activity-failed-only", failedOnly);
    session.keep("activity-reads", reads);
    Stream.of(text, target, change, failedOnly, reads)
        .forEach(filter -> filter.addListener((_, _, _) -> refresh()));
    refresh();
  }

  // Properties

  /** The operations that are wanted, in the order in which they began. */
  ObservableList<Activity> rows() {
    return rows;
  }

  /** The changes that operations in the log belong to, the latest first. */
  ObservableList<Change> changes() {
    return changes;
  }

  /** All that an operation can be on. */
  List<String> targets() {
    return Stream.concat(session.nodes().stream().map(node -> node.id().name()), Stream.of("etcd"))
        .toList();
  }

  /** What an operation has to mention. */
  StringProperty text() {
    return text;
  }

  /** The node or etcd; null for all. */
  ObjectProperty<@Nullable String> target() {
    return target;
  }

  /** Null for all. */
  ObjectProperty<@Nullable Change> change() {
    return change;
  }

  BooleanProperty failedOnly() {
    return failedOnly;
  }

  /** Whether operations that only read are wanted too. */
  BooleanProperty reads() {
    return reads;
  }

  /** Whether the latest operation is kept in view. */
  BooleanProperty follow() {
    return follow;
  }

  /** How many are shown. */
  ReadOnlyStringProperty count() {
    return count.getReadOnlyProperty();
  }

  /** How many that only read there are. */
  ReadOnlyStringProperty readsTitle() {
    return readsTitle.getReadOnlyProperty();
  }

  /** The operation whose details are shown, as it is now; null for none. */
  ReadOnlyObjectProperty<@Nullable Activity> selected() {
    return selected.getReadOnlyProperty();
  }

  /** What ran for an operation, or why nothing did. */
  String command(Activity activity) {
    if (!activity.commands().isEmpty()) {
      return String.join("\n", activity.commands());
    }
    String endpoint = activity.operation().arguments().get("endpoint");
    if (endpoint != null) {
      return words.text("audit.no-command.etcd", "endpoint", endpoint);
    }
    return words.text(session.practice() ? "audit.no-command.practice" : "audit.no-command");
  }

  // Commands

  /** Shows an operation's details, and stops following. */
  void select(@Nullable Activity activity) {
    if (activity != null) {
      follow.set(false);
      selected.set(activity);
    }
  }

  /** Brings the rows up to date. */
  void refresh() {
    ActivityFilter filter =
        new ActivityFilter(text.get(), target.get(), change.get(), failedOnly.get());
    List<Activity> fitting = log.latest().stream().filter(filter).toList();
    List<Activity> wanted = fitting.stream().filter(it -> reads.get() || it.mutating()).toList();
    long reading = fitting.stream().filter(it -> !it.mutating()).count();
    readsTitle.set(words.text("audit.reads", "count", reading));
    count.set(words.text("audit.count", "count", wanted.size()));
    showChanges();
    bring(wanted);
    Activity shown = selected.get();
    if (shown != null) {
      wanted.stream()
          .filter(it -> it.number() == shown.number())
          .findFirst()
          .ifPresent(selected::set);
    }
  }

  /** Writes what is shown to a file, in the background. */
  void export(Path file, ActivityExport.Format format) {
    List<Activity> all = List.copyOf(rows);
    session
        .jobs()
        .start(
            words.text("audit.export"),
            _ -> ActivityExport.write(file, format, all),
            this::exported);
  }

  private void exported(Result<Path, FileFailure> result) {
    session.tell(
        switch (result) {
          case Result.Ok<Path, FileFailure>(Path file) ->
              new Notice(Status.OK, words.text("audit.exported"), file.toString());
          case Result.Err<Path, FileFailure>(FileFailure failure) ->
              new Notice(
                  Status.FAILED,
                  words.describe(failure).message(),
                  words.describe(failure).remedy());
        });
  }

  private void showChanges() {
    List<Change> all =
        log.latest().stream()
            .map(Activity::change)
            .filter(Objects::nonNull)
            .distinct()
            .sorted((a, b) -> Long.compare(b.number(), a.number()))
            .toList();
    if (!all.equals(changes)) {
      Change chosen = change.get();
      changes.setAll(all);
      change.set(all.contains(chosen) ? chosen : null);
    }
  }

  /**
   * Both lists are in the order of their numbers, so one walk finds what came, went and moved on.
   */
  private void bring(List<Activity> wanted) {
    if (Math.abs(wanted.size() - rows.size()) > STEP_BY_STEP) {
      rows.setAll(wanted);
      return;
    }
    int at = 0;
    for (Activity activity : wanted) {
      int gone = at;
      while (gone < rows.size() && rows.get(gone).number() < activity.number()) {
        gone++;
      }
      if (gone > at) {
        rows.remove(at, gone);
      }
      if (at == rows.size() || rows.get(at).number() > activity.number()) {
        rows.add(at, activity);
      } else if (!rows.get(at).equals(activity)) {
        rows.set(at, activity);
      }
      at++;
    }
    rows.remove(at, rows.size());
  }
}

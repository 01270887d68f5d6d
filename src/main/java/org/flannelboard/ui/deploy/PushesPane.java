package org.flannelboard.ui.deploy;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.VBox;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.ui.deploy.PushHistory.Changes;
import org.flannelboard.ui.deploy.PushHistory.Pushes;
import org.flannelboard.ui.kit.DiffPane;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.ReadOnly;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The pushes to a node, what each made of each file, and the way back from the latest. */
final class PushesPane {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final DeployViewModel model;
  private final PushHistory history;
  private final Session session;
  private final Words words;
  private final BooleanProperty undoable = new SimpleBooleanProperty();
  private @Nullable NodeSpec node;

  @FXML private Label title;
  @FXML private Button rollBack;
  @FXML private ListView<Journal.Generation> pushes;
  @FXML private VBox files;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  PushesPane(Session session, DeployViewModel model, Words words) {
    this.model = model;
    this.history = new PushHistory(session);
    this.session = session;
    this.words = words;
  }

  /** The scene graph. */
  Parent load() {
    return Fxml.load(this, words);
  }

  @FXML
  private void initialize() {
    pushes.setCellFactory(_ -> new PushCell());
    pushes.setPlaceholder(new Label(words.text("pushes.none")));
    pushes.getSelectionModel().selectedItemProperty().addListener((_, _, push) -> chosen(push));
    history.pushes().addListener((_, _, found) -> show(found));
    history.changes().addListener((_, _, found) -> show(found));
    rollBack.disableProperty().bind(undoable.not().or(model.closed()));
    ReadOnly.guard(session, words, rollBack);
  }

  @FXML
  private void rollBack() {
    if (node != null) {
      model.rollBack(node);
    }
  }

  /** Shows a node's pushes, as its journal has them now. */
  void show(NodeSpec of) {
    node = of;
    title.setText(words.text("pushes.title", "node", of.id()));
    history.read(of);
  }

  private void show(@Nullable Pushes found) {
    files.getChildren().clear();
    undoable.set(false);
    if (found == null) {
      return;
    }
    switch (found.journal()) {
      case Result.Ok<Journal, Failure>(Journal journal) -> {
        pushes.getItems().setAll(found.latestFirst());
        undoable.set(journal.latest().isPresent());
        pushes.getSelectionModel().selectFirst();
      }
      case Result.Err<Journal, Failure>(Failure failure) -> {
        pushes.getItems().clear();
        explain(failure);
      }
    }
  }

  private void chosen(Journal.@Nullable Generation push) {
    Pushes all = history.pushes().get();
    if (push != null && all != null) {
      history.read(all, push);
    }
  }

  private void show(@Nullable Changes found) {
    files.getChildren().clear();
    if (found == null) {
      return;
    }
    switch (found.files()) {
      case Result.Ok<List<Difference>, Failure>(List<Difference> changed) -> {
        files.getChildren().add(muted(words.text(note(found.push()))));
        changed.forEach(this::add);
      }
      case Result.Err<List<Difference>, Failure>(Failure failure) -> explain(failure);
    }
  }

  /** What choosing a push means: only the latest can be undone by itself. */
  private String note(Journal.Generation push) {
    Pushes all = history.pushes().get();
    if (push.state() == Journal.State.ROLLED_BACK) {
      return "pushes.note.undone";
    }
    return all != null && all.undoneNext(push) ? "pushes.note.latest" : "pushes.note.older";
  }

  private void add(Difference difference) {
    Label path = new Label(difference.name());
    path.setMnemonicParsing(false);
    path.getStyleClass().add("step-title");
    files.getChildren().add(new VBox(path, new DiffPane(difference, words)));
  }

  private void explain(Failure failure) {
    StatusChip chip = new StatusChip();
    chip.setWrapText(true);
    chip.show(new Light(Status.FAILED, words.message(failure)));
    files.getChildren().setAll(chip, muted(words.describe(failure).remedy()));
  }

  private static Label muted(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add("muted");
    return label;
  }

  /** A push in the list. */
  private final class PushCell extends ListCell<Journal.Generation> {

    @Override
    protected void updateItem(Journal.@Nullable Generation push, boolean empty) {
      super.updateItem(push, empty);
      setText(
          empty || push == null
              ? null
              : "%d · %s · %s"
                      .formatted(
                          push.number(),
                          TIME.format(Instant.parse(push.startedAt())),
                          words.text(
                              "pushes.state." + push.state().code(), "count", push.files().size()))
                  + fix(push));
    }

    /** What a fix was for; nothing of a push. */
    private String fix(Journal.Generation push) {
      String finding = push.fixes();
      return finding == null ? "" : " · " + words.text("pushes.fix", "finding", finding);
    }
  }
}

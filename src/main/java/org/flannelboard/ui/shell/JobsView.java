package org.flannelboard.ui.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Words;

/** The list of tasks above the status bar: each with its progress and a way to stop it. */
final class JobsView {

  /** The step board tells a push's whole story; here a glance is enough. */
  private static final int SHOWN = 8;

  private final JobsViewModel model;
  private final Words words;
  private final Runnable close;

  @FXML private VBox rows;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  JobsView(JobsViewModel model, Words words, Runnable close) {
    this.model = model;
    this.words = words;
    this.close = close;
  }

  /** The scene graph of the list. */
  Parent load() {
    Parent parent = Fxml.load(this, words);
    // The listeners below hold the view as long as its scene graph lives.
    parent.setUserData(this);
    return parent;
  }

  @FXML
  private void initialize() {
    model.jobs().addListener((_, _, _) -> fill());
    model
        .push()
        .addListener(
            (_, before, now) -> {
              if (before.busy() != now.busy() || before.getClass() != now.getClass()) {
                fill();
              }
            });
    fill();
  }

  @FXML
  private void close() {
    close.run();
  }

  private void fill() {
    List<Node> all = new ArrayList<>();
    PushState push = model.push().get();
    if (push.busy()) {
      all.add(JobRow.of(model, push, words));
    }
    for (JobsViewModel.Shown shown : model.jobs().get()) {
      if (all.size() < SHOWN || shown.state() == Job.State.RUNNING) {
        all.add(JobRow.of(shown.job(), model.age(shown.job()), words));
      }
    }
    if (all.isEmpty()) {
      Label none = new Label(words.text("tasks.none"));
      none.getStyleClass().add("muted");
      all.add(none);
    }
    rows.getChildren().setAll(all);
  }
}

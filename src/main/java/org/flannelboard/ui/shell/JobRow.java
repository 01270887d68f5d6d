package org.flannelboard.ui.shell;

import javafx.beans.binding.StringBinding;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.ui.kit.Job;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/** A task: what it is about, how far it is, and a button that stops it. */
final class JobRow extends VBox {

  private final HBox head = new HBox();

  private JobRow(String title) {
    Label name = new Label(title);
    name.setMnemonicParsing(false);
    name.getStyleClass().add("job-title");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    head.getStyleClass().add("job-head");
    head.getChildren().addAll(name, gap);
    getStyleClass().add("job-row");
    getChildren().add(head);
  }

  /** The row of a job; made again when it ends. */
  static JobRow of(Job job, StringBinding age, Words words) {
    JobRow row = new JobRow(job.title());
    // The label holds the binding, which holds on to nothing but the clock.
    Label since = new Label();
    since.textProperty().bind(age);
    since.getStyleClass().add("muted");
    since.setUserData(age);
    switch (job.state().get()) {
      case RUNNING -> {
        row.head.getChildren().addAll(since, stop(job.title(), job::cancel, words));
        row.running(job.progress().get()).progressProperty().bind(job.progress());
        row.detail().textProperty().bind(job.detail());
      }
      case ENDED -> row.head.getChildren().addAll(ended(Status.OK, "tasks.ended", words), since);
      case CANCELLED ->
          row.head.getChildren().addAll(ended(Status.WARNING, "tasks.cancelled", words), since);
    }
    return row;
  }

  /** The row of the push at work. */
  static JobRow of(JobsViewModel model, PushState push, Words words) {
    JobRow row = new JobRow(words.text("push"));
    boolean running = push instanceof PushState.Running;
    if (running) {
      row.head.getChildren().add(stop(words.text("push"), model::stopPush, words));
    }
    row.running(model.progress().get()).progressProperty().bind(model.progress());
    row.detail().setText(words.text(running ? "tasks.push-running" : "activity.proposing"));
    return row;
  }

  private ProgressBar running(double now) {
    ProgressBar bar = new ProgressBar(now);
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.getStyleClass().add("job-progress");
    getChildren().add(bar);
    return bar;
  }

  private Label detail() {
    Label detail = new Label();
    detail.setMnemonicParsing(false);
    detail.getStyleClass().add("muted");
    getChildren().add(detail);
    return detail;
  }

  private static Button stop(String title, Runnable cancel, Words words) {
    Button button = new Button(words.text("tasks.cancel"), new FontIcon("fth-x"));
    button.getStyleClass().addAll("small", "job-cancel");
    button.setAccessibleText(words.text("tasks.cancel-title", "title", title));
    button.setTooltip(new Tooltip(words.text("tasks.cancel.tooltip")));
    button.setOnAction(
        _ -> {
          cancel.run();
          button.setDisable(true);
        });
    return button;
  }

  private static StatusChip ended(Status status, String key, Words words) {
    StatusChip chip = new StatusChip();
    chip.show(new Light(status, words.text(key)));
    return chip;
  }
}

package org.flannelboard.ui.kit;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.apply.Journal;
import org.flannelboard.deploy.apply.RollbackPlan;
import org.flannelboard.deploy.apply.RollbackPlan.Action;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.Verification;
import org.flannelboard.ui.kit.RollbackState.Confirming;
import org.jspecify.annotations.Nullable;

/** The question before a rollback, which stays for its progress and its proof. */
public final class RollbackSheet {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

  private final Rollback rollback;
  private final Words words;
  private final ObjectBinding<RollbackState> state;
  private final StatusChip headline = new StatusChip();
  private final List<StatusChip> marks = new ArrayList<>();
  private @Nullable Confirming shown;

  @FXML private Label title;
  @FXML private Label subtitle;
  @FXML private VBox notes;
  @FXML private VBox actions;
  @FXML private CheckBox consent;
  @FXML private Button leave;
  @FXML private Button again;
  @FXML private Button confirm;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private RollbackSheet(Rollback rollback, Words words) {
    this.rollback = rollback;
    this.words = words;
    // A binding of its own: it lets go of the session when the sheet goes.
    this.state = Bindings.createObjectBinding(rollback.state()::get, rollback.state());
  }

  /** The sheet of a session's rollback, whatever its state. */
  public static Parent of(Rollback rollback, Words words) {
    RollbackSheet sheet = new RollbackSheet(rollback, words);
    Parent content = Fxml.load(sheet, words);
    // The listener below holds the sheet as long as its scene graph lives.
    content.setUserData(sheet);
    return content;
  }

  @FXML
  private void initialize() {
    headline.setWrapText(true);
    state.addListener((_, _, now) -> show(now));
    show(state.get());
  }

  @FXML
  private void confirm() {
    rollback.confirm();
  }

  @FXML
  private void again() {
    switch (state.get()) {
      case RollbackState.Refused(NodeSpec node, Failure _) -> rollback.propose(node);
      case RollbackState.Ended ended -> rollback.propose(ended.asked().node());
      case RollbackState.Idle _,
          RollbackState.Proposing _,
          RollbackState.Confirming _,
          RollbackState.Running _ -> {}
    }
  }

  @FXML
  private void leave() {
    rollback.decline();
  }

  private void show(RollbackState now) {
    present(confirm, now instanceof Confirming);
    present(consent, now instanceof Confirming confirming && !stopped(confirming).isEmpty());
    present(again, failed(now));
    leave.setDisable(now.busy());
    leave.setText(words.text(now instanceof RollbackState.Ended ? "sheet.close" : "plan.cancel"));
    switch (now) {
      case RollbackState.Idle _ -> {}
      case RollbackState.Proposing(NodeSpec node) -> {
        clear(node);
        say(new Light(Status.BUSY, words.text("rollback.proposing", "node", node.id())));
      }
      case RollbackState.Refused(NodeSpec node, Failure failure) -> {
        clear(node);
        explain(failure);
      }
      case Confirming asked -> ask(asked);
      case RollbackState.Running(Confirming asked, int done) -> {
        list(asked);
        say(new Light(Status.BUSY, words.text("rollback.running", "node", asked.node().id())));
        mark(done, Status.BUSY, "step.running");
      }
      case RollbackState.Ended(Confirming asked, int done, Result<Verification, Failure> proof) -> {
        list(asked);
        mark(done, Status.FAILED, "step.failed");
        conclude(asked, proof);
      }
    }
  }

  private static boolean failed(RollbackState now) {
    return now instanceof RollbackState.Refused
        || now instanceof RollbackState.Ended ended && ended.proof().toFailure().isPresent();
  }

  private void clear(NodeSpec node) {
    shown = null;
    title.setText(words.text("rollback.title", "node", node.id()));
    subtitle.setText("");
    marks.clear();
    actions.getChildren().clear();
  }

  private void ask(Confirming asked) {
    list(asked);
    List<String> stopped = stopped(asked);
    consent.setText(words.text("consent.containers", "containers", String.join(", ", stopped)));
    consent.setSelected(false);
    // Enter alone must not stop anybody's containers.
    confirm.setDefaultButton(stopped.isEmpty());
    if (stopped.isEmpty()) {
      confirm.disableProperty().unbind();
      confirm.setDisable(false);
    } else {
      confirm.disableProperty().bind(consent.selectedProperty().not());
    }
    String risk = risk(asked.plan());
    if (risk.isEmpty()) {
      notes.getChildren().clear();
    } else {
      say(new Light(Status.WARNING, risk));
    }
  }

  private static List<String> stopped(Confirming asked) {
    return asked.plan().risk() instanceof Risk.DockerRestarts(List<String> containers, boolean _)
        ? containers
        : List.of();
  }

  /**
   * What it does to those who use the node: a docker that did not run before does not come back.
   */
  private String risk(RollbackPlan plan) {
    if (plan.risk() instanceof Risk.DockerRestarts(List<String> containers, boolean _)
        && !plan.dockerReturns()) {
      return containers.isEmpty()
          ? words.text("rollback.docker-stays-stopped")
          : words.text(
              "rollback.docker-stays-stopped-with", "containers", String.join(", ", containers));
    }
    return new StepText(words).risk(plan.risk());
  }

  private void list(Confirming asked) {
    if (asked.equals(shown)) {
      return;
    }
    clear(asked.node());
    shown = asked;
    Journal.Generation generation = asked.plan().generation();
    subtitle.setText(
        words.text(
            generation.isPush() ? "rollback.subtitle" : "rollback.subtitle-fix",
            "time",
            TIME.format(Instant.parse(generation.startedAt())),
            "count",
            asked.plan().actions().size()));
    asked.plan().actions().forEach(action -> actions.getChildren().add(line(action, asked)));
  }

  private VBox line(Action action, Confirming asked) {
    Label what = new Label(new StepText(words).action(action));
    what.setMnemonicParsing(false);
    what.getStyleClass().add("rollback-action");
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    StatusChip mark = new StatusChip();
    mark.setVisible(false);
    marks.add(mark);
    VBox line = new VBox(new HBox(what, gap, mark));
    line.getStyleClass().add("plan-step");
    asked.differences().stream()
        .filter(difference -> difference.name().equals(path(action)))
        .forEach(difference -> line.getChildren().add(new DiffPane(difference, words)));
    return line;
  }

  private static String path(Action action) {
    return switch (action) {
      case Action.Restore restore -> restore.file().path().text();
      case Action.Remove remove -> remove.path().text();
      case Action.Reload _, Action.Control _, Action.Kernel _ -> "";
    };
  }

  /** Marks what is done, and the action after it. */
  private void mark(int done, Status next, String nextKey) {
    for (int i = 0; i < marks.size(); i++) {
      StatusChip mark = marks.get(i);
      mark.setVisible(i <= done);
      mark.show(
          i < done
              ? new Light(Status.OK, words.text("rollback.done"))
              : new Light(next, words.text(nextKey)));
    }
  }

  private void conclude(Confirming asked, Result<Verification, Failure> proof) {
    switch (proof) {
      case Result.Ok<Verification, Failure>(Verification measured) ->
          say(
              new Light(
                  Status.OK,
                  words.text(
                      "rollback.ended",
                      "node",
                      asked.node().id(),
                      "count",
                      measured.checks().size())));
      case Result.Err<Verification, Failure>(Failure failure) -> explain(failure);
    }
  }

  private void explain(Failure failure) {
    Messages.Explanation why = words.describe(failure);
    say(new Light(Status.FAILED, why.message()));
    Label remedy = new Label(why.remedy());
    remedy.setMnemonicParsing(false);
    remedy.setWrapText(true);
    notes.getChildren().add(remedy);
  }

  private void say(Light light) {
    headline.show(light);
    notes.getChildren().setAll(headline);
  }

  private static void present(Node control, boolean there) {
    control.setVisible(there);
    control.setManaged(there);
  }
}

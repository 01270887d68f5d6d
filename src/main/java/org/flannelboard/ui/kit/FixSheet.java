package org.flannelboard.ui.kit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Fixes;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.jspecify.annotations.Nullable;

/** The question before a fix, with its commands, which stays for its progress and its proof. */
public final class FixSheet {

  /** More cells than these say no more. */
  private static final int CELLS = 12;

  private final Fix fix;
  private final Words words;
  private final DiagnosisWords said;
  private final ObjectBinding<FixState> state;
  private final StatusChip headline = new StatusChip();
  private final List<StatusChip> marks = new ArrayList<>();
  private Fixes.@Nullable Proposal shown;

  @FXML private Label sentence;
  @FXML private VBox notes;
  @FXML private VBox lines;
  @FXML private VBox proof;
  @FXML private CheckBox consent;
  @FXML private Button leave;
  @FXML private Button stop;
  @FXML private Button confirm;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private FixSheet(Fix fix, Words words) {
    this.fix = fix;
    this.words = words;
    this.said = FindingLight.words(words);
    // A binding of its own: it lets go of the session when the sheet goes.
    this.state = Bindings.createObjectBinding(fix.state()::get, fix.state());
  }

  /** The sheet of a session's fix, whatever its state. */
  static Parent of(Fix fix, Words words) {
    FixSheet sheet = new FixSheet(fix, words);
    Parent content = Fxml.load(sheet, words);
    // The listener below holds the sheet as long as its scene graph lives.
    content.setUserData(sheet);
    return content;
  }

  @FXML
  private void initialize() {
    headline.setWrapText(true);
    headline.setMinHeight(Region.USE_PREF_SIZE);
    state.addListener((_, _, now) -> show(now));
    show(state.get());
  }

  @FXML
  private void confirm() {
    fix.confirm(words);
  }

  @FXML
  private void stop() {
    fix.stop();
  }

  @FXML
  private void leave() {
    fix.leave();
  }

  private void show(FixState now) {
    present(confirm, now instanceof FixState.Confirming(var it) && !it.lines().isEmpty());
    present(consent, now instanceof FixState.Confirming(var it) && !it.containers().isEmpty());
    present(stop, now instanceof FixState.Running);
    present(proof, now instanceof FixState.Ended);
    leave.setText(words.text(left(now) ? "sheet.close" : "plan.cancel"));
    switch (now) {
      case FixState.Idle _ -> {}
      case FixState.Proposing(Finding finding) -> {
        begin(finding);
        say(new Light(Status.BUSY, words.text("fix.proposing")));
      }
      case FixState.Refused(Finding finding, Failure failure) -> {
        begin(finding);
        explain(failure);
      }
      case FixState.Confirming(Fixes.Proposal proposal) -> ask(proposal);
      case FixState.Running(Fixes.Proposal proposal, var progress) -> {
        list(proposal);
        say(new Light(Status.BUSY, words.text("fix.running")));
        for (int i = 0; i < progress.size(); i++) {
          mark(i, progress.get(i));
        }
      }
      case FixState.Ended(Fixes.Report report) -> conclude(report);
    }
  }

  /** Whether what is shown goes on by itself, or is over. */
  private static boolean left(FixState now) {
    return now instanceof FixState.Running
        || now instanceof FixState.Ended
        || now instanceof FixState.Refused;
  }

  private void begin(Finding finding) {
    shown = null;
    sentence.setText(said.sentence(finding));
    marks.clear();
    lines.getChildren().clear();
    proof.getChildren().clear();
  }

  private void ask(Fixes.Proposal proposal) {
    list(proposal);
    List<String> stopped = proposal.containers();
    consent.setText(words.text("consent.containers", "containers", String.join(", ", stopped)));
    consent.setSelected(false);
    // Enter alone must not stop anybody's containers.
    confirm.setDefaultButton(stopped.isEmpty());
    confirm.disableProperty().unbind();
    if (stopped.isEmpty()) {
      confirm.setDisable(false);
    } else {
      confirm.disableProperty().bind(consent.selectedProperty().not());
    }
    notes.getChildren().setAll(chip(disturbance(proposal)));
    if (!proposal.lines().isEmpty()) {
      notes.getChildren().add(label(undo(proposal), "muted"));
    }
    for (var hand : proposal.byHand()) {
      String first = String.join("\n", said.lines(hand));
      notes
          .getChildren()
          .add(chip(new Light(Status.WARNING, words.text("fix.by-hand", "what", first))));
    }
  }

  private Light disturbance(Fixes.Proposal proposal) {
    if (proposal.lines().isEmpty()) {
      return new Light(Status.UNKNOWN, words.text("fix.nothing"));
    }
    return switch (proposal.disturbance()) {
      case NONE -> new Light(Status.OK, words.text("fix.disturbs.none"));
      case DAEMON -> new Light(Status.WARNING, words.text("fix.disturbs.daemon"));
      case CONTAINERS ->
          new Light(
              Status.WARNING,
              proposal.containers().isEmpty()
                  ? words.text("fix.disturbs.containers")
                  : words.text(
                      "fix.disturbs.containers-stop",
                      "containers",
                      String.join(", ", proposal.containers())));
    };
  }

  private String undo(Fixes.Proposal proposal) {
    return words.text(
        switch (proposal.undo()) {
          case WHOLLY -> "fix.undo.wholly";
          case PARTLY -> "fix.undo.partly";
          case NOT -> "fix.undo.not";
        });
  }

  private void list(Fixes.Proposal proposal) {
    if (proposal.equals(shown)) {
      return;
    }
    begin(proposal.finding());
    shown = proposal;
    String before = "";
    VBox group = new VBox();
    for (Fixes.Line line : proposal.lines()) {
      String title = title(line);
      if (!title.equals(before)) {
        group = new VBox(label(title, "step-title"));
        group.getStyleClass().add("plan-step");
        lines.getChildren().add(group);
      }
      group.getChildren().addAll(line(line));
      before = title;
    }
  }

  private String title(Fixes.Line line) {
    NodeId node = line.node();
    String where = node == null ? "etcd" : node.name();
    return where + " · " + new StepText(words).title(line.step());
  }

  /** A command with a mark for how far it is, and its risk. */
  private List<Node> line(Fixes.Line line) {
    StatusChip mark = new StatusChip();
    mark.setVisible(false);
    mark.setMinWidth(Region.USE_PREF_SIZE);
    marks.add(mark);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox command = new HBox(label(line.command(), "fix-command"), gap, mark);
    String risk = new StepText(words).risk(line.step());
    return risk.isEmpty()
        ? List.of(command)
        : List.of(command, chip(new Light(Status.WARNING, risk)));
  }

  private void mark(int line, FixState.Mark mark) {
    switch (mark) {
      case FixState.Mark.Waiting _ -> marks.get(line).setVisible(false);
      case FixState.Mark.Working _ ->
          mark(line, new Light(Status.BUSY, words.text("step.running")));
      case FixState.Mark.Done(StepOutcome outcome) -> mark(line, light(outcome));
    }
  }

  private void mark(int line, Light light) {
    marks.get(line).setVisible(true);
    marks.get(line).show(light);
  }

  private Light light(StepOutcome outcome) {
    return switch (outcome) {
      case StepOutcome.Changed _, StepOutcome.Unchanged _ ->
          new Light(Status.OK, words.text("rollback.done"));
      case StepOutcome.Failed(Failure failure) -> new Light(Status.FAILED, words.message(failure));
      case StepOutcome.NotReached _ -> new Light(Status.UNKNOWN, words.text("fix.not-reached"));
    };
  }

  private void conclude(Fixes.Report report) {
    list(report.proposal());
    for (int i = 0; i < Math.min(marks.size(), report.outcomes().size()); i++) {
      mark(i, light(report.outcomes().get(i).outcome()));
    }
    report
        .failure()
        .ifPresentOrElse(
            this::explain,
            () ->
                say(
                    report.healed()
                        ? new Light(Status.OK, words.text("fix.healed"))
                        : new Light(Status.FAILED, words.text("fix.not-healed"))));
    if (report.refusal() == null) {
      prove(report);
    }
  }

  /** What was measured before and after, and what is still wrong. */
  private void prove(Fixes.Report report) {
    proof.getChildren().clear();
    List<Subject.OnPair> pairs =
        report.proposal().finding().pairs().stream()
            .sorted(Comparator.comparing(Subject.OnPair::text))
            .limit(CELLS)
            .toList();
    if (!pairs.isEmpty()) {
      GridPane grid = new GridPane();
      grid.getStyleClass().add("fix-cells");
      grid.addRow(
          0,
          label("", "card-key"),
          label(words.text("fix.before"), "card-key"),
          label(words.text("fix.after"), "card-key"));
      for (Subject.OnPair pair : pairs) {
        grid.addRow(
            grid.getRowCount(),
            label(pair.from() + " → " + pair.to(), "card-value"),
            chip(cell(report.proposal().seen().facts().matrix(), pair)),
            chip(cell(report.after().facts().matrix(), pair)));
      }
      proof.getChildren().add(grid);
    }
    if (!report.left().isEmpty()) {
      proof.getChildren().add(label(words.text("fix.left"), "panel-title"));
      report.left().forEach(it -> proof.getChildren().add(chip(FindingLight.of(it, said))));
    }
  }

  private Light cell(MatrixSnapshot matrix, Subject.OnPair pair) {
    return switch (matrix.cell(
        matrix.nodes().indexOf(pair.from()), matrix.nodes().indexOf(pair.to()))) {
      case Cell.Reached reached ->
          new Light(Status.OK, words.text("link.rtt", "ms", Words.rtt(reached.rtt())));
      case Cell.Lost _ -> new Light(Status.FAILED, words.text("cell.lost"));
      case Cell.SourceUnreachable _ ->
          new Light(Status.UNKNOWN, words.text("cell.source-unreachable"));
      case Cell.NotMeasured _ -> new Light(Status.UNKNOWN, words.text("cell.not-measured"));
    };
  }

  private void explain(Failure failure) {
    Messages.Explanation why = words.describe(failure);
    say(new Light(Status.FAILED, why.message()));
    notes.getChildren().add(label(why.remedy(), "muted"));
  }

  private void say(Light light) {
    headline.show(light);
    notes.getChildren().setAll(headline);
  }

  private static StatusChip chip(Light light) {
    StatusChip chip = new StatusChip();
    chip.setWrapText(true);
    chip.setMinHeight(Region.USE_PREF_SIZE);
    chip.show(light);
    return chip;
  }

  private static Label label(String text, String styleClass) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    label.getStyleClass().add(styleClass);
    return label;
  }

  private static void present(Node control, boolean there) {
    control.setVisible(there);
    control.setManaged(there);
  }
}

package org.flannelboard.ui.kit;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.VBox;
import org.flannelboard.app.Proposal;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;

/** The question before a push: every step that changes something, with its risks, node by node. */
public final class PlanSheet {

  private final Proposal proposal;
  private final Words words;
  private final StepText text;
  private final Push push;

  @FXML private Label title;
  @FXML private Label subtitle;
  @FXML private VBox risks;
  @FXML private VBox nodes;
  @FXML private Button confirm;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private PlanSheet(Proposal proposal, Push push, Words words) {
    this.proposal = proposal;
    this.push = push;
    this.words = words;
    this.text = new StepText(words);
  }

  /** The sheet that asks about a proposal. */
  public static Parent of(Proposal proposal, Push push, Words words) {
    return Fxml.load(new PlanSheet(proposal, push, words), words);
  }

  @FXML
  private void initialize() {
    List<NodePlan> plans = proposal.plan().nodes();
    String names =
        plans.stream().map(NodePlan::node).map(NodeId::name).collect(Collectors.joining(", "));
    title.setText(words.text("plan.title", "nodes", names));
    subtitle.setText(words.text("plan.subtitle", "count", proposal.plan().changes().size()));
    notes().forEach(note -> risks.getChildren().add(note));
    Step etcd = proposal.plan().etcd();
    if (etcd.changes()) {
      nodes.getChildren().add(section("etcd", List.of(etcd), true));
    }
    plans.forEach(
        plan ->
            nodes
                .getChildren()
                .add(section(plan.node().name(), plan.changes(), plans.size() == 1)));
    confirm.setDisable(plans.stream().allMatch(NodePlan::blocked));
  }

  @FXML
  private void confirm() {
    push.confirm();
  }

  @FXML
  private void cancel() {
    push.decline();
  }

  private List<StatusChip> notes() {
    List<StatusChip> all = new ArrayList<>();
    proposal
        .unreachable()
        .forEach((node, why) -> all.add(note(Status.FAILED, node + ": " + words.message(why))));
    Set<String> seen = new LinkedHashSet<>();
    for (NodePlan plan : proposal.plan().nodes()) {
      plan.problems()
          .forEach(p -> all.add(note(Status.WARNING, plan.node() + ": " + words.message(p))));
      plan.changes().stream()
          .map(text::risk)
          .filter(risk -> !risk.isEmpty())
          .forEach(risk -> seen.add(plan.node() + ": " + risk));
    }
    String etcd = text.risk(proposal.plan().etcd());
    if (!etcd.isEmpty()) {
      seen.add("etcd: " + etcd);
    }
    seen.forEach(risk -> all.add(note(Status.WARNING, risk)));
    if (proposal.certificateIssued()) {
      all.add(note(Status.OK, words.text("plan.certificate-issued")));
    }
    return all;
  }

  private static StatusChip note(Status status, String text) {
    StatusChip note = new StatusChip();
    note.setWrapText(true);
    note.show(new Light(status, text));
    return note;
  }

  private TitledPane section(String name, List<Step> steps, boolean open) {
    VBox lines = new VBox();
    lines.getStyleClass().add("plan-steps");
    steps.forEach(step -> lines.getChildren().add(line(step)));
    TitledPane section =
        new TitledPane(words.text("plan.node", "node", name, "count", steps.size()), lines);
    section.setMnemonicParsing(false);
    section.setExpanded(open);
    section.setAnimated(false);
    return section;
  }

  private VBox line(Step step) {
    Label what = new Label(text.title(step));
    what.getStyleClass().add("step-title");
    Label detail = new Label(text.detail(step));
    detail.setMnemonicParsing(false);
    detail.setWrapText(true);
    detail.getStyleClass().add("step-detail");
    VBox line = new VBox(what, detail);
    line.getStyleClass().add("plan-step");
    List<String> diff = StepText.diff(step);
    if (!diff.isEmpty()) {
      line.getChildren().add(diffPane(diff));
    }
    return line;
  }

  private TitledPane diffPane(List<String> diff) {
    VBox lines = new VBox();
    lines.getStyleClass().add("diff");
    for (String each : diff) {
      Label line = new Label(each);
      line.setMnemonicParsing(false);
      line.getStyleClass().add("diff-line");
      if (each.startsWith("+")) {
        line.getStyleClass().add("diff-added");
      } else if (each.startsWith("-")) {
        line.getStyleClass().add("diff-removed");
      }
      line.setMaxWidth(Double.MAX_VALUE);
      lines.getChildren().add(line);
    }
    TitledPane pane = new TitledPane(words.text("plan.show-text"), lines);
    pane.getStyleClass().addAll("dense", "diff-pane");
    pane.setExpanded(false);
    pane.setAnimated(false);
    return pane;
  }
}

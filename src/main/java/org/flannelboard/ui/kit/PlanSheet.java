package org.flannelboard.ui.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TitledPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.flannelboard.app.Pace;
import org.flannelboard.app.Proposal;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.plan.Difference;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.Step;
import org.jspecify.annotations.Nullable;

/**
 * The question before a push: every step that changes something, with its risks. Nodes on which the
 * same is done are told once.
 */
public final class PlanSheet {

  /** So many nodes are named; of more, the first and the last. */
  private static final int NAMED = 6;

  /** With more nodes than this one goes ahead of the others, unless the person says otherwise. */
  private static final int MANY = 8;

  private static final List<Integer> BATCHES = List.of(0, 1, 5, 10, 25, 50);

  private final Proposal proposal;
  private final Words words;
  private final StepText text;
  private final Push push;

  @FXML private Label title;
  @FXML private Label subtitle;
  @FXML private VBox risks;
  @FXML private VBox nodes;
  @FXML private HBox pace;
  @FXML private CheckBox canary;
  @FXML private ComboBox<Integer> batch;
  @FXML private CheckBox consent;
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
    title.setText(
        words.text("plan.title", "nodes", names(plans.stream().map(NodePlan::node).toList())));
    subtitle.setText(words.text("plan.subtitle", "count", proposal.plan().changes().size()));
    risks.getChildren().addAll(notes());
    Step etcd = proposal.plan().etcd();
    if (etcd.changes()) {
      nodes.getChildren().add(section("etcd", List.of(etcd), true));
    }
    List<List<NodePlan>> alike = alike(plans);
    alike.forEach(group -> nodes.getChildren().add(section(group, alike.size() == 1)));
    offerPace(plans.size());
    askForContainers(plans);
  }

  @FXML
  private void confirm() {
    push.confirm(new Pace(canary.isSelected(), batch.getValue()));
  }

  @FXML
  private void cancel() {
    push.decline();
  }

  private void offerPace(int count) {
    boolean several = count > 1;
    pace.setVisible(several);
    pace.setManaged(several);
    canary.setSelected(count > MANY);
    batch.getItems().setAll(BATCHES.stream().filter(size -> size < Math.max(count, 1)).toList());
    batch.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(Integer size) {
            return size == null || size == 0
                ? words.text("plan.batch.all")
                : words.text("plan.batch.some", "count", size);
          }

          @Override
          public Integer fromString(String shown) {
            throw new UnsupportedOperationException("chosen, not typed");
          }
        });
    batch.setValue(count > MANY && batch.getItems().contains(10) ? 10 : 0);
  }

  /** Where containers stop, Enter alone is not enough. */
  private void askForContainers(List<NodePlan> plans) {
    List<String> stopped =
        plans.stream()
            .filter(plan -> !plan.blocked())
            .flatMap(plan -> plan.changes().stream().flatMap(step -> stopped(plan, step)))
            .distinct()
            .toList();
    boolean asks = !stopped.isEmpty();
    consent.setVisible(asks);
    consent.setManaged(asks);
    consent.setText(words.text("consent.containers", "containers", shortened(stopped)));
    confirm.setDefaultButton(!asks);
    if (plans.stream().allMatch(NodePlan::blocked)) {
      confirm.setDisable(true);
    } else if (asks) {
      confirm.disableProperty().bind(consent.selectedProperty().not());
    }
  }

  private static Stream<String> stopped(NodePlan plan, Step step) {
    return step.risk() instanceof Risk.DockerRestarts(List<String> containers, boolean live)
            && !live
        ? containers.stream().map(container -> plan.node() + "/" + container)
        : Stream.of();
  }

  private List<StatusChip> notes() {
    SequencedMap<Light, List<NodeId>> notes = new LinkedHashMap<>();
    proposal
        .unreachable()
        .forEach((node, why) -> add(notes, Status.FAILED, words.message(why), node));
    for (NodePlan plan : proposal.plan().nodes()) {
      plan.problems()
          .forEach(
              p ->
                  add(
                      notes,
                      p.isError() ? Status.FAILED : Status.WARNING,
                      words.message(p),
                      plan.node()));
      plan.changes().stream()
          .map(text::risk)
          .filter(risk -> !risk.isEmpty())
          .distinct()
          .forEach(risk -> add(notes, Status.WARNING, risk, plan.node()));
    }
    List<StatusChip> all = new ArrayList<>();
    proposal
        .networkProblems()
        .forEach(p -> all.add(note(Status.WARNING, "etcd: " + words.message(p))));
    String etcd = text.risk(proposal.plan().etcd());
    if (!etcd.isEmpty()) {
      all.add(note(Status.WARNING, "etcd: " + etcd));
    }
    notes.forEach((light, on) -> all.add(note(light.status(), names(on) + ": " + light.text())));
    if (proposal.certificateIssued()) {
      all.add(note(Status.OK, words.text("plan.certificate-issued")));
      proposal
          .endWithAuthority()
          .ifPresent(end -> all.add(note(Status.WARNING, words.endsWithAuthority(end))));
    }
    return all;
  }

  private static void add(
      SequencedMap<Light, List<NodeId>> notes, Status status, String text, NodeId node) {
    notes.computeIfAbsent(new Light(status, text), _ -> new ArrayList<>()).add(node);
  }

  private static StatusChip note(Status status, String text) {
    StatusChip note = new StatusChip();
    note.setWrapText(true);
    note.show(new Light(status, text));
    return note;
  }

  /** The plans that change something, those together that change the same in the same way. */
  private List<List<NodePlan>> alike(List<NodePlan> plans) {
    return List.copyOf(
        plans.stream()
            .filter(plan -> !plan.changes().isEmpty())
            .collect(
                Collectors.groupingBy(
                    plan -> plan.changes().stream().map(this::kind).toList(),
                    LinkedHashMap::new,
                    Collectors.toList()))
            .values());
  }

  private String kind(Step step) {
    return step.id().code() + " " + text.detail(step);
  }

  private TitledPane section(List<NodePlan> group, boolean open) {
    NodePlan first = group.getFirst();
    TitledPane section =
        section(names(group.stream().map(NodePlan::node).toList()), first.changes(), open);
    if (group.size() > 1) {
      section.setText(
          words.text(
              "plan.alike",
              Map.of(
                  "nodes",
                  group.size(),
                  "count",
                  first.changes().size(),
                  "example",
                  first.node().name())));
    }
    return section;
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
    @Nullable Difference difference = StepText.difference(step);
    if (difference != null) {
      line.getChildren().add(new DiffPane(difference, words));
    }
    return line;
  }

  private String names(List<NodeId> ids) {
    List<String> all = ids.stream().map(NodeId::name).toList();
    return shortened(all);
  }

  private String shortened(List<String> all) {
    return all.size() <= NAMED
        ? String.join(", ", all)
        : words.text(
            "plan.many",
            Map.of("first", all.getFirst(), "last", all.getLast(), "count", all.size()));
  }
}

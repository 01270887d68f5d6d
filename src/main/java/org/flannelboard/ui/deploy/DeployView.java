package org.flannelboard.ui.deploy;

import java.util.ArrayList;
import java.util.List;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.ui.deploy.DeployViewModel.Finding;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.ReadOnly;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/** Steps by nodes, the log of what happens, and the proof of what came of it. */
public final class DeployView {

  private final Session session;
  private final Words words;
  private final DeployViewModel model;
  private final List<StepCell> cells = new ArrayList<>();
  private final StatusChip headline = new StatusChip();

  @FXML private HBox headlineBox;
  @FXML private Button stop;
  @FXML private Button pushAll;
  @FXML private GridPane grid;
  @FXML private VBox findings;
  @FXML private TextArea log;

  /** The place of a node's step on the screen. */
  private record StepCell(NodeId node, StepId step, StatusChip chip) {}

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private DeployView(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.model = new DeployViewModel(session, words);
  }

  /** The page. */
  public static Page page(Session session, Words words) {
    DeployView view = new DeployView(session, words);
    Parent content = Fxml.load(view, words);
    // Bindings and listeners below hold the view as long as its scene graph lives.
    content.setUserData(view);
    return new Page(Place.DEPLOY, content);
  }

  @FXML
  private void initialize() {
    headlineBox.getChildren().add(headline);
    pushAll.disableProperty().bind(model.busy());
    stop.disableProperty().bind(model.stoppable().not());
    ReadOnly.guard(session, words, pushAll);
    buildGrid();
    model.headline().addListener((_, _, now) -> headline.show(now));
    headline.show(model.headline().get());
    model.findings().addListener((_, _, now) -> showFindings(now));
    showFindings(model.findings().get());
    model.log().addListener((_, _, now) -> showLog(now));
    showLog(model.log().get());
    model.state().addListener((_, _, _) -> showProgress());
    showProgress();
  }

  @FXML
  private void pushAll() {
    model.pushAll();
  }

  @FXML
  private void stop() {
    model.stop();
  }

  private void buildGrid() {
    grid.getColumnConstraints().add(new ColumnConstraints(150, 190, 230));
    List<NodeSpec> nodes = model.nodes();
    for (int column = 0; column < nodes.size(); column++) {
      ColumnConstraints constraints = new ColumnConstraints(140, 190, 320);
      constraints.setHgrow(Priority.ALWAYS);
      grid.getColumnConstraints().add(constraints);
      grid.add(header(nodes.get(column)), column + 1, 0);
    }
    List<StepId> steps = DeployViewModel.steps();
    for (int row = 0; row < steps.size(); row++) {
      StepId step = steps.get(row);
      Label title = new Label(words.text("step." + step.code()));
      title.getStyleClass().add("step-title");
      title.setTooltip(new Tooltip(step.code()));
      Region line = new Region();
      line.getStyleClass().add("step-line");
      grid.add(line, 0, row + 1, nodes.size() + 1, 1);
      grid.add(title, 0, row + 1);
      for (int column = 0; column < nodes.size(); column++) {
        StatusChip chip = new StatusChip();
        chip.getStyleClass().add("step-chip");
        cells.add(new StepCell(nodes.get(column).id(), step, chip));
        grid.add(chip, column + 1, row + 1);
      }
    }
  }

  private HBox header(NodeSpec node) {
    Label name = new Label(node.id().name());
    name.setMnemonicParsing(false);
    name.getStyleClass().add("card-name");
    Button push = new Button(words.text("push"), new FontIcon("fth-upload-cloud"));
    push.getStyleClass().addAll("push-button", "small");
    push.setAccessibleText(words.text("push.node", "node", node.id()));
    push.disableProperty().bind(model.busy());
    push.setOnAction(_ -> model.push(node));
    HBox header = new HBox(name, ReadOnly.guarded(session, words, push));
    header.getStyleClass().add("step-header");
    return header;
  }

  private void showProgress() {
    for (StepCell cell : cells) {
      Light light = model.progress(cell.node(), cell.step());
      cell.chip().setVisible(light != null);
      if (light != null) {
        cell.chip().show(light);
      }
    }
  }

  private void showFindings(List<Finding> all) {
    findings.getChildren().clear();
    for (Finding finding : all) {
      Label subject = new Label(finding.subject());
      subject.setMnemonicParsing(false);
      subject.getStyleClass().add("card-name");
      StatusChip light = new StatusChip();
      light.setWrapText(true);
      light.show(finding.light());
      VBox entry = new VBox(subject, light);
      entry.getStyleClass().add("finding");
      if (!finding.remedy().isEmpty()) {
        Label remedy = new Label(finding.remedy());
        remedy.setMnemonicParsing(false);
        remedy.setWrapText(true);
        entry.getChildren().add(remedy);
      }
      findings.getChildren().add(entry);
    }
  }

  private void showLog(String text) {
    log.setText(text);
    log.positionCaret(text.length());
  }
}

package org.flannelboard.ui.deploy;

import java.io.File;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.ui.deploy.DeployViewModel.Proof;
import org.flannelboard.ui.deploy.RunbookExport.Form;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PushBoard;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.ReadOnly;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;

/** Nodes by steps, what is behind each cell, the log of a push, its proof, and the way back. */
public final class DeployView {

  private static final DeployViewModel.Spot ETCD =
      new DeployViewModel.Spot(null, StepId.ETCD_CONFIG);

  private final Session session;
  private final Words words;
  private final DeployViewModel model;
  private final StepDetail detail;
  private final RunbookExport runbook;
  private final PushesPane history;
  private final BooleanBinding sides;
  private final StatusChip headline = new StatusChip();
  private final StatusChip mesh = new StatusChip();
  private final StatusChip etcdLight = new StatusChip();
  private final ReadOnlyObjectWrapper<DeployViewModel.Spot> place =
      new ReadOnlyObjectWrapper<>(ETCD);
  private List<NodeSpec> selected = List.of();

  @FXML private HBox headlineBox;
  @FXML private Label freshness;
  @FXML private Button etcd;
  @FXML private Button compare;
  @FXML private MenuButton runbookMenu;
  @FXML private Button stop;
  @FXML private Button pushSelected;
  @FXML private Button pushAll;
  @FXML private TableView<NodeSpec> grid;
  @FXML private TabPane tabs;
  @FXML private Tab detailTab;
  @FXML private Tab logTab;
  @FXML private Tab proofTab;
  @FXML private Tab pushesTab;
  @FXML private VBox details;
  @FXML private TableView<PushBoard.Entry> log;
  @FXML private HBox meshBox;
  @FXML private ListView<Proof> proofs;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private DeployView(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.model = new DeployViewModel(session, words);
    this.detail = new StepDetail(model, words, session.preferences().diffSideBySide());
    this.runbook = new RunbookExport(session, words);
    this.history = new PushesPane(session, model, words);
    var side = session.preferences().diffSideBySide();
    this.sides = Bindings.createBooleanBinding(side::get, side);
  }

  /** The page. */
  public static Page page(Session session, Words words) {
    DeployView view = new DeployView(session, words);
    Parent content = Fxml.load(view, words);
    // Bindings and listeners below hold the view as long as its scene graph lives.
    content.setUserData(view);
    content.sceneProperty().addListener((_, _, scene) -> view.shown(scene != null));
    return new Page(Place.DEPLOY, content, view.commands());
  }

  /** The first look is the page's own: a page nobody goes to asks nothing of the nodes. */
  private void shown(boolean now) {
    if (now) {
      model.compareOnce();
    }
  }

  private List<Command> commands() {
    return List.of(
        new Command(
            "deploy-compare",
            words.text("drift.compare"),
            new KeyCodeCombination(KeyCode.F6),
            model.busy(),
            model::compare),
        new Command(
            "deploy-push-all",
            words.text("push.all"),
            new KeyCodeCombination(KeyCode.P, KeyCombination.SHORTCUT_DOWN),
            model.closed(),
            this::pushAll),
        new Command(
            "deploy-stop", words.text("push.stop"), null, model.stoppable().not(), this::stop),
        Command.always("deploy-runbook", words.text("runbook.copy"), null, this::copyMarkdown));
  }

  @FXML
  private void initialize() {
    headlineBox.getChildren().add(headline);
    meshBox.getChildren().add(mesh);
    etcd.setGraphic(etcdLight);
    freshness.textProperty().bind(model.freshness());
    compare.disableProperty().bind(model.busy());
    pushAll.disableProperty().bind(model.closed());
    pushSelected.setDisable(true);
    stop.disableProperty().bind(model.stoppable().not());
    ReadOnly.guard(session, words, pushAll, pushSelected);
    StepGrid steps = new StepGrid(grid, model, words);
    steps.onPlace(
        at -> {
          place.set(at);
          session.node().set(at.node());
        },
        at -> tabs.getSelectionModel().select(detailTab));
    steps.onSelection(this::select);
    PushLog lines = new PushLog(log, words);
    proofs.setCellFactory(_ -> new ProofCell(model, words));
    pushesTab.setContent(history.load());
    follow(lines);
  }

  private void follow(PushLog lines) {
    model.headline().addListener((_, _, now) -> headline.show(now));
    headline.show(model.headline().get());
    model.mesh().addListener((_, _, now) -> mesh.show(now));
    mesh.show(model.mesh().get());
    model.log().addListener((_, _, now) -> lines.show(now));
    lines.show(model.log().get());
    model.proofs().addListener((_, _, now) -> proofs.getItems().setAll(now));
    proofs.getItems().setAll(model.proofs().get());
    // A push that changed nothing has nothing to prove node by node.
    proofs.visibleProperty().bind(Bindings.isNotEmpty(proofs.getItems()));
    proofs.managedProperty().bind(proofs.visibleProperty());
    model.sight().addListener((_, before, now) -> moved(before.push(), now.push()));
    place.addListener((_, _, _) -> explain());
    sides.addListener((_, _, _) -> explain());
    sides.get();
    tabs.getSelectionModel().selectedItemProperty().addListener((_, _, tab) -> opened(tab));
    explain();
  }

  private void moved(PushState before, PushState now) {
    explain();
    if (now instanceof PushState.Running && !(before instanceof PushState.Running)) {
      tabs.getSelectionModel().select(logTab);
    } else if (!before.getClass().equals(now.getClass())
        && (now instanceof PushState.Ended || now instanceof PushState.Refused)) {
      tabs.getSelectionModel().select(proofTab);
    }
  }

  private void explain() {
    etcdLight.show(
        new Light(
            model.light(ETCD).status(),
            words.text("deploy.etcd", "state", model.light(ETCD).text())));
    detail.show(place.get(), details);
  }

  private void select(List<NodeSpec> nodes) {
    selected = nodes;
    pushSelected.setText(words.text("push.selected", "count", nodes.size()));
    if (!session.readOnly()) {
      pushSelected
          .disableProperty()
          .bind(
              Bindings.createBooleanBinding(
                  () -> nodes.isEmpty() || model.closed().get(), model.closed()));
    }
    if (pushesTab.isSelected()) {
      opened(pushesTab);
    }
  }

  private void opened(Tab tab) {
    if (tab == pushesTab) {
      history.show(selected.isEmpty() ? model.nodes().getFirst() : selected.getFirst());
    }
  }

  @FXML
  private void compare() {
    model.compare();
  }

  @FXML
  private void showEtcd() {
    place.set(ETCD);
    tabs.getSelectionModel().select(detailTab);
  }

  @FXML
  private void pushAll() {
    model.push(model.nodes());
  }

  @FXML
  private void pushSelected() {
    model.push(selected);
  }

  @FXML
  private void stop() {
    model.stop();
  }

  @FXML
  private void copyMarkdown() {
    copy(Form.MARKDOWN);
  }

  @FXML
  private void copyScript() {
    copy(Form.SCRIPT);
  }

  @FXML
  private void saveMarkdown() {
    save(Form.MARKDOWN);
  }

  @FXML
  private void saveScript() {
    save(Form.SCRIPT);
  }

  private void copy(Form form) {
    runbook.make(
        targets(),
        form,
        text -> {
          ClipboardContent content = new ClipboardContent();
          content.putString(text);
          Clipboard.getSystemClipboard().setContent(content);
          session.tell(new Notice(Status.OK, words.text("runbook.copied"), ""));
        });
  }

  private void save(Form form) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(words.text("runbook.save"));
    chooser.setInitialFileName(runbook.fileName(form));
    File file = chooser.showSaveDialog(grid.getScene().getWindow());
    if (file != null) {
      runbook.save(targets(), form, file.toPath());
    }
  }

  /** What the person selected, or all nodes. */
  private List<NodeSpec> targets() {
    return selected.isEmpty() ? model.nodes() : selected;
  }
}

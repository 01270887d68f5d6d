package org.flannelboard.ui.shell;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.flannelboard.app.Proposal;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Notice;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PlanSheet;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The frame: a rail to the pages, the cluster at a glance, what goes on, what lies over it. */
final class ShellView {

  /** From this width on all of the top bar has room, in English too. */
  private static final double ROOMY = 1150;

  /** What a page calls its filter. */
  private static final String FILTER = ".page-filter";

  private final Session session;
  private final Words words;
  private final ShellViewModel model;
  private final JobsViewModel jobsModel;
  private final Pages pages;
  private final Switches switches;
  private final CommandIndex commands;
  private final Rail rails;
  private final NoticeCard notices;
  private final StackPane content = new StackPane();
  private @Nullable Node before;

  @FXML private StackPane root;
  @FXML private BorderPane frame;
  @FXML private FontIcon brand;
  @FXML private VBox rail;
  @FXML private Button cluster;
  @FXML private Button practice;
  @FXML private Label readOnly;
  @FXML private HBox chips;
  @FXML private StackPane center;
  @FXML private StackPane drawer;
  @FXML private StackPane overlay;
  @FXML private Button tasks;
  @FXML private ProgressBar progress;
  @FXML private Label freshness;
  @FXML private Button palette;
  @FXML private Button refresh;
  @FXML private Button theme;
  @FXML private Button settings;

  /** What the frame asks of the window. */
  record Switches(
      Runnable theme,
      Runnable language,
      Runnable clusters,
      Runnable describe,
      Runnable bringOver,
      Runnable close) {}

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  ShellView(
      Session session, Words words, List<Page.Door> doors, List<Command> hung, Switches switches) {
    this.session = session;
    this.words = words;
    this.model = new ShellViewModel(session, words);
    this.jobsModel = new JobsViewModel(session, words);
    this.pages = new Pages(doors);
    this.switches = switches;
    this.rails = new Rail(words, session.place()::set);
    this.notices = new NoticeCard(words);
    this.commands = new FrameCommands(session, words, acts()).index(pages, hung);
  }

  /** The scene graph of the frame. */
  Parent load() {
    Parent parent = Fxml.load(this, words);
    // Listeners below hold the view as long as its scene graph lives.
    parent.setUserData(this);
    return parent;
  }

  @FXML
  private void initialize() {
    content.getStyleClass().add("content");
    center.getChildren().setAll(content, notices);
    cluster.setText(model.clusterName());
    practice.setVisible(session.practice());
    practice.setManaged(session.practice());
    readOnly.setVisible(session.readOnly());
    readOnly.setManaged(session.readOnly());
    practice.setFocusTraversable(commands.find("practice-faults").isPresent());
    boolean configurable = commands.find("settings").isPresent();
    settings.setVisible(configurable);
    settings.setManaged(configurable);
    rails.fill(rail, pages.places(), model.chips());
    model.chips().forEach((place, light) -> chips.getChildren().add(chip(place, light)));
    tasks.textProperty().bind(jobsModel.summary());
    progress.progressProperty().bind(jobsModel.progress());
    freshness.textProperty().bind(model.freshness());
    jobsModel.jobs().addListener((_, _, _) -> showProgress());
    model.place().addListener((_, from, now) -> go(from, now));
    show(model.place().get());
    model.sheet().addListener((_, _, now) -> show(now));
    show(model.sheet().get());
    model.pushState().addListener((_, was, now) -> pushMoved(was, now));
    model.notice().addListener((_, _, now) -> tell(now));
    model.distrusted().addListener((_, _, now) -> stop(now));
    showProgress();
    root.widthProperty().subscribe(width -> makeRoom(width.doubleValue()));
  }

  /** In a narrow window the chips need the room of what palette and keyboard do as well. */
  private void makeRoom(double width) {
    boolean roomy = width == 0 || width >= ROOMY; // no width yet: not laid out yet
    for (Node spare : List.of(brand, palette, refresh, theme)) {
      spare.setVisible(roomy);
      spare.setManaged(roomy);
    }
  }

  /** Gets something ready that will be asked for later. */
  void getReady() {
    pages.makeNext();
  }

  // Keys, brought by the window from the whole scene

  /** Keys that a sheet takes before anything in it does. */
  void filter(KeyEvent event) {
    Sheet sheet = model.sheet().get();
    if (sheet != null && event.getCode() == KeyCode.ESCAPE) {
      sheet.escape().run();
      event.consume();
    }
  }

  /** A key that nothing inside made use of. */
  void pressed(KeyEvent event) {
    if (model.sheet().get() != null) {
      return;
    }
    if (event.getCode() == KeyCode.ESCAPE) {
      back();
      event.consume();
    } else if (!Keyboard.typing(root.getScene(), event)) {
      run(commands.pressed(event, model.place().get()), event);
    }
  }

  /** A character that nothing inside made use of. */
  void typed(KeyEvent event) {
    if (model.sheet().get() == null && !Keyboard.typing(root.getScene(), event)) {
      run(commands.typed(event.getCharacter()), event);
    }
  }

  private static void run(Optional<Command> command, KeyEvent event) {
    command.ifPresent(
        it -> {
          it.run();
          event.consume();
        });
  }

  /** One step out: of the notice, of the list of tasks, of the page. */
  private void back() {
    if (notices.dismiss()) {
      return;
    }
    if (drawer.isVisible()) {
      toggleTasks();
    } else {
      model.previous().ifPresent(session.place()::set);
    }
  }

  // What lies over the frame

  private void go(Place from, Place now) {
    model.left(from);
    show(now);
  }

  private void show(Place place) {
    boolean inside = root.getScene() != null && isInside(root.getScene().getFocusOwner());
    pages.at(place).ifPresent(page -> content.getChildren().setAll(page.content()));
    rails.mark(place);
    if (inside) {
      // Whoever was on the page goes on from the next one's beginning.
      content.requestFocus();
    }
  }

  private boolean isInside(@Nullable Node node) {
    for (Node at = node; at != null; at = at.getParent()) {
      if (at == content) {
        return true;
      }
    }
    return false;
  }

  private void show(@Nullable Sheet sheet) {
    boolean opens = !overlay.isVisible() && sheet != null;
    if (opens && root.getScene() != null) {
      before = root.getScene().getFocusOwner();
    }
    if (sheet == null) {
      overlay.getChildren().clear();
    } else {
      overlay.getChildren().setAll(sheet.content().apply(words));
    }
    overlay.setVisible(sheet != null);
    frame.setDisable(sheet != null);
    drawer.setDisable(sheet != null);
    Node first = sheet == null ? before : overlay.lookup(".sheet-first");
    Node otherwise = sheet == null ? content : overlay;
    (first != null && first.getScene() != null ? first : otherwise).requestFocus();
  }

  private void tell(@Nullable Notice notice) {
    if (notice != null) {
      notices.tell(notice);
    }
  }

  private void stop(@Nullable NodeFailure distrusted) {
    if (distrusted == null) {
      return;
    }
    Sheet sheet = HostKeyView.sheet(session, distrusted);
    if (model.sheet().get() == null) {
      session.show(sheet);
    } else {
      session.tell(
          new Notice(
              Status.FAILED,
              words.message(distrusted),
              "",
              new Notice.Action(words.text("notice.show"), () -> session.show(sheet))));
    }
  }

  private void pushMoved(PushState was, PushState now) {
    if (now instanceof PushState.Confirming(Proposal proposal)) {
      session.show(
          new Sheet(
              spoken -> PlanSheet.of(proposal, session.push(), spoken), session.push()::decline));
    } else if (was instanceof PushState.Confirming) {
      session.closeSheet();
    }
    boolean began = now instanceof PushState.Running && !(was instanceof PushState.Running);
    if (began || now instanceof PushState.Refused) {
      session.place().set(Place.DEPLOY);
    }
    showProgress();
  }

  private void showProgress() {
    boolean busy = jobsModel.running() > 0;
    progress.setVisible(busy);
    progress.setManaged(busy);
  }

  // What the buttons do

  @FXML
  private void refresh() {
    run("refresh");
  }

  @FXML
  private void palette() {
    run("palette");
  }

  @FXML
  private void switchTheme() {
    switches.theme().run();
  }

  @FXML
  private void switchLanguage() {
    switches.language().run();
  }

  @FXML
  private void switchCluster() {
    switches.clusters().run();
  }

  @FXML
  private void faults() {
    run("practice-faults");
  }

  @FXML
  private void settings() {
    run("settings");
  }

  @FXML
  private void toggleTasks() {
    boolean opens = !drawer.isVisible();
    drawer.getChildren().clear();
    if (opens) {
      drawer.getChildren().add(new JobsView(jobsModel, words, this::toggleTasks).load());
    }
    drawer.setVisible(opens);
    Node first = opens ? drawer.lookup(".job-cancel") : tasks;
    Node target = first == null ? drawer.lookup("#tasks-close") : first;
    if (target != null) {
      target.requestFocus();
    }
  }

  private void run(String id) {
    commands.find(id).ifPresent(Command::run);
  }

  private FrameCommands.Acts acts() {
    return new FrameCommands.Acts(
        switches.theme(),
        switches.language(),
        switches.clusters(),
        switches.describe(),
        switches.bringOver(),
        switches.close(),
        () -> session.show(PaletteView.sheet(session, commands())),
        () -> session.show(ShortcutsView.sheet(session, commands())),
        this::toggleTasks,
        this::focusFilter);
  }

  private CommandIndex commands() {
    return commands;
  }

  private void focusFilter() {
    Node filter = content.lookup(FILTER);
    if (filter != null) {
      filter.requestFocus();
    }
  }

  private Button chip(Place place, ObservableValue<Light> light) {
    StatusChip chip = new StatusChip();
    chip.getStyleClass().add("chip-pill");
    Button button = new Button(null, chip);
    Tooltip tooltip = new Tooltip();
    button.setTooltip(tooltip);
    button.setId("chip-" + place.name().toLowerCase(Locale.ROOT));
    button.getStyleClass().setAll("chip-button");
    button.setOnAction(_ -> session.place().set(place));
    light.subscribe(
        now -> {
          chip.show(now);
          button.setAccessibleText(now.text());
          tooltip.setText(now.text());
        });
    return button;
  }
}

package org.flannelboard.ui.practice;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import javafx.collections.FXCollections;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.flannelboard.app.PracticeControls;
import org.flannelboard.app.PracticeControls.Fault;
import org.flannelboard.app.PracticeControls.Kind;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The sheet on which the practice cluster is broken and mended, and its clock moved on. */
public final class PracticeView {

  private final PracticeViewModel model;
  private final Words words;
  private PracticeControls.@Nullable Following following;

  @FXML private ComboBox<NodeId> node;
  @FXML private ComboBox<NodeId> peer;
  @FXML private TextField filter;
  @FXML private VBox faults;
  @FXML private VBox present;
  @FXML private Label count;
  @FXML private Label now;
  @FXML private Label ahead;
  @FXML private Label later;
  @FXML private Label trouble;
  @FXML private Button allOff;
  @FXML private Button reset;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private PracticeView(PracticeViewModel model, Words words) {
    this.model = model;
    this.words = words;
  }

  /** What opens the sheet; empty where the cluster is a real one. */
  public static Optional<Command> command(Session session, Words words) {
    return Optional.ofNullable(session.practiceControls())
        .map(
            controls ->
                Command.always(
                    "practice-faults",
                    words.text("practice.command"),
                    null,
                    () -> session.show(sheet(session, controls))));
  }

  private static Sheet sheet(Session session, PracticeControls controls) {
    return new Sheet(words -> content(session, controls, words), session::closeSheet);
  }

  private static Parent content(Session session, PracticeControls controls, Words words) {
    PracticeViewModel model =
        new PracticeViewModel(session, controls, words, ZoneId.systemDefault());
    PracticeView view = new PracticeView(model, words);
    Parent root = Fxml.load(view, words);
    root.sceneProperty().addListener((_, _, scene) -> view.shownIn(scene));
    return root;
  }

  @FXML
  private void initialize() {
    node.setItems(FXCollections.observableList(model.nodes()));
    peer.setItems(FXCollections.observableList(model.nodes()));
    node.valueProperty().bindBidirectional(model.node());
    peer.valueProperty().bindBidirectional(model.peer());
    filter.textProperty().bindBidirectional(model.filter());
    now.textProperty().bind(model.now());
    ahead.textProperty().bind(model.ahead());
    trouble.textProperty().bind(model.trouble());
    trouble.visibleProperty().bind(model.trouble().isNotEmpty());
    trouble.managedProperty().bind(trouble.visibleProperty());
    later.visibleProperty().bind(later.textProperty().isNotEmpty());
    later.managedProperty().bind(later.visibleProperty());
    model.node().subscribe(this::list);
    model.peer().subscribe(this::list);
    model.filter().subscribe(this::list);
    model.state().subscribe(this::list);
    list();
  }

  /** Follows the switches for as long as the sheet is to be seen. */
  private void shownIn(@Nullable Scene scene) {
    if (following != null) {
      following.close();
    }
    following = scene == null ? null : model.follow();
  }

  @FXML
  private void mendAll() {
    model.mendAll();
  }

  @FXML
  private void hour() {
    model.advance(PracticeViewModel.HOUR);
  }

  @FXML
  private void day() {
    model.advance(PracticeViewModel.DAY);
  }

  @FXML
  private void year() {
    model.advance(PracticeViewModel.YEAR);
  }

  @FXML
  private void reset() {
    model.resetClock();
    later.setText(words.text("practice.reset-later"));
  }

  @FXML
  private void close() {
    model.close();
  }

  private void list() {
    Optional<String> focused = focused();
    faults.getChildren().clear();
    model
        .groups()
        .forEach(
            (title, kinds) -> {
              Label heading = new Label(title);
              heading.getStyleClass().add("fault-group");
              faults.getChildren().add(heading);
              kinds.forEach(kind -> faults.getChildren().add(row(kind)));
            });
    List<Fault> on = model.state().get().on();
    present.getChildren().setAll(on.stream().map(this::line).toList());
    count.setText(
        on.isEmpty()
            ? words.text("practice.none-on")
            : words.text("practice.on-count", "count", on.size()));
    allOff.setDisable(on.isEmpty());
    reset.setDisable(model.state().get().ahead().isZero());
    focused.map(id -> faults.lookup("#" + id)).ifPresent(button -> button.requestFocus());
  }

  /** The row a person switched keeps the focus though it is made anew. */
  private Optional<String> focused() {
    return Optional.ofNullable(faults.getScene())
        .map(Scene::getFocusOwner)
        .map(owner -> owner.getId())
        .filter(id -> id.startsWith("switch-"));
  }

  private HBox row(Kind kind) {
    Fault fault = model.chosen(kind);
    boolean on = model.isOn(fault);
    Label sentence = new Label(model.sentence(kind));
    sentence.setWrapText(true);
    sentence.setMinHeight(Label.USE_PREF_SIZE);
    sentence.setMnemonicParsing(false);
    Label place = new Label(model.canSwitch(kind) ? model.place(fault) : pairNeeded());
    place.setMnemonicParsing(false);
    place.getStyleClass().addAll("muted", "fault-place");
    HBox under = new HBox(code(kind.code()), place);
    under.getStyleClass().add("fault-under");
    String elsewhere = model.elsewhere(kind);
    if (!elsewhere.isEmpty()) {
      under.getChildren().add(chip(elsewhere));
    }
    VBox text = new VBox(sentence, under);
    text.getStyleClass().add("fault-text");
    HBox.setHgrow(text, Priority.ALWAYS);
    HBox row = new HBox(text);
    if (on) {
      row.getChildren().add(chip(words.text("practice.on")));
    }
    row.getChildren().add(button(kind, fault, on));
    row.getStyleClass().add("fault-row");
    return row;
  }

  private Button button(Kind kind, Fault fault, boolean on) {
    Button button = new Button(words.text(on ? "practice.switch-off" : "practice.switch-on"));
    button.setId("switch-" + kind.code());
    button.setGraphic(new FontIcon(on ? "fth-tool" : "fth-zap"));
    button.getStyleClass().add("fault-switch");
    button.setDisable(!on && !model.canSwitch(kind));
    button.setAccessibleText(
        words.text(
            on ? "practice.switch-off-at" : "practice.switch-on-at",
            "fault",
            kind.code(),
            "nodes",
            model.canSwitch(kind) ? model.place(fault) : pairNeeded()));
    button.setOnAction(_ -> model.toggle(kind));
    return button;
  }

  private String pairNeeded() {
    return words.text("practice.pair-needed");
  }

  private HBox line(Fault fault) {
    Label what = code(fault.code());
    what.getStyleClass().add("fault-present-code");
    Label where = new Label(model.place(fault));
    where.setMnemonicParsing(false);
    VBox text = new VBox(where, what);
    HBox.setHgrow(text, Priority.ALWAYS);
    Button mend = new Button(words.text("practice.switch-off"));
    mend.getStyleClass().add("fault-switch");
    mend.setAccessibleText(
        words.text("practice.switch-off-at", "fault", fault.code(), "nodes", model.place(fault)));
    mend.setOnAction(_ -> model.mend(fault));
    HBox line = new HBox(text, mend);
    line.getStyleClass().add("fault-row");
    return line;
  }

  private static Label code(String text) {
    Label code = new Label(text);
    code.setMnemonicParsing(false);
    code.getStyleClass().add("fault-code");
    return code;
  }

  private static StatusChip chip(String text) {
    StatusChip chip = new StatusChip();
    chip.show(new Light(Status.FAILED, text));
    return chip;
  }
}

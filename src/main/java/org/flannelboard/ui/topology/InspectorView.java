package org.flannelboard.ui.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.app.Messages;
import org.flannelboard.app.Service;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.ReadOnly;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.flannelboard.ui.topology.InspectorViewModel.Drift;
import org.flannelboard.ui.topology.InspectorViewModel.Found;
import org.flannelboard.ui.topology.InspectorViewModel.Peer;
import org.flannelboard.ui.topology.NodeFacts.Fact;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** All about the selected node, and what can be done with it. */
final class InspectorView {

  private final InspectorViewModel model;
  private final TopologyViewModel map;
  private final NodeRestart restart;
  private final Consumer<NodeSpec> openLogs;
  private final Session session;
  private final Words words;
  private final StatusChip whole = new StatusChip();
  private final List<Aging> ages = new ArrayList<>();
  private final Label foundAge = label("", "panel-title");
  private List<Fact> shown = List.of();
  private @Nullable List<Found> found;

  @FXML private Label name;
  @FXML private Label address;
  @FXML private HBox state;
  @FXML private VBox trouble;
  @FXML private Label troubleText;
  @FXML private Label remedy;
  @FXML private Button push;
  @FXML private MenuButton restartUnit;
  @FXML private Button undo;
  @FXML private VBox driftBox;
  @FXML private VBox foundBox;
  @FXML private GridPane facts;
  @FXML private ListView<Peer> peers;

  /** A fact and where its age stands. */
  private record Aging(Fact fact, Label label) {}

  /**
   * @param openLogs shows a node's journals
   */
  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  InspectorView(
      InspectorViewModel model,
      TopologyViewModel map,
      NodeRestart restart,
      Consumer<NodeSpec> openLogs,
      Session session,
      Words words) {
    this.model = model;
    this.map = map;
    this.restart = restart;
    this.openLogs = openLogs;
    this.session = session;
    this.words = words;
  }

  Parent load() {
    return Fxml.load(this, words);
  }

  @FXML
  private void initialize() {
    state.getChildren().setAll(whole);
    whole.setWrapText(true);
    List.of(push, restartUnit, undo)
        .forEach(button -> button.disableProperty().bind(map.pushing()));
    ReadOnly.guard(session, words, push, restartUnit, undo);
    peers.setCellFactory(_ -> new PeerCell());
    map.selected()
        .addListener(
            (_, before, now) -> {
              if (!before.equals(now)) {
                model.forgetDrift();
              }
            });
    model.card().addListener((_, _, now) -> showCard(now));
    model.facts().addListener((_, _, now) -> showFacts(now));
    model.peers().addListener((_, _, now) -> showPeers(now));
    model.drift().addListener((_, _, now) -> showDrift(now));
    showCard(model.card().get());
    showFacts(model.facts().get());
    showDrift(null);
    model.found().addListener((_, _, now) -> showFound(now));
    showFound(model.found().get());
  }

  private void showFound(List<Found> now) {
    foundAge.setText(words.text("inspector.findings", "age", model.foundAge()));
    if (now.equals(found)) {
      return;
    }
    found = now;
    foundBox.setVisible(!now.isEmpty());
    foundBox.setManaged(!now.isEmpty());
    foundBox.getChildren().setAll(foundAge);
    for (Found each : now) {
      StatusChip chip = new StatusChip();
      chip.setWrapText(true);
      chip.setMinHeight(Region.USE_PREF_SIZE);
      chip.show(each.light());
      foundBox.getChildren().add(chip);
      if (each.pair() != null) {
        foundBox.getChildren().add(explain(each.pair()));
      }
    }
  }

  private Button explain(Subject.OnPair pair) {
    Button button =
        new Button(
            words.text("inspector.explain", "from", pair.from(), "to", pair.to()),
            new FontIcon("fth-search"));
    button.setMnemonicParsing(false);
    button.getStyleClass().add("small");
    button.setOnAction(_ -> model.explain(pair));
    return button;
  }

  private void showCard(@Nullable NodeCard card) {
    if (card == null) {
      return;
    }
    name.setText(card.spec().id().name());
    address.setText(card.spec().ip().toString());
    whole.show(card.whole());
    facts.pseudoClassStateChanged(NodeCardCell.FADED, card.faded());
    Messages.Explanation why = model.trouble();
    trouble.setVisible(why != null);
    trouble.setManaged(why != null);
    if (why != null) {
      troubleText.setText(why.message());
      remedy.setText(why.remedy());
    }
    ages.forEach(aging -> aging.label().setText(model.age(aging.fact())));
    foundAge.setText(words.text("inspector.findings", "age", model.foundAge()));
  }

  private void showFacts(List<Fact> now) {
    if (same(now)) {
      // Only their age changed: the buttons under somebody's finger stay.
      for (int i = 0; i < ages.size(); i++) {
        ages.set(i, new Aging(now.get(i), ages.get(i).label()));
      }
      shown = now;
      return;
    }
    shown = now;
    facts.getChildren().clear();
    ages.clear();
    for (int i = 0; i < now.size(); i++) {
      showFact(i, now.get(i));
    }
  }

  private boolean same(List<Fact> now) {
    if (now.size() != shown.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      Fact one = now.get(i);
      Fact other = shown.get(i);
      if (!one.name().equals(other.name()) || !one.value().equals(other.value())) {
        return false;
      }
    }
    return true;
  }

  private void showFact(int row, Fact fact) {
    Label key = label(fact.name(), "fact-key");
    Label age = label(model.age(fact), "fact-age");
    age.setMinWidth(Region.USE_PREF_SIZE);
    ages.add(new Aging(fact, age));
    Label value = value(fact);
    GridPane.setHgrow(value, Priority.ALWAYS);
    facts.addRow(row, key, value, age);
    if (!fact.copied().isEmpty()) {
      facts.add(copyButton(fact), 3, row);
    }
  }

  private static Label value(Fact fact) {
    if (!fact.copied().isEmpty() || fact.value().status() == Status.UNKNOWN) {
      Label value = label(fact.value().text(), "fact-value");
      value.setTooltip(new Tooltip(fact.value().text()));
      return value;
    }
    StatusChip chip = new StatusChip();
    chip.setWrapText(true);
    chip.show(fact.value());
    return chip;
  }

  private Button copyButton(Fact fact) {
    FontIcon glyph = new FontIcon("fth-copy");
    Button button = new Button("", glyph);
    button.getStyleClass().addAll("button-icon", "flat", "copy-button");
    button.setAccessibleText(words.text("fact.copy", "name", fact.name()));
    button.setTooltip(new Tooltip(words.text("fact.copy", "name", fact.name())));
    button.setOnAction(
        _ -> {
          ClipboardContent content = new ClipboardContent();
          content.putString(fact.copied());
          Clipboard.getSystemClipboard().setContent(content);
          glyph.setIconLiteral("fth-check");
          button.setAccessibleText(words.text("fact.copied", "name", fact.name()));
        });
    return button;
  }

  private void showPeers(List<Peer> now) {
    if (!peers.getItems().equals(now)) {
      peers.getItems().setAll(now);
    }
  }

  private void showDrift(@Nullable Drift drift) {
    driftBox.getChildren().clear();
    driftBox.setVisible(drift != null);
    driftBox.setManaged(drift != null);
    if (drift == null) {
      return;
    }
    StatusChip title = new StatusChip();
    title.setWrapText(true);
    title.show(drift.title());
    driftBox.getChildren().add(title);
    for (String line : drift.lines()) {
      Label text = label(line, "drift-line");
      text.setWrapText(true);
      text.setMinHeight(Region.USE_PREF_SIZE);
      driftBox.getChildren().add(text);
    }
    if (!drift.lines().isEmpty()) {
      Button open = new Button(words.text("drift.open"), new FontIcon("fth-arrow-right"));
      open.setId("drift-open");
      open.getStyleClass().addAll("small");
      open.setOnAction(_ -> model.openDeploy());
      driftBox.getChildren().add(open);
    }
  }

  @FXML
  private void close() {
    map.inspecting().set(false);
  }

  @FXML
  private void push() {
    model.push();
  }

  @FXML
  private void restartFlanneld() {
    model.ifSelected(node -> restart.propose(node, Service.FLANNELD));
  }

  @FXML
  private void restartDocker() {
    model.ifSelected(node -> restart.propose(node, Service.DOCKER));
  }

  @FXML
  private void logs() {
    model.ifSelected(openLogs);
  }

  @FXML
  private void drift() {
    model.findDrift();
  }

  @FXML
  private void rollback() {
    model.rollback();
  }

  private static Label label(String text, String styleClass) {
    Label label = new Label(text);
    label.setMnemonicParsing(false);
    label.getStyleClass().add(styleClass);
    return label;
  }
}

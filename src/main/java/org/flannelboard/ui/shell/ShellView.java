package org.flannelboard.ui.shell;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.flannelboard.app.Proposal;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.PlanSheet;
import org.flannelboard.ui.kit.PushState;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Sheet;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** The frame: a rail to the pages, the cluster at a glance, the plan to confirm, what goes on. */
final class ShellView {

  private final Session session;
  private final Words words;
  private final ShellViewModel model;
  private final List<Page> pages;
  private final Switches switches;
  private final Map<Place, ToggleButton> rails = new EnumMap<>(Place.class);
  private final ToggleGroup railGroup = new ToggleGroup();

  @FXML private StackPane root;
  @FXML private BorderPane frame;
  @FXML private VBox rail;
  @FXML private Label cluster;
  @FXML private Label practice;
  @FXML private Label readOnly;
  @FXML private HBox chips;
  @FXML private StackPane content;
  @FXML private StackPane overlay;
  @FXML private Label activity;
  @FXML private Label freshness;
  @FXML private Button theme;
  @FXML private Button language;

  /** What the frame's buttons ask of the window. */
  record Switches(Runnable theme, Runnable language) {}

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  ShellView(Session session, Words words, List<Page> pages, Switches switches) {
    this.session = session;
    this.words = words;
    this.model = new ShellViewModel(session, words);
    this.pages = pages;
    this.switches = switches;
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
    cluster.setText(model.clusterName());
    practice.setVisible(session.practice());
    practice.setManaged(session.practice());
    readOnly.setVisible(session.readOnly());
    readOnly.setManaged(session.readOnly());
    pages.forEach(page -> rail.getChildren().add(railButton(page.place())));
    for (ObservableValue<Light> chip :
        List.of(model.nodes(), model.etcd(), model.certificates(), model.mesh())) {
      chips.getChildren().add(chip(chip));
    }
    activity.textProperty().bind(model.activity());
    freshness.textProperty().bind(model.freshness());
    model.place().addListener((_, _, now) -> show(now));
    show(model.place().get());
    model.sheet().addListener((_, _, now) -> show(now));
    show(model.sheet().get());
    model.pushState().addListener((_, before, now) -> pushMoved(before, now));
    root.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
  }

  private void show(Place place) {
    pages.stream()
        .filter(page -> page.place() == place)
        .forEach(page -> content.getChildren().setAll(page.content()));
    ToggleButton button = rails.get(place);
    if (button != null) {
      button.setSelected(true);
    }
  }

  private void show(@Nullable Sheet sheet) {
    if (sheet == null) {
      overlay.getChildren().clear();
    } else {
      overlay.getChildren().setAll(sheet.content().apply(words));
    }
    overlay.setVisible(sheet != null);
    frame.setDisable(sheet != null);
    Node first = overlay.lookup(".sheet-first");
    if (first != null) {
      first.requestFocus();
    }
  }

  @FXML
  private void refresh() {
    session.status().refresh();
  }

  @FXML
  private void switchTheme() {
    switches.theme().run();
  }

  @FXML
  private void switchLanguage() {
    switches.language().run();
  }

  private Node railButton(Place place) {
    ToggleButton button =
        new ToggleButton(words.text(place.titleKey()), new FontIcon(place.glyph()));
    button.setId("rail-" + place.name().toLowerCase(Locale.ROOT));
    button.getStyleClass().add("rail-button");
    button.setContentDisplay(ContentDisplay.TOP);
    button.setToggleGroup(railGroup);
    button.setMaxWidth(Double.MAX_VALUE);
    button.setTooltip(new Tooltip(words.text(place.titleKey()) + "  Ctrl+" + place.digit()));
    // A page can be left only for another one.
    button.setOnAction(
        _ -> {
          button.setSelected(true);
          session.place().set(place);
        });
    rails.put(place, button);
    return button;
  }

  private static StatusChip chip(ObservableValue<Light> light) {
    StatusChip chip = new StatusChip();
    chip.getStyleClass().add("chip-pill");
    chip.show(light.getValue());
    light.addListener((_, _, now) -> chip.show(now));
    return chip;
  }

  private void pushMoved(PushState before, PushState now) {
    if (now instanceof PushState.Confirming(Proposal proposal)) {
      session.show(
          new Sheet(
              spoken -> PlanSheet.of(proposal, session.push(), spoken), session.push()::decline));
    } else if (before instanceof PushState.Confirming) {
      session.closeSheet();
    }
    boolean began = now instanceof PushState.Running && !(before instanceof PushState.Running);
    if (began || now instanceof PushState.Refused) {
      session.place().set(Place.DEPLOY);
    }
  }

  private void pressed(KeyEvent event) {
    Sheet sheet = model.sheet().get();
    if (sheet != null) {
      if (event.getCode() == KeyCode.ESCAPE) {
        sheet.escape().run();
        event.consume();
      }
    } else if (event.getCode() == KeyCode.F5) {
      refresh();
      event.consume();
    } else if (event.isShortcutDown() && event.getCode().isDigitKey()) {
      int digit = event.getCode().getChar().charAt(0) - '0';
      pages.stream()
          .map(Page::place)
          .filter(place -> place.digit() == digit)
          .forEach(session.place()::set);
      event.consume();
    }
  }
}

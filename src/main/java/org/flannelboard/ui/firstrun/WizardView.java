package org.flannelboard.ui.firstrun;

import java.util.EnumMap;
import java.util.Map;
import javafx.css.PseudoClass;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The wizard's frame: where the person is, the step, and the ways on and back. */
final class WizardView {

  private static final PseudoClass CURRENT = PseudoClass.getPseudoClass("current");

  private final WizardViewModel model;
  private final Words words;
  private final Watch watch = new Watch();
  private final Map<Step, Button> rail = new EnumMap<>(Step.class);
  private final Map<Step, Parent> panes = new EnumMap<>(Step.class);

  @FXML private HBox steps;
  @FXML private Label about;
  @FXML private StackPane step;
  @FXML private Label hint;
  @FXML private Button back;
  @FXML private Button next;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  WizardView(WizardViewModel model, Words words) {
    this.model = model;
    this.words = words;
  }

  /** The scene graph. */
  Parent load() {
    Parent parent = Fxml.load(this, words);
    parent.setUserData(this);
    return parent;
  }

  @FXML
  private void initialize() {
    for (Step each : Step.values()) {
      Button button = new Button(each.ordinal() + 1 + "  " + title(each));
      button.setId("wizard-step-" + each.code());
      button.getStyleClass().setAll("wizard-step");
      button.setMnemonicParsing(false);
      button.setOnAction(_ -> model.go(each));
      rail.put(each, button);
      steps.getChildren().add(button);
    }
    watch.on(model.step(), this::show);
    watch.on(model.judged(), this::judge);
    watch.on(model.writing(), this::judge);
  }

  @FXML
  private void cancel() {
    model.cancel();
  }

  @FXML
  private void back() {
    model.back();
  }

  @FXML
  private void next() {
    if (model.step().get() == Step.SUMMARY) {
      model.write();
    } else if (!model.next()) {
      focus("field-wrong");
    }
  }

  private String title(Step each) {
    return words.text(each.titleKey());
  }

  private void show() {
    Step now = model.step().get();
    Parent pane = panes.computeIfAbsent(now, this::pane);
    step.getChildren().setAll(pane);
    about.setText(words.text(now.aboutKey()));
    rail.forEach((each, button) -> button.pseudoClassStateChanged(CURRENT, each == now));
    back.setDisable(now.previous().isEmpty());
    next.setText(words.text(now == Step.SUMMARY ? "firstrun.write" : "firstrun.next"));
    judge();
    if (step.getScene() != null) {
      // What a scroll pane holds is in the scene once it was laid out.
      step.applyCss();
      step.layout();
      focus("sheet-first");
    }
  }

  private Parent pane(Step each) {
    return switch (each) {
      case NODES -> new NodesPane(model, words).load();
      case ACCESS -> new AccessPane(model, words).load();
      case ETCD -> new EtcdPane(model, words).load();
      case NETWORK -> new NetworkPane(model, words).load();
      case AUTHORITY -> new AuthorityPane(model, words).load();
      case SUMMARY -> new SummaryPane(model, words).load();
    };
  }

  private void judge() {
    Step now = model.step().get();
    for (Map.Entry<Step, Button> each : rail.entrySet()) {
      boolean done = model.isDone(each.getKey());
      each.getValue().getStyleClass().setAll("wizard-step", done ? "wizard-done" : "wizard-open");
    }
    boolean writing = model.writing().get() instanceof Asked.Waiting<?>;
    next.setDisable(writing || (now == Step.SUMMARY && !model.isWhole()));
    hint.setText(model.wasRefused(now) ? words.text("firstrun.refused") : "");
  }

  /** Puts the keys on the first control of a style, as far as there is one. */
  private void focus(String style) {
    Node first = find(step, style);
    if (first != null) {
      first.requestFocus();
    }
  }

  private static @Nullable Node find(Node node, String style) {
    if (node.getStyleClass().contains(style) && !node.isDisabled() && node.isVisible()) {
      return node;
    }
    if (node instanceof Parent parent && !(node instanceof TextInputControl)) {
      for (Node child : parent.getChildrenUnmodifiable()) {
        Node found = find(child, style);
        if (found != null) {
          return found;
        }
      }
    }
    return null;
  }
}

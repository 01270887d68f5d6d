package org.flannelboard.ui.topology;

import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/** A node's card. */
final class NodeCardCell extends VBox {

  static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");
  static final PseudoClass PASSED_OVER = PseudoClass.getPseudoClass("passed-over");
  static final PseudoClass FADED = PseudoClass.getPseudoClass("faded");

  private final Words words;
  private final MapScale scale;
  private final StatusChip whole = new StatusChip();
  private final Label trouble = value("card-trouble");
  private final Label subnet = value("card-subnet");
  private final Label docker0 = value("card-value");
  private final Label vtep = value("card-value");
  private final StatusChip flanneld = new StatusChip();
  private final StatusChip docker = new StatusChip();
  private final StatusChip etcd = new StatusChip();
  private final StatusChip certificate = new StatusChip();
  private final StatusChip found = new StatusChip();
  private final Tooltip wholeText = new Tooltip();
  private @Nullable NodeCard shown;

  NodeCardCell(
      NodeSpec node, MapScale scale, Words words, ObservableValue<Boolean> pushing, Runnable push) {
    this.words = words;
    this.scale = scale;
    setId("card-" + node.id());
    getStyleClass().addAll("node-card", "node-card-" + scale.name().toLowerCase(Locale.ROOT));
    whole.setTooltip(wholeText);
    trouble.setWrapText(true);
    trouble.setManaged(false);
    switch (scale) {
      case FULL ->
          getChildren()
              .addAll(
                  header(node, button(node, pushing, push)), states(), trouble, facts(), lights());
      case COMPACT, TILES -> {
        whole.getStyleClass().add("card-glyph");
        HBox.setHgrow(subnet, Priority.ALWAYS);
        subnet.setMaxWidth(Double.MAX_VALUE);
        HBox facts = new HBox(6, subnet, found, compactLights());
        facts.getStyleClass().add("card-fades");
        getChildren().addAll(header(node, whole), facts);
      }
    }
  }

  /** Shows a card, unless it is the one that is shown. */
  void show(NodeCard card) {
    if (card.equals(shown)) {
      return;
    }
    shown = card;
    showWhole(card);
    trouble.setText(card.trouble());
    trouble.setManaged(!card.trouble().isEmpty() && scale == MapScale.FULL);
    trouble.setVisible(trouble.isManaged());
    subnet.setText(card.subnet());
    docker0.setText(card.docker0());
    vtep.setText(card.vtep());
    light(flanneld, "flanneld", card.flanneld());
    light(docker, "docker", card.docker());
    light(etcd, "etcd", card.etcd());
    light(certificate, words.text("card.certificate"), card.certificate());
    Light beside = card.beside();
    showFound(beside);
    pseudoClassStateChanged(FADED, card.faded());
    String mark = beside == null ? "" : ", " + beside.text();
    setAccessibleText(card.spec().id() + ", " + card.head().text() + mark + ", " + card.subnet());
  }

  private void showFound(@Nullable Light mark) {
    found.setVisible(mark != null);
    found.setManaged(mark != null);
    if (mark != null) {
      found.show(mark);
      if (scale != MapScale.FULL) {
        found.setText("");
        found.setTooltip(new Tooltip(mark.text()));
      }
    }
  }

  void select(boolean selected) {
    pseudoClassStateChanged(SELECTED, selected);
  }

  private void showWhole(NodeCard card) {
    Light head = card.head();
    whole.show(head);
    if (scale != MapScale.FULL) {
      whole.setText("");
      whole.setAccessibleText(head.text());
    }
    wholeText.setText((head.text() + "\n" + card.trouble()).strip());
  }

  /** A small card has room for the glyph and the service's name alone; the word is behind it. */
  private void light(StatusChip chip, String name, @Nullable Light light) {
    chip.setVisible(light != null);
    chip.setManaged(light != null);
    if (light == null) {
      return;
    }
    chip.show(light);
    if (scale != MapScale.FULL) {
      chip.setText("");
      chip.setAccessibleText(name + ": " + light.text());
      if (chip.getTooltip() == null) {
        chip.setTooltip(new Tooltip());
      }
      chip.getTooltip().setText(name + ": " + light.text());
    }
  }

  /** How the node stands by itself, and what was found about it. */
  private HBox states() {
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox states = new HBox(whole, gap, found);
    found.getStyleClass().add("card-found");
    found.setMinWidth(Region.USE_PREF_SIZE);
    return states;
  }

  private HBox header(NodeSpec node, Node end) {
    Label name = value("card-name");
    name.setText(node.id().name());
    name.setMinWidth(Region.USE_PREF_SIZE);
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    HBox header = new HBox(name, gap, end);
    header.getChildren().add(1, ip(node));
    header.getStyleClass().add("card-header");
    return header;
  }

  private static Label ip(NodeSpec node) {
    Label ip = value("card-ip");
    ip.setText(node.ip().toString());
    return ip;
  }

  private Button button(NodeSpec node, ObservableValue<Boolean> pushing, Runnable push) {
    Button button = new Button(words.text("push"), new FontIcon("fth-upload-cloud"));
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setId("push-" + node.id());
    button.getStyleClass().addAll("push-button", "small");
    button.setAccessibleText(words.text("push.node", "node", node.id()));
    button.setTooltip(new Tooltip(words.text("push.node", "node", node.id())));
    button.disableProperty().bind(pushing);
    button.setOnAction(_ -> push.run());
    return button;
  }

  private GridPane facts() {
    GridPane grid = new GridPane();
    grid.getStyleClass().addAll("card-facts", "card-fades");
    row(grid, 0, words.text("card.subnet"), subnet);
    row(grid, 1, "docker0", docker0);
    row(grid, 2, "VTEP", vtep);
    return grid;
  }

  private GridPane lights() {
    GridPane grid = new GridPane();
    grid.getStyleClass().addAll("card-facts", "card-lights", "card-fades");
    row(grid, 0, "flanneld", flanneld);
    row(grid, 1, "docker", docker);
    Label key = row(grid, 2, "etcd", etcd);
    key.visibleProperty().bind(etcd.visibleProperty());
    key.managedProperty().bind(etcd.managedProperty());
    row(grid, 3, words.text("card.certificate"), certificate);
    return grid;
  }

  private HBox compactLights() {
    HBox lights = new HBox();
    lights.getStyleClass().add("compact-lights");
    lights.setMinWidth(Region.USE_PREF_SIZE);
    for (StatusChip chip : new StatusChip[] {flanneld, docker, etcd, certificate}) {
      lights.getChildren().add(chip);
    }
    return lights;
  }

  private static Label row(GridPane grid, int row, String key, Label value) {
    Label label = value("card-key");
    label.setText(key);
    label.setMinWidth(Region.USE_PREF_SIZE);
    grid.addRow(row, label, value);
    return label;
  }

  private static Label value(String styleClass) {
    Label label = new Label();
    label.setMnemonicParsing(false);
    label.getStyleClass().add(styleClass);
    return label;
  }
}

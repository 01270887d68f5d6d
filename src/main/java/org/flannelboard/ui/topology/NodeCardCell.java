package org.flannelboard.ui.topology;

import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.kordamp.ikonli.javafx.FontIcon;

/** A node's card. */
final class NodeCardCell extends VBox {

  /** How much of a node a card has room for. */
  enum Size {
    FULL,
    COMPACT,
    LINE
  }

  private final Words words;
  private final StatusChip whole = new StatusChip();
  private final Label subnet = value("card-subnet");
  private final Label docker0 = value("card-value");
  private final Label vtep = value("card-value");
  private final StatusChip flanneld = new StatusChip();
  private final StatusChip docker = new StatusChip();
  private final StatusChip certificate = new StatusChip();
  private final Tooltip wholeText = new Tooltip();

  NodeCardCell(
      NodeSpec node, Size size, Words words, ObservableValue<Boolean> pushing, Runnable push) {
    this.words = words;
    getStyleClass().addAll("node-card", "node-card-" + size.name().toLowerCase(Locale.ROOT));
    whole.setTooltip(wholeText);
    whole.setWrapText(size == Size.FULL);
    getChildren().add(header(node, size, pushing, push));
    switch (size) {
      case FULL -> getChildren().addAll(whole, facts(), lights());
      case COMPACT -> getChildren().addAll(subnet, whole);
      case LINE -> getChildren().add(whole);
    }
  }

  /** Shows a card. */
  void show(NodeCard card) {
    whole.show(card.whole());
    wholeText.setText(card.whole().text());
    subnet.setText(card.subnet());
    docker0.setText(card.docker0());
    vtep.setText(card.vtep());
    flanneld.show(card.flanneld());
    docker.show(card.docker());
    certificate.show(card.certificate());
    setAccessibleText(card.spec().id() + ", " + card.whole().text() + ", " + card.subnet());
  }

  private HBox header(NodeSpec node, Size size, ObservableValue<Boolean> pushing, Runnable push) {
    Label name = value("card-name");
    name.setText(node.id().name());
    name.setMinWidth(Region.USE_PREF_SIZE);
    Label ip = value("card-ip");
    ip.setText(node.ip().toString());
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    Button button =
        new Button(size == Size.FULL ? words.text("push") : "", new FontIcon("fth-upload-cloud"));
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setId("push-" + node.id());
    button.getStyleClass().addAll("push-button", "small");
    button.setAccessibleText(words.text("push.node", "node", node.id()));
    button.setTooltip(new Tooltip(words.text("push.node", "node", node.id())));
    button.disableProperty().bind(pushing);
    button.setOnAction(_ -> push.run());
    HBox header = new HBox(name, ip, gap, button);
    header.getStyleClass().add("card-header");
    return header;
  }

  private GridPane facts() {
    GridPane grid = new GridPane();
    grid.getStyleClass().add("card-facts");
    row(grid, 0, words.text("card.subnet"), subnet);
    row(grid, 1, "docker0", docker0);
    row(grid, 2, "VTEP", vtep);
    return grid;
  }

  private GridPane lights() {
    GridPane grid = new GridPane();
    grid.getStyleClass().addAll("card-facts", "card-lights");
    row(grid, 0, "flanneld", flanneld);
    row(grid, 1, "docker", docker);
    row(grid, 2, words.text("card.certificate"), certificate);
    return grid;
  }

  private static void row(GridPane grid, int row, String key, Label value) {
    Label label = value("card-key");
    label.setText(key);
    label.setMinWidth(Region.USE_PREF_SIZE);
    grid.addRow(row, label, value);
  }

  private static Label value(String styleClass) {
    Label label = new Label();
    label.setMnemonicParsing(false);
    label.getStyleClass().add(styleClass);
    return label;
  }
}

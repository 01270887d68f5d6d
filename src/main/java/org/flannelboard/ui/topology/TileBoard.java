package org.flannelboard.ui.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.StatusChip;
import org.kordamp.ikonli.javafx.FontIcon;

/** Many nodes as tiles in groups, each with its pairs as a strip. */
final class TileBoard extends VBox {

  private final List<Tile> tiles = new ArrayList<>();
  private List<TileGroup> groups = List.of();

  /** A node's tile. */
  static final class Tile extends VBox {

    private final FontIcon glyph = new FontIcon();
    private final HeatStrip strip = new HeatStrip();
    private final Tooltip tip = new Tooltip();

    private Tile(NodeSpec node) {
      setId("card-" + node.id());
      getStyleClass().add("node-tile");
      Label name = new Label(node.id().name());
      name.setMnemonicParsing(false);
      name.getStyleClass().add("tile-name");
      HBox head = new HBox(4, glyph, name);
      head.getStyleClass().add("tile-head");
      getChildren().addAll(head, strip);
      Tooltip.install(this, tip);
    }

    private void show(NodeCard card) {
      String code = card.gravity().glyph();
      if (!code.equals(glyph.getIconLiteral())) {
        glyph.setIconLiteral(code);
        getStyleClass().removeIf(each -> each.startsWith("status-"));
        getStyleClass().add(card.gravity().styleClass());
      }
      tip.setText(
          card.spec().id()
              + "  "
              + card.spec().ip()
              + "\n"
              + card.subnet()
              + "\n"
              + card.whole().text());
      setAccessibleText(card.spec().id() + ", " + card.whole().text());
    }
  }

  TileBoard(List<NodeSpec> nodes, IntConsumer open) {
    getStyleClass().add("tile-board");
    // As wide as there is room for, and as high as it then takes: it is never shrunk to fit.
    setMinSize(1, 1);
    for (int i = 0; i < nodes.size(); i++) {
      int place = i;
      Tile tile = new Tile(nodes.get(i));
      tile.setOnMouseClicked(_ -> open.accept(place));
      tiles.add(tile);
    }
  }

  /** The tiles, in the profile's order. */
  List<Tile> tiles() {
    return tiles;
  }

  /** Shows what the nodes say, and in which groups they are. */
  void show(List<NodeCard> cards, List<TileGroup> now) {
    for (int i = 0; i < cards.size(); i++) {
      tiles.get(i).show(cards.get(i));
    }
    if (now.equals(groups)) {
      return;
    }
    groups = now;
    getChildren().clear();
    for (TileGroup group : now) {
      FlowPane flow = new FlowPane();
      flow.getStyleClass().add("tile-flow");
      group.members().forEach(i -> flow.getChildren().add(tiles.get(i)));
      VBox section = new VBox(title(group.title()), flow);
      section.getStyleClass().add("tile-group");
      getChildren().add(section);
    }
  }

  /** Shows each node's pairs. */
  void show(MatrixSnapshot mesh) {
    for (int i = 0; i < tiles.size(); i++) {
      tiles.get(i).strip.show(mesh, i);
    }
  }

  private static StatusChip title(Light light) {
    StatusChip chip = new StatusChip();
    chip.getStyleClass().add("tile-title");
    chip.show(light);
    return chip;
  }
}

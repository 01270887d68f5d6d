package org.flannelboard.ui.connectivity;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.ui.connectivity.Explanation.Step;
import org.flannelboard.ui.connectivity.Explanation.Way;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StatusChip;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A packet's way drawn hop by hop, there and back, one line each, in the order in which a packet
 * comes by. The line ends where packets vanish. It is one control: the arrow keys go from hop to
 * hop.
 */
final class WayPane extends VBox {

  private static final PseudoClass SELECTED = PseudoClass.getPseudoClass("selected");

  private final Words words;
  private final List<Way> ways = new ArrayList<>();
  private final List<List<Region>> tiles = new ArrayList<>();
  private final ReadOnlyObjectWrapper<@Nullable Step> selected = new ReadOnlyObjectWrapper<>();
  private int lane;
  private int place;

  WayPane(Words words) {
    this.words = words;
    setId("explain-way");
    getStyleClass().addAll("panel", "way");
    setFocusTraversable(true);
    setAccessibleText(words.text("explain.way"));
    addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> requestFocus());
  }

  /** The hop whose evidence is asked for; null while no way is shown. */
  ReadOnlyObjectProperty<@Nullable Step> selected() {
    return selected.getReadOnlyProperty();
  }

  /**
   * Shows both directions.
   *
   * @param keep whether the same hop stays selected
   */
  void show(Explanation explanation, boolean keep) {
    ways.clear();
    ways.addAll(List.of(explanation.there(), explanation.back()));
    tiles.clear();
    getChildren().clear();
    for (int i = 0; i < ways.size(); i++) {
      tiles.add(new ArrayList<>());
      getChildren().add(line(i));
    }
    if (keep) {
      select(lane, place);
    } else {
      Step first = explanation.first().orElse(ways.getFirst().steps().getFirst());
      int at = ways.getFirst().steps().indexOf(first);
      select(at < 0 ? 1 : 0, at < 0 ? ways.getLast().steps().indexOf(first) : at);
    }
  }

  private VBox line(int lane) {
    Way way = ways.get(lane);
    Label title =
        new Label(
            words.text(
                lane == 0 ? "explain.request" : "explain.reply",
                "from",
                way.from(),
                "to",
                way.to()));
    title.setMnemonicParsing(false);
    title.getStyleClass().add("way-title");
    title.setMinWidth(Region.USE_PREF_SIZE);
    StatusChip verdict = new StatusChip();
    verdict.show(way.light());
    HBox head = new HBox(title, verdict);
    head.getStyleClass().add("way-head");
    return new VBox(head, hops(lane));
  }

  /** All hops are equally wide; behind them is what they belong to: a node, or the network. */
  private GridPane hops(int lane) {
    Way way = ways.get(lane);
    GridPane grid = new GridPane();
    grid.getStyleClass().add("way-hops");
    int count = way.steps().size();
    for (int i = 0; i < count; i++) {
      ColumnConstraints column = new ColumnConstraints();
      column.setPercentWidth(100.0 / count);
      grid.getColumnConstraints().add(column);
    }
    int start = 0;
    for (int i = 1; i <= count; i++) {
      if (i == count || !group(way.steps().get(i)).equals(group(way.steps().get(start)))) {
        group(grid, group(way.steps().get(start)), start, i - start);
        start = i;
      }
    }
    for (int i = 0; i < count; i++) {
      Region tile = tile(lane, i);
      tiles.get(lane).add(tile);
      grid.add(tile, i, 1);
    }
    return grid;
  }

  private String group(Step step) {
    return step.kind() == Hop.Kind.UNDERLAY ? words.text("explain.network") : step.node().name();
  }

  private static void group(GridPane grid, String name, int start, int length) {
    Region ground = new Region();
    ground.getStyleClass().add("way-node");
    ground.setMouseTransparent(true);
    grid.add(ground, start, 0, length, 2);
    Label label = new Label(name);
    label.setMnemonicParsing(false);
    label.getStyleClass().add("way-node-name");
    grid.add(label, start, 0, length, 1);
  }

  private Region tile(int lane, int place) {
    Way way = ways.get(lane);
    Step step = way.steps().get(place);
    boolean end = place == way.vanish();
    boolean beyond = way.vanish() >= 0 && place > way.vanish();
    FontIcon glyph = new FontIcon(end ? "fth-x-octagon" : step.state().status().glyph());
    HBox line =
        new HBox(
            segment(place > 0, beyond),
            glyph,
            segment(place < way.steps().size() - 1, beyond || end));
    line.getStyleClass().add("hop-line");
    Label name = new Label(step.name());
    name.setMnemonicParsing(false);
    name.getStyleClass().add("hop-name");
    Label state = new Label(end ? words.text("explain.vanish-here") : step.state().text());
    state.getStyleClass().add("hop-state");
    VBox tile = new VBox(line, name, state);
    tile.getStyleClass().addAll("hop", step.state().status().styleClass());
    if (beyond) {
      tile.getStyleClass().add("hop-beyond");
    }
    if (end) {
      tile.getStyleClass().add("hop-end");
    }
    Tooltip.install(tile, new Tooltip(step.node() + ": " + step.meaning()));
    tile.setOnMousePressed(_ -> select(lane, place));
    return tile;
  }

  /** The line from the hop before, or to the next; broken where no packet comes. */
  private static Region segment(boolean there, boolean lost) {
    Region segment = new Region();
    segment.getStyleClass().add(lost ? "hop-segment-lost" : "hop-segment");
    segment.setVisible(there);
    HBox.setHgrow(segment, Priority.ALWAYS);
    return segment;
  }

  private void pressed(KeyEvent event) {
    if (ways.isEmpty() || event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    boolean used = true;
    switch (event.getCode()) {
      case LEFT -> select(lane, place - 1);
      case RIGHT -> select(lane, place + 1);
      case UP -> select(0, place);
      case DOWN -> select(1, place);
      case HOME -> select(lane, 0);
      case END -> select(lane, ways.get(lane).steps().size() - 1);
      default -> used = false;
    }
    if (used) {
      event.consume();
    }
  }

  private void select(int toLane, int toPlace) {
    lane = Math.clamp(toLane, 0, ways.size() - 1);
    place = Math.clamp(toPlace, 0, ways.get(lane).steps().size() - 1);
    IntStream.range(0, tiles.size())
        .forEach(
            i ->
                IntStream.range(0, tiles.get(i).size())
                    .forEach(
                        j ->
                            tiles
                                .get(i)
                                .get(j)
                                .pseudoClassStateChanged(SELECTED, i == lane && j == place)));
    Step step = ways.get(lane).steps().get(place);
    selected.set(step);
    setAccessibleText(
        words.text("explain.way") + ": " + step.node() + ", " + step.name() + ": " + said(step));
  }

  private static String said(Step step) {
    Light state = step.state();
    return state.status() == Status.UNKNOWN ? state.text() : state.text() + ", " + step.meaning();
  }
}

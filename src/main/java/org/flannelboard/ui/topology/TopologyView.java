package org.flannelboard.ui.topology;

import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.controlsfx.control.SegmentedButton;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Command;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.ReadOnly;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The home of the window: the nodes and what is between them. */
public final class TopologyView {

  private static final double PAN = 60;

  private final Session session;
  private final Words words;
  private final TopologyViewModel model;
  private final InspectorView inspector;
  private final LogsView logs;
  private List<? extends Region> places = List.of();

  @FXML private Label subtitle;
  @FXML private SegmentedButton groupings;
  @FXML private ToggleButton byState;
  @FXML private ToggleButton bySubnet;
  @FXML private TextField filter;
  @FXML private Button pushAll;
  @FXML private StackPane board;
  @FXML private Label legend;
  @FXML private Label matches;
  @FXML private StackPane side;
  @FXML private StackPane drawer;
  private ZoomPane map;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private TopologyView(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.model = new TopologyViewModel(session, words);
    this.logs = new LogsView(new LogsViewModel(session, words), words);
    this.inspector =
        new InspectorView(
            new InspectorViewModel(session, words, model),
            model,
            new NodeRestart(session, words),
            logs::open,
            session,
            words);
  }

  /** The page. */
  public static Page page(Session session, Words words) {
    TopologyView view = new TopologyView(session, words);
    Parent content = Fxml.load(view, words);
    // Bindings and listeners below hold the view as long as its scene graph lives.
    content.setUserData(view);
    content.addEventHandler(KeyEvent.KEY_PRESSED, view::pageKey);
    return new Page(Place.TOPOLOGY, content, view.commands());
  }

  private List<Command> commands() {
    return List.of(
        Command.always("topology-filter", words.text("topology.filter"), null, this::toFilter),
        Command.always("zoom-in", words.text("zoom.in"), null, this::zoomIn),
        Command.always("zoom-out", words.text("zoom.out"), null, this::zoomOut),
        Command.always("zoom-reset", words.text("zoom.reset"), null, this::zoomReset));
  }

  private void toFilter() {
    filter.requestFocus();
  }

  @FXML
  private void initialize() {
    subtitle.setText(model.subtitle());
    legend.setText(model.legend());
    pushAll.disableProperty().bind(model.pushing());
    ReadOnly.guard(session, words, pushAll);
    map = new ZoomPane(content());
    map.setId("topology-map");
    map.getStyleClass().add("map");
    map.setFocusTraversable(true);
    map.setAccessibleText(words.text("topology.map"));
    map.addEventHandler(KeyEvent.KEY_PRESSED, this::mapKey);
    map.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> map.requestFocus());
    board.getChildren().setAll(map);
    side.getChildren().setAll(inspector.load());
    drawer.getChildren().setAll(logs.load());
    filter.textProperty().bindBidirectional(model.filter());
    filter.addEventHandler(KeyEvent.KEY_PRESSED, this::filterKey);
    follow(model.selected(), this::showSelected);
    follow(model.inspecting(), this::showInspector);
    model.filter().addListener(_ -> showFilter());
    model.cards().addListener(_ -> showFilter());
    showFilter();
    groupings.setVisible(model.scale() == MapScale.TILES);
    groupings.setManaged(groupings.isVisible());
  }

  private Region content() {
    return switch (model.scale()) {
      case FULL, COMPACT -> mesh();
      case TILES -> tiles();
    };
  }

  private Region mesh() {
    MeshPane mesh = new MeshPane(model.scale());
    List<NodeSpec> nodes = session.nodes();
    List<NodeCardCell> cells = IntStream.range(0, nodes.size()).mapToObj(this::cell).toList();
    places = cells;
    mesh.setCards(cells);
    mesh.onPointed(
        text -> legend.setText(text.isEmpty() ? model.legend() : text.replace("\n", "   ·   ")));
    mesh.onOpened(model::explain);
    follow(
        model.cards(),
        cards -> IntStream.range(0, cards.size()).forEach(i -> cells.get(i).show(cards.get(i))));
    follow(model.links(), mesh::show);
    return mesh;
  }

  private NodeCardCell cell(int place) {
    NodeSpec node = session.nodes().get(place);
    NodeCardCell cell =
        new NodeCardCell(node, model.scale(), words, model.pushing(), () -> model.push(node));
    if (cell.lookup("#push-" + node.id()) instanceof Button push) {
      ReadOnly.guard(session, words, push);
    }
    cell.setOnMouseClicked(_ -> model.open(place));
    return cell;
  }

  private Region tiles() {
    TileBoard tiles = new TileBoard(session.nodes(), model::open);
    places = tiles.tiles();
    follow(model.groups(), groups -> tiles.show(model.cards().get(), groups));
    follow(model.cards(), cards -> tiles.show(cards, model.groups().get()));
    // Ten times a second 255 strips are work: nobody does it for a page that is not shown.
    follow(
        model.mesh(),
        mesh -> {
          if (tiles.getScene() != null) {
            tiles.show(mesh);
          }
        });
    tiles.sceneProperty().addListener((_, _, _) -> tiles.show(model.mesh().get()));
    byState.setSelected(model.grouping().get() == TileGroup.By.STATE);
    bySubnet.setSelected(model.grouping().get() == TileGroup.By.SUBNET);
    byState.setOnAction(_ -> group(byState, TileGroup.By.STATE));
    bySubnet.setOnAction(_ -> group(bySubnet, TileGroup.By.SUBNET));
    return tiles;
  }

  /** A grouping can be left only for another one. */
  private void group(ToggleButton button, TileGroup.By by) {
    button.setSelected(true);
    model.grouping().set(by);
  }

  @FXML
  private void pushAll() {
    model.pushAll();
  }

  @FXML
  private void zoomIn() {
    map.zoomIn();
  }

  @FXML
  private void zoomOut() {
    map.zoomOut();
  }

  @FXML
  private void zoomReset() {
    map.reset();
  }

  private void showSelected(int selected) {
    for (int i = 0; i < places.size(); i++) {
      places.get(i).pseudoClassStateChanged(NodeCardCell.SELECTED, i == selected);
    }
    if (selected >= 0) {
      map.applyCss();
      map.layout();
      map.reveal(bounds(selected));
      map.setAccessibleText(
          words.text("topology.map") + ": " + places.get(selected).getAccessibleText());
    } else {
      model.inspecting().set(false);
    }
  }

  private void showInspector(boolean open) {
    side.setVisible(open);
    side.setManaged(open);
    if (!open && map.getScene() != null && within(side, map.getScene().getFocusOwner())) {
      map.requestFocus();
    }
  }

  private static boolean within(Node parent, @Nullable Node node) {
    for (Node each = node; each != null; each = each.getParent()) {
      if (each == parent) {
        return true;
      }
    }
    return false;
  }

  /** What the filter does not let through stays in its place and steps back. */
  private void showFilter() {
    int passing = 0;
    for (int i = 0; i < places.size(); i++) {
      boolean passes = model.passes(i);
      passing += passes ? 1 : 0;
      places.get(i).pseudoClassStateChanged(NodeCardCell.PASSED_OVER, !passes);
    }
    matches.setText(
        model.filter().get().isBlank()
            ? ""
            : words.text("topology.matches", "count", passing, "all", places.size()));
  }

  private void filterKey(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      model.selectFirst();
      map.requestFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE) {
      model.filter().set("");
      map.requestFocus();
      event.consume();
    }
  }

  /** Keys that mean the same wherever on the page the focus is. */
  private void pageKey(KeyEvent event) {
    boolean slash = event.getCode() == KeyCode.SLASH && !event.isShortcutDown();
    if (slash && !(event.getTarget() instanceof TextField)) {
      filter.requestFocus();
      event.consume();
    } else if (event.getCode() == KeyCode.ESCAPE && model.back()) {
      event.consume();
    }
  }

  private void mapKey(KeyEvent event) {
    boolean used =
        switch (event.getCode()) {
          case LEFT -> arrow(Direction.LEFT);
          case RIGHT -> arrow(Direction.RIGHT);
          case UP -> arrow(Direction.UP);
          case DOWN -> arrow(Direction.DOWN);
          case ENTER, SPACE -> enter();
          case HOME -> done(model::selectFirst);
          case PLUS, EQUALS, ADD -> done(map::zoomIn);
          case MINUS, SUBTRACT -> done(map::zoomOut);
          case DIGIT0, NUMPAD0 -> done(map::reset);
          default -> false;
        };
    if (used) {
      event.consume();
    }
  }

  private static boolean done(Runnable action) {
    action.run();
    return true;
  }

  private boolean enter() {
    if (model.selected().get() < 0) {
      model.selectFirst();
    } else {
      model.open(model.selected().get());
    }
    return true;
  }

  /** Goes to the next node; without a selected one it moves the map. */
  private boolean arrow(Direction way) {
    int from = Objects.requireNonNull(model.selected().get());
    if (from < 0) {
      map.pan(-PAN * way.x(), -PAN * way.y());
      return true;
    }
    List<Point2D> at =
        IntStream.range(0, places.size())
            .mapToObj(this::bounds)
            .map(area -> new Point2D(area.getCenterX(), area.getCenterY()))
            .toList();
    OptionalInt next = way.next(at, from, model::passes);
    next.ifPresent(model::select);
    return true;
  }

  /** Where a node is, in the coordinates of the whole map. */
  private Bounds bounds(int place) {
    Region region = places.get(place);
    Bounds area = region.getBoundsInParent();
    Node content = map.getChildrenUnmodifiable().getFirst();
    for (Parent each = region.getParent();
        each != null && each != content;
        each = each.getParent()) {
      area = each.localToParent(area);
    }
    return area;
  }

  private static <T> void follow(ObservableValue<T> value, Consumer<T> show) {
    value.addListener((_, _, now) -> show.accept(now));
    show.accept(value.getValue());
  }
}

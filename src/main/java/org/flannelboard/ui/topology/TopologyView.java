package org.flannelboard.ui.topology;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.beans.value.ObservableValue;
import javafx.fxml.FXML;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Fxml;
import org.flannelboard.ui.kit.Page;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.flannelboard.ui.topology.NodeCardCell.Size;

/** The home of the window: the nodes and what is between them. */
public final class TopologyView {

  /** Beyond that many nodes a map of links cannot be read any more. */
  private static final int LINKED = 16;

  private final Session session;
  private final Words words;
  private final TopologyViewModel model;
  private final MeshPane mesh = new MeshPane();

  @FXML private Label subtitle;
  @FXML private Button pushAll;
  @FXML private ScrollPane board;

  @SuppressWarnings("NullAway.Init") // the loader sets the fields before it calls initialize
  private TopologyView(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.model = new TopologyViewModel(session, words);
  }

  /** The page. */
  public static Page page(Session session, Words words) {
    TopologyView view = new TopologyView(session, words);
    Parent content = Fxml.load(view, words);
    // Bindings and listeners below hold the view as long as its scene graph lives.
    content.setUserData(view);
    return new Page(Place.TOPOLOGY, content);
  }

  @FXML
  private void initialize() {
    subtitle.setText(model.subtitle());
    pushAll.disableProperty().bind(model.pushing());
    List<NodeSpec> nodes = session.nodes();
    Size size =
        nodes.size() <= MeshPane.LABELLED
            ? Size.FULL
            : nodes.size() <= LINKED ? Size.COMPACT : Size.LINE;
    List<NodeCardCell> cells = nodes.stream().map(node -> cell(node, size)).toList();
    follow(
        model.cards(),
        cards -> IntStream.range(0, cards.size()).forEach(i -> cells.get(i).show(cards.get(i))));
    if (size == Size.LINE) {
      FlowPane flow = new FlowPane();
      flow.getStyleClass().add("card-flow");
      flow.getChildren().setAll(cells);
      board.setContent(flow);
    } else {
      mesh.setCards(cells);
      board.setContent(mesh);
      board.setFitToHeight(true);
      follow(model.links(), mesh::show);
    }
  }

  @FXML
  private void pushAll() {
    model.pushAll();
  }

  private NodeCardCell cell(NodeSpec node, Size size) {
    return new NodeCardCell(node, size, words, model.pushing(), () -> model.push(node));
  }

  private static <T> void follow(ObservableValue<T> value, Consumer<T> show) {
    value.addListener((_, _, now) -> show.accept(now));
    show.accept(value.getValue());
  }
}

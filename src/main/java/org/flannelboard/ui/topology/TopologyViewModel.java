package org.flannelboard.ui.topology;

import java.util.List;
import java.util.Optional;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;

/** The cluster as cards and links, the node that is selected, and what is filtered for. */
final class TopologyViewModel {

  private final Session session;
  private final Words words;
  private final MapScale scale;
  private final MeshLinks drawn;
  private final ObjectBinding<MapFindings> found;
  private final ObjectBinding<List<NodeSight>> sights;
  private final ObjectBinding<List<NodeCard>> cards;
  private final ObjectBinding<List<MeshLink>> links;
  private final ObjectBinding<MatrixSnapshot> mesh;
  private final ObjectBinding<Integer> selected;
  private final ObjectBinding<List<TileGroup>> groups;
  private final BooleanBinding pushing;
  private final StringProperty filter = new SimpleStringProperty("");
  private final ObjectProperty<TileGroup.By> grouping =
      new SimpleObjectProperty<>(TileGroup.By.STATE);
  private final BooleanProperty inspecting = new SimpleBooleanProperty();

  TopologyViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    this.drawn = new MeshLinks(words);
    this.scale = MapScale.of(session.nodes().size());
    NodeSights known = new NodeSights(session.profile(), session.status().memory(), words);
    var status = session.status().latest();
    var standing = Inquiry.of(session).standing();
    this.found =
        Bindings.createObjectBinding(() -> new MapFindings(standing.get(), scale, words), standing);
    this.sights = Bindings.createObjectBinding(() -> known.of(status.get()), status);
    this.cards = Bindings.createObjectBinding(this::readCards, sights, session.now(), found);
    this.selected = Bindings.createObjectBinding(this::place, session.node());
    session.keep("topology-filter", filter);
    session.keep("topology-grouping", grouping);
    session.keep("topology-inspecting", inspecting);
    var latest = session.mesh().latest();
    this.mesh = Bindings.createObjectBinding(latest::get, latest);
    this.links = Bindings.createObjectBinding(this::readLinks, latest, selected, found);
    this.groups =
        Bindings.createObjectBinding(
            () -> TileGroup.of(cards.get(), grouping.get(), words), cards, grouping);
    var engaged = session.engaged();
    this.pushing = Bindings.createBooleanBinding(engaged::get, engaged);
  }

  // Properties

  /** How much of each node there is room for. */
  MapScale scale() {
    return scale;
  }

  /** What is known of each node, in the profile's order. */
  ObjectBinding<List<NodeSight>> sights() {
    return sights;
  }

  /** One card a node, in the profile's order. */
  ObjectBinding<List<NodeCard>> cards() {
    return cards;
  }

  /** The links that are drawn. */
  ObjectBinding<List<MeshLink>> links() {
    return links;
  }

  /** What was found, for links and nodes. */
  ObjectBinding<MapFindings> found() {
    return found;
  }

  /** The mesh. */
  ObjectBinding<MatrixSnapshot> mesh() {
    return mesh;
  }

  /** The place of the selected node in the profile; -1 if none is selected. */
  ObjectBinding<Integer> selected() {
    return selected;
  }

  /** The groups of tiles. */
  ObjectBinding<List<TileGroup>> groups() {
    return groups;
  }

  /** What the tiles are grouped by. */
  ObjectProperty<TileGroup.By> grouping() {
    return grouping;
  }

  /** What is filtered for: part of a name, an address or a state. */
  StringProperty filter() {
    return filter;
  }

  /** Whether the inspector is open. */
  BooleanProperty inspecting() {
    return inspecting;
  }

  /** Whether a change is under way, so that no other can be begun. */
  BooleanBinding pushing() {
    return pushing;
  }

  /** Whether the filter lets a node through. */
  boolean passes(int place) {
    String word = filter.get().strip();
    return word.isEmpty() || cards.get().get(place).says(word);
  }

  /** What the cluster's network is, in one line. */
  String subtitle() {
    return words.text(
        "topology.subtitle",
        "count",
        session.nodes().size(),
        "network",
        session.profile().network().network());
  }

  /** What of the nodes and links is shown, and what is left out. */
  String legend() {
    int nodes = session.nodes().size();
    return switch (scale) {
      case FULL -> words.text("legend.full");
      case COMPACT -> words.text("legend.compact");
      case TILES -> words.text("legend.tiles", "nodes", nodes, "links", nodes * (nodes - 1) / 2);
    };
  }

  // Commands

  void select(int place) {
    session.node().set(session.nodes().get(place).id());
  }

  /** Selects a node and shows all about it. */
  void open(int place) {
    select(place);
    inspecting.set(true);
  }

  /** Selects the first node that the filter lets through; nothing if there is none. */
  void selectFirst() {
    for (int i = 0; i < session.nodes().size(); i++) {
      if (passes(i)) {
        select(i);
        return;
      }
    }
  }

  /** Goes a step back: closes the inspector, then lets go of the node, then of the filter. */
  boolean back() {
    if (inspecting.get()) {
      inspecting.set(false);
      return true;
    }
    if (session.node().get() != null) {
      session.node().set(null);
      return true;
    }
    boolean filtered = !filter.get().isEmpty();
    filter.set("");
    return filtered;
  }

  /** Has the pair of a link explained, in the direction that is lost. */
  void explain(int a, int b) {
    MatrixSnapshot shown = session.mesh().latest().get();
    boolean back =
        shown.cell(b, a) instanceof Cell.Lost && !(shown.cell(a, b) instanceof Cell.Lost);
    explain(new Subject.OnPair(shown.nodes().get(back ? b : a), shown.nodes().get(back ? a : b)));
  }

  /** Has a pair explained. */
  void explain(Subject.OnPair pair) {
    session.lead(pair);
  }

  void push(NodeSpec node) {
    session.push().propose(List.of(node));
  }

  void pushAll() {
    session.push().propose(session.nodes());
  }

  private int place() {
    NodeId id = session.node().get();
    List<NodeId> ids = session.nodes().stream().map(NodeSpec::id).toList();
    return Optional.ofNullable(id).map(ids::indexOf).orElse(-1);
  }

  private List<NodeCard> readCards() {
    return sights.get().stream()
        .map(
            sight ->
                NodeCard.of(sight, session.profile(), session.now().get(), words)
                    .marked(found.get().mark(sight.spec().id())))
        .toList();
  }

  private List<MeshLink> readLinks() {
    MatrixSnapshot shown = session.mesh().latest().get();
    return switch (scale) {
      case FULL -> drawn.all(shown, found.get());
      case COMPACT -> drawn.some(shown, found.get(), selected.get());
      case TILES -> List.of();
    };
  }
}

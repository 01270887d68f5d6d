package org.flannelboard.ui.topology;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.ObjectBinding;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** The cluster as cards and links. */
final class TopologyViewModel {

  private final Session session;
  private final Words words;
  private final ObjectBinding<List<NodeCard>> cards;
  private final ObjectBinding<List<MeshLink>> links;
  private final BooleanBinding pushing;

  TopologyViewModel(Session session, Words words) {
    this.session = session;
    this.words = words;
    var status = session.status().latest();
    this.cards = Bindings.createObjectBinding(() -> read(status.get()), status);
    var mesh = session.mesh().latest();
    this.links = Bindings.createObjectBinding(() -> MeshLink.of(mesh.get(), words), mesh);
    var push = session.push().state();
    this.pushing = Bindings.createBooleanBinding(() -> push.get().busy(), push);
  }

  // Properties

  /** One card a node, in the profile's order. */
  ObjectBinding<List<NodeCard>> cards() {
    return cards;
  }

  /** One link for each two nodes. */
  ObjectBinding<List<MeshLink>> links() {
    return links;
  }

  /** Whether a push is under way, so that no other can be begun. */
  BooleanBinding pushing() {
    return pushing;
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

  // Commands

  void push(NodeSpec node) {
    session.push().propose(List.of(node));
  }

  void pushAll() {
    session.push().propose(session.nodes());
  }

  private List<NodeCard> read(@Nullable ClusterStatus status) {
    return status == null
        ? session.nodes().stream().map(node -> NodeCard.unread(node, words)).toList()
        : status.nodes().stream()
            .map(node -> NodeCard.of(node, session.profile().docker().unit(), status.at(), words))
            .toList();
  }
}

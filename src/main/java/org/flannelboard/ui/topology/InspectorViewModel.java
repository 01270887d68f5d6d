package org.flannelboard.ui.topology;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.ObjectBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.flannelboard.app.Deployment;
import org.flannelboard.app.Messages;
import org.flannelboard.app.Proposal;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.FindingLight;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Place;
import org.flannelboard.ui.kit.Session;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.StepText;
import org.flannelboard.ui.kit.Words;
import org.flannelboard.ui.topology.NodeFacts.Fact;
import org.jspecify.annotations.Nullable;

/** All about the selected node. */
final class InspectorViewModel {

  private final Session session;
  private final Words words;
  private final ObjectBinding<@Nullable NodeSight> sight;
  private final ObjectBinding<@Nullable NodeCard> card;
  private final ObjectBinding<List<Fact>> facts;
  private final ObjectBinding<List<Peer>> peers;
  private final ObjectBinding<List<Found>> found;
  private final TopologyViewModel map;
  private final ObjectProperty<@Nullable Drift> drift = new SimpleObjectProperty<>();
  private final Consumer<Drift> arrived;

  /** A pair of nodes, both directions, as seen from the selected node. */
  record Peer(NodeId other, Light there, Light back) {

    Status worst() {
      return there.status().worse(back.status());
    }
  }

  /**
   * A finding about the selected node.
   *
   * @param pair the pair to be explained by it; null where it loses no ping
   */
  record Found(Light light, Subject.@Nullable OnPair pair) {}

  /**
   * What differs on a node from what a push would leave.
   *
   * @param title how many differences there are
   * @param lines each difference, and what stands in the way
   */
  record Drift(NodeId node, Light title, List<String> lines) {
    Drift {
      lines = List.copyOf(lines);
    }
  }

  InspectorViewModel(Session session, Words words, TopologyViewModel map) {
    this.session = session;
    this.words = words;
    this.sight =
        Bindings.createObjectBinding(
            () -> selected(map.sights().get(), map), map.sights(), map.selected());
    this.card =
        Bindings.createObjectBinding(
            () -> selected(map.cards().get(), map), map.cards(), map.selected());
    this.facts = Bindings.createObjectBinding(this::readFacts, sight);
    this.peers =
        Bindings.createObjectBinding(
            () ->
                map.inspecting().get()
                    ? readPeers(map.mesh().get(), map.selected().get())
                    : List.of(),
            map.mesh(),
            map.selected(),
            map.inspecting());
    this.map = map;
    this.found =
        Bindings.createObjectBinding(
            () -> readFound(map.found().get(), map.selected().get()), map.found(), map.selected());
    this.arrived =
        session
            .bridge()
            .latest(
                found -> {
                  if (drift.get() != null && drift.get().node().equals(found.node())) {
                    drift.set(found);
                  }
                });
  }

  // Properties

  /** What is known of the node; null if none is selected. */
  ObjectBinding<@Nullable NodeSight> sight() {
    return sight;
  }

  /** The same in words. */
  ObjectBinding<@Nullable NodeCard> card() {
    return card;
  }

  /** Fact by fact. */
  ObjectBinding<List<Fact>> facts() {
    return facts;
  }

  /** The node's pairs with all others, the worst first; none while the inspector is closed. */
  ObjectBinding<List<Peer>> peers() {
    return peers;
  }

  /** What was found about the node, the gravest first. */
  ObjectBinding<List<Found>> found() {
    return found;
  }

  /** How long ago that was found; empty while nothing was looked at. */
  String foundAge() {
    Instant at = map.found().get().at();
    return at == null
        ? ""
        : words.text("age.ago", "age", words.age(Duration.between(at, session.now().get())));
  }

  /** What differs on the node; null if nobody asked. */
  ReadOnlyObjectProperty<@Nullable Drift> drift() {
    return drift;
  }

  /** Why the node does not answer, and what to do; null if it does. */
  Messages.@Nullable Explanation trouble() {
    NodeSight now = sight.get();
    return now == null || now.failure() == null ? null : words.describe(now.failure());
  }

  /** How old a fact is; empty for one that does not age. */
  String age(Fact fact) {
    Instant at = fact.at();
    return at == null ? "" : words.age(Duration.between(at, session.now().get()));
  }

  // Commands

  void push() {
    ifSelected(node -> session.push().propose(List.of(node)));
  }

  void rollback() {
    ifSelected(session.rollback()::propose);
  }

  /** Finds out in the background what a push would change. */
  void findDrift() {
    ifSelected(
        node -> {
          drift.set(
              new Drift(node.id(), new Light(Status.BUSY, words.text("drift.looking")), List.of()));
          Deployment deployment = new Deployment(session.cluster(), session.door());
          session
              .cluster()
              .tasks()
              .start(
                  "drift",
                  () -> {
                    arrived.accept(read(node, deployment.propose(List.of(node))));
                    return true;
                  })
              .detach();
        });
  }

  /** Takes away what differs: another node is looked at, or the person has seen it. */
  void forgetDrift() {
    drift.set(null);
  }

  void explain(Subject.OnPair pair) {
    map.explain(pair);
  }

  void openDeploy() {
    session.place().set(Place.DEPLOY);
  }

  /** Does something with the selected node, if there is one. */
  void ifSelected(Consumer<NodeSpec> action) {
    NodeSight now = sight.get();
    if (now != null) {
      action.accept(now.spec());
    }
  }

  private Drift read(NodeSpec node, Result<Proposal, Failure> proposed) {
    return switch (proposed) {
      case Result.Err<Proposal, Failure>(Failure failure) -> failed(node, failure);
      case Result.Ok<Proposal, Failure>(Proposal proposal) -> {
        Failure unreachable = proposal.unreachable().get(node.id());
        yield unreachable != null ? failed(node, unreachable) : read(node, proposal);
      }
    };
  }

  private Drift failed(NodeSpec node, Failure failure) {
    return new Drift(node.id(), new Light(Status.FAILED, words.message(failure)), List.of());
  }

  private Drift read(NodeSpec node, Proposal proposal) {
    StepText text = new StepText(words);
    List<String> lines = new ArrayList<>();
    if (proposal.plan().etcd().changes()) {
      lines.add(line(text, proposal.plan().etcd()));
    }
    boolean blocked = false;
    for (NodePlan plan : proposal.plan().nodes()) {
      plan.changes().stream()
          .filter(step -> !(step instanceof Step.Verify))
          .forEach(step -> lines.add(line(text, step)));
      for (Problem problem : plan.problems()) {
        lines.add(words.message(problem));
        blocked |= problem.isError();
      }
    }
    Status status = blocked ? Status.FAILED : lines.isEmpty() ? Status.OK : Status.WARNING;
    String title =
        lines.isEmpty()
            ? words.text("drift.none")
            : words.text("drift.count", "count", lines.size());
    return new Drift(node.id(), new Light(status, title), lines);
  }

  private static String line(StepText text, Step step) {
    return text.title(step) + ": " + text.detail(step);
  }

  private List<Fact> readFacts() {
    NodeSight now = sight.get();
    if (now == null) {
      return List.of();
    }
    NodeCard said = NodeCard.of(now, session.profile(), session.now().get(), words);
    return NodeFacts.of(now, said, session.profile(), words);
  }

  private List<Peer> readPeers(MatrixSnapshot mesh, int place) {
    List<Peer> all = new ArrayList<>();
    for (int other = 0; place >= 0 && other < mesh.size(); other++) {
      if (other != place) {
        all.add(
            new Peer(
                mesh.nodes().get(other),
                MeshLink.light(mesh.cell(place, other), words),
                MeshLink.light(mesh.cell(other, place), words)));
      }
    }
    all.sort(Comparator.comparing(peer -> peer.worst() == Status.OK));
    return List.copyOf(all);
  }

  private List<Found> readFound(MapFindings now, int place) {
    return place < 0
        ? List.of()
        : now.about(session.nodes().get(place).id()).stream()
            .map(
                finding ->
                    new Found(
                        new Light(FindingLight.status(finding.severity()), now.sentence(finding)),
                        finding.pairs().stream()
                            .min(Comparator.comparing(Subject.OnPair::text))
                            .orElse(null)))
            .toList();
  }

  private static <T> @Nullable T selected(List<T> all, TopologyViewModel map) {
    int place = Objects.requireNonNull(map.selected().get());
    return place < 0 ? null : all.get(place);
  }
}

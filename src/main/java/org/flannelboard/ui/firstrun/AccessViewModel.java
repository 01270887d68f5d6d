package org.flannelboard.ui.firstrun;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.FirstLook;
import org.flannelboard.app.task.Task;
import org.flannelboard.base.HostPort;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.NodeQuestions.UnknownHost;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.ui.kit.NewCluster;
import org.jspecify.annotations.Nullable;

/**
 * The ways to the nodes: each is tried, and what was seen there is kept while the way is the same.
 */
final class AccessViewModel {

  private final NewCluster context;
  private final Consumer<Progress> progress;
  private final Set<Consent> consents = ConcurrentHashMap.newKeySet();
  private final Set<String> accepted = new ConcurrentSkipListSet<>();
  private final ReadOnlyObjectWrapper<Map<NodeSpec, NodeCheck>> checks =
      new ReadOnlyObjectWrapper<>(Map.of());
  private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
  private @Nullable Task<?> task;

  /** A key the person accepted, at that host and no other. */
  private record Consent(String address, String fingerprint) {}

  private record Progress(Map<NodeSpec, NodeCheck> results, boolean ended) {}

  AccessViewModel(NewCluster context) {
    this.context = context;
    this.progress = context.bridge().latest(this::arrived);
  }

  // Properties

  /** What is known of each node that was looked at, by the very way that was tried. */
  ReadOnlyObjectProperty<Map<NodeSpec, NodeCheck>> checks() {
    return checks.getReadOnlyProperty();
  }

  /** Whether nodes are being looked at. */
  ReadOnlyBooleanProperty busy() {
    return busy.getReadOnlyProperty();
  }

  /** What is known of a node. */
  NodeCheck of(NodeSpec node) {
    return checks.get().getOrDefault(node, new NodeCheck.NotChecked());
  }

  /** What was seen of these nodes. */
  List<NodeFacts> seen(List<NodeSpec> nodes) {
    List<NodeFacts> seen = new ArrayList<>();
    for (NodeSpec node : nodes) {
      if (of(node) instanceof NodeCheck.Seen(NodeFacts facts)) {
        seen.add(facts);
      }
    }
    return seen;
  }

  /** The unknown keys among these nodes. */
  List<NodeFailure.HostKeyUnknown> strangers(List<NodeSpec> nodes) {
    List<NodeFailure.HostKeyUnknown> strangers = new ArrayList<>();
    for (NodeSpec node : nodes) {
      if (of(node) instanceof NodeCheck.Stranger(NodeFailure.HostKeyUnknown failure)) {
        strangers.add(failure);
      }
    }
    return strangers;
  }

  /** The hosts whose keys were accepted and are on file since. */
  List<String> accepted() {
    return List.copyOf(accepted);
  }

  /** Whether the person accepted that key at that host. */
  boolean trusts(UnknownHost host) {
    String address = new HostPort(host.host(), host.port()).toString();
    boolean trusted = consents.contains(new Consent(address, host.fingerprint()));
    if (trusted) {
      accepted.add(address);
    }
    return trusted;
  }

  // Commands

  /** Looks at the nodes that were not reached yet, side by side. */
  void look(ClusterProfile profile) {
    List<NodeSpec> open =
        profile.nodes().stream().filter(it -> !(of(it) instanceof NodeCheck.Seen)).toList();
    if (busy.get() || open.isEmpty()) {
      return;
    }
    busy.set(true);
    Map<NodeSpec, NodeCheck> now = new LinkedHashMap<>(checks.get());
    open.forEach(node -> now.put(node, new NodeCheck.Looking()));
    checks.set(Map.copyOf(now));
    ClusterProfile part = WizardViewModel.withNodes(profile, open);
    task = context.tasks().start("first look", () -> lookAt(part));
    task.detach();
  }

  /** Stops looking. */
  void stop() {
    if (task != null) {
      task.cancel();
    }
  }

  /** Accepts these keys, as they were shown, and looks at the nodes again. */
  void accept(List<NodeFailure.HostKeyUnknown> shown, ClusterProfile profile) {
    shown.forEach(it -> consents.add(new Consent(it.address(), it.fingerprint())));
    look(profile);
  }

  private boolean lookAt(ClusterProfile profile) {
    Map<NodeSpec, NodeCheck> results = new ConcurrentHashMap<>();
    try (Cluster cluster = context.visits().visit(profile, this::trusts)) {
      new FirstLook(cluster)
          .all(
              (node, result) -> {
                results.put(node, NodeCheck.of(result));
                progress.accept(new Progress(Map.copyOf(results), false));
              });
      return true;
    } finally {
      progress.accept(new Progress(Map.copyOf(results), true));
    }
  }

  private void arrived(Progress news) {
    Map<NodeSpec, NodeCheck> now = new LinkedHashMap<>(checks.get());
    now.putAll(news.results());
    if (news.ended()) {
      now.values().removeIf(NodeCheck.Looking.class::isInstance);
      busy.set(false);
    }
    checks.set(Map.copyOf(now));
  }
}

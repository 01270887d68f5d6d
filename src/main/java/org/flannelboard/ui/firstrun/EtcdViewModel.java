package org.flannelboard.ui.firstrun;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.flannelboard.app.Cluster;
import org.flannelboard.app.EtcdScout;
import org.flannelboard.app.FirstLook;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.ui.kit.NewCluster;
import org.jspecify.annotations.Nullable;

/** The etcd of a cluster that is being described: looked for on the nodes, and tried. */
final class EtcdViewModel {

  private final NewCluster context;
  private final AccessViewModel access;
  private final Question<Detected> detection;
  private final Question<EtcdScout.Sighting> test;
  private @Nullable EtcdSpec tested;

  /**
   * Where etcd seems to be.
   *
   * @param hints the words of daemons that run
   * @param members nodes that take connections at its port, asked where no daemon says anything
   */
  record Detected(List<FirstLook.EtcdHint> hints, List<FirstLook.Member> members) {
    Detected {
      hints = List.copyOf(hints);
      members = List.copyOf(members);
    }

    /** The client URLs that were found; flanneld's word counts more than etcd's own. */
    List<URI> endpoints() {
      return spoken("flanneld")
          .or(() -> spoken("etcd"))
          .orElseGet(() -> members.stream().map(FirstLook.Member::url).toList());
    }

    /** Flannel's prefix; empty if no daemon says it. */
    String prefix() {
      return hints.stream()
          .map(FirstLook.EtcdHint::prefix)
          .filter(it -> !it.isEmpty())
          .findFirst()
          .orElse("");
    }

    /** Who says so. */
    String sources() {
      return Stream.concat(
              hints.stream().map(it -> it.program() + " @ " + it.node()),
              members.stream().map(it -> it.node() + ":" + FirstLook.ETCD_PORT))
          .collect(Collectors.joining(", "));
    }

    private Optional<List<URI>> spoken(String program) {
      List<URI> urls =
          hints.stream()
              .filter(it -> it.program().equals(program))
              .flatMap(it -> it.endpoints().stream())
              .distinct()
              .toList();
      return urls.isEmpty() ? Optional.empty() : Optional.of(urls);
    }
  }

  /**
   * The etcd of a cluster.
   *
   * @param found gets what was detected
   */
  EtcdViewModel(NewCluster context, AccessViewModel access, Consumer<Detected> found) {
    this.context = context;
    this.access = access;
    this.detection = new Question<>("detect etcd", context);
    this.test = new Question<>("test etcd", context);
    detection
        .state()
        .addListener(
            (_, _, now) -> {
              if (now instanceof Asked.Answered<Detected>(Detected detected)) {
                found.accept(detected);
              }
            });
  }

  // Properties

  /** Where looking for it stands. */
  ReadOnlyObjectProperty<Asked<Detected>> detection() {
    return detection.state();
  }

  /** Where trying it stands. */
  ReadOnlyObjectProperty<Asked<EtcdScout.Sighting>> test() {
    return test.state();
  }

  // Commands

  /** Looks for it on those nodes of a cluster that answered. */
  void detect(ClusterProfile profile) {
    List<NodeFacts> seen = access.seen(profile.nodes());
    List<NodeSpec> answering =
        profile.nodes().stream().filter(it -> access.of(it) instanceof NodeCheck.Seen).toList();
    List<FirstLook.EtcdHint> hints =
        seen.stream().flatMap(facts -> FirstLook.hints(facts).stream()).toList();
    ClusterProfile part = WizardViewModel.withNodes(profile, answering);
    detection.ask(
        () -> Result.ok(new Detected(hints, hints.isEmpty() ? members(part) : List.of())));
  }

  private List<FirstLook.Member> members(ClusterProfile profile) {
    try (Cluster cluster = context.visits().visit(profile, access::trusts)) {
      return new FirstLook(cluster).etcdMembers();
    }
  }

  /** Tries it, and reads what flannel keeps there. */
  void tryOut(ClusterProfile profile) {
    tested = profile.etcd();
    test.ask(
        () -> {
          try (Cluster cluster = context.visits().visit(profile, access::trusts)) {
            return new EtcdScout(cluster).look();
          }
        });
  }

  /** Forgets what was found of another etcd. */
  void changed(ClusterProfile profile) {
    if (tested != null && !tested.equals(profile.etcd())) {
      tested = null;
      test.forget();
    }
  }

  /** Ends what is at work. */
  void close() {
    detection.forget();
    test.forget();
  }
}

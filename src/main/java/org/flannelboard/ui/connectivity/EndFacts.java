package org.flannelboard.ui.connectivity;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.flannelboard.app.ClusterStatus;
import org.flannelboard.app.NodeStatus;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.UnitState;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * What one end of a pair says of itself.
 *
 * @param node its name
 * @param light whether it answered when it was last asked, and how long ago that was
 * @param address its underlay address
 * @param docker0 address of its bridge
 * @param vtep address of its end of the tunnels
 * @param mac hardware address of that
 * @param lease its subnet in etcd
 * @param route its route to the other end's subnet
 * @param units its services, the ones of {@link #services} in that order
 */
record EndFacts(
    String node,
    Light light,
    String address,
    String docker0,
    String vtep,
    String mac,
    String lease,
    String route,
    List<Light> units) {

  private static final String FLANNELD = "flanneld.service";

  /** The units whose state is told, by name. */
  static List<String> services(String dockerUnit) {
    return List.of(FLANNELD, dockerUnit);
  }

  /**
   * The facts of a node.
   *
   * @param status how the cluster stood; null if it was not asked yet
   * @param other the pair's other end
   */
  static EndFacts of(
      NodeSpec node,
      NodeSpec other,
      @Nullable ClusterStatus status,
      List<String> services,
      Instant now,
      Words words) {
    if (status == null) {
      return unknown(node, new Light(Status.BUSY, words.text("card.reading")), services, words);
    }
    String age = words.text("age.ago", "age", words.age(Duration.between(status.at(), now)));
    return switch (find(status, node).view()) {
      case Result.Err<NodeStatus.View, Failure>(Failure failure) ->
          unknown(
              node,
              new Light(Status.FAILED, words.message(failure) + " (" + age + ")"),
              services,
              words);
      case Result.Ok<NodeStatus.View, Failure>(NodeStatus.View view) ->
          known(
              node,
              new Light(Status.OK, words.text("pair.end-answered", "age", age)),
              view,
              lease(status, other),
              services,
              words);
    };
  }

  private static EndFacts known(
      NodeSpec node,
      Light light,
      NodeStatus.View view,
      Optional<SubnetLease> peer,
      List<String> services,
      Words words) {
    Optional<NetworkState> network = view.seen().network().toOptional();
    Optional<NetworkState.Link> vtep =
        network.stream()
            .flatMap(state -> state.links().stream())
            .filter(link -> link.vxlan() != null)
            .findFirst();
    return new EndFacts(
        node.id().name(),
        light,
        node.ip().toString(),
        text(network.flatMap(state -> state.address("docker0")).map(a -> a.address())),
        text(
            vtep.flatMap(link -> network.flatMap(state -> state.address(link.name())))
                .map(a -> a.address())),
        text(vtep.flatMap(link -> Optional.ofNullable(link.mac()))),
        text(Optional.ofNullable(view.lease()).map(SubnetLease::subnet)),
        route(network, peer, words),
        services.stream().map(name -> unit(view.seen().units().get(name), words)).toList());
  }

  private static EndFacts unknown(NodeSpec node, Light light, List<String> services, Words words) {
    Light none = new Light(Status.UNKNOWN, words.text("light.unknown"));
    String no = CellWords.NONE;
    return new EndFacts(
        node.id().name(),
        light,
        node.ip().toString(),
        no,
        no,
        no,
        no,
        no,
        services.stream().map(_ -> none).toList());
  }

  private static String route(
      Optional<NetworkState> network, Optional<SubnetLease> peer, Words words) {
    if (network.isEmpty() || peer.isEmpty()) {
      return CellWords.NONE;
    }
    return network.orElseThrow().routes().stream()
        .filter(route -> route.destination().equals(peer.orElseThrow().subnet()))
        .findFirst()
        .map(
            route ->
                (route.gateway() == null ? "" : "via " + route.gateway() + " ")
                    + "dev "
                    + (route.device().isEmpty() ? CellWords.NONE : route.device()))
        .orElseGet(() -> words.text("pair.no-route", "subnet", peer.orElseThrow().subnet()));
  }

  private static Light unit(@Nullable UnitState unit, Words words) {
    if (unit == null) {
      return new Light(Status.UNKNOWN, words.text("light.unknown"));
    }
    if (!unit.exists()) {
      return new Light(Status.UNKNOWN, words.text("unit.absent"));
    }
    if (unit.active()) {
      return new Light(Status.OK, words.text("unit.running"));
    }
    return unit.activeState().equals("failed")
        ? new Light(Status.FAILED, words.text("unit.failed"))
        : new Light(Status.WARNING, words.text("unit.stopped", "state", unit.activeState()));
  }

  private static Optional<SubnetLease> lease(ClusterStatus status, NodeSpec node) {
    return find(status, node).view().toOptional().map(NodeStatus.View::lease);
  }

  private static NodeStatus find(ClusterStatus status, NodeSpec node) {
    return status.nodes().stream()
        .filter(each -> each.spec().id().equals(node.id()))
        .findFirst()
        .orElseThrow();
  }

  private static String text(Optional<?> value) {
    return value.map(Object::toString).orElse(CellWords.NONE);
  }
}

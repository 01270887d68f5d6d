package org.flannelboard.deploy.plan;

import java.util.Objects;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.Route;
import org.jspecify.annotations.Nullable;

/**
 * What stands in a running kernel in a change's place, and with it the way back.
 *
 * @param seen what stands there, in a few stable words; empty if nothing does
 * @param stands whether the change has nothing to change
 * @param undo what brings it back afterwards; null where nothing can, or need
 */
public record KernelBefore(String seen, boolean stands, @Nullable KernelChange undo) {

  private static final String PERMANENT = "PERMANENT";

  /** Whether the change can be taken back, or changes nothing in the first place. */
  public boolean undoable() {
    return stands || undo != null;
  }

  /** What stands in the change's place on a node. */
  public static KernelBefore of(KernelChange change, NodeFacts facts) {
    NetworkFacts network = facts.network();
    return switch (change) {
      case KernelChange.PutRoute it -> putRoute(it, network);
      case KernelChange.RemoveRoute it -> removeRoute(it, network);
      case KernelChange.PutNeighbour it -> putNeighbour(it, network);
      case KernelChange.RemoveNeighbour it -> removeNeighbour(it, network);
      case KernelChange.PutForward it -> putForward(it, network);
      case KernelChange.RemoveForward it -> removeForward(it, network);
      case KernelChange.SetLink(String device, boolean up) -> setLink(device, up, network);
      case KernelChange.RemoveLink(String device) ->
          network
              .link(device)
              .map(link -> new KernelBefore(link.name() + " " + link.mac(), false, null))
              .orElse(new KernelBefore("", true, null));
      case KernelChange.SetSysctl(String path, int value) -> setSysctl(path, value, network);
      case KernelChange.InsertRule it -> {
        boolean there = FilterRules.stands(it.tool(), it.table(), it.chain(), it.rule(), facts);
        KernelChange undo =
            new KernelChange.RemoveRule(it.tool(), it.table(), it.chain(), it.rule());
        yield new KernelBefore(there ? String.join(" ", it.rule()) : "", there, undo);
      }
      case KernelChange.RemoveRule it -> {
        boolean there = FilterRules.stands(it.tool(), it.table(), it.chain(), it.rule(), facts);
        KernelChange undo =
            new KernelChange.InsertRule(it.tool(), it.table(), it.chain(), it.rule());
        yield new KernelBefore(there ? String.join(" ", it.rule()) : "", !there, undo);
      }
    };
  }

  private static KernelBefore putRoute(KernelChange.PutRoute put, NetworkFacts network) {
    Optional<Route> old = route(put.destination().toString(), network);
    if (old.isEmpty()) {
      KernelChange undo = new KernelChange.RemoveRoute(put.destination(), put.device());
      return new KernelBefore("", false, undo);
    }
    Route route = old.get();
    boolean same =
        route.device().equals(put.device())
            && Objects.equals(route.gateway(), put.gateway())
            && (put.source() == null || put.source().equals(route.source()));
    return new KernelBefore(words(route), same, same ? null : back(route));
  }

  private static KernelBefore removeRoute(KernelChange.RemoveRoute gone, NetworkFacts network) {
    return route(gone.destination().toString(), network)
        .filter(route -> route.device().equals(gone.device()))
        .map(route -> new KernelBefore(words(route), false, back(route)))
        .orElse(new KernelBefore("", true, null));
  }

  private static Optional<Route> route(String destination, NetworkFacts network) {
    return network.routes().toOptional().stream()
        .flatMap(all -> all.stream())
        .filter(route -> route.table().equals(Route.MAIN))
        .filter(route -> route.destination().toString().equals(destination))
        .findFirst();
  }

  private static String words(Route route) {
    return route.type()
        + " "
        + route.destination()
        + (route.gateway() == null ? "" : " via " + route.gateway())
        + (route.device().isEmpty() ? "" : " dev " + route.device())
        + (route.source() == null ? "" : " src " + route.source());
  }

  /** A route that discards has no device to be put back at. */
  private static @Nullable KernelChange back(Route route) {
    return route.type().equals("unicast") && !route.device().isEmpty()
        ? new KernelChange.PutRoute(
            route.destination(), route.device(), route.gateway(), route.source(), route.onlink())
        : null;
  }

  private static KernelBefore putNeighbour(KernelChange.PutNeighbour put, NetworkFacts network) {
    Optional<Neighbour> old = neighbour(put.device(), put.address(), network);
    MacAddress mac = old.map(Neighbour::mac).orElse(null);
    if (mac == null) {
      KernelChange undo = new KernelChange.RemoveNeighbour(put.device(), put.address());
      return new KernelBefore("", false, undo);
    }
    boolean same = mac.equals(put.mac());
    return new KernelBefore(
        mac.text(),
        same,
        same ? null : new KernelChange.PutNeighbour(put.device(), put.address(), mac));
  }

  private static KernelBefore removeNeighbour(
      KernelChange.RemoveNeighbour gone, NetworkFacts network) {
    MacAddress mac =
        neighbour(gone.device(), gone.address(), network).map(Neighbour::mac).orElse(null);
    return mac == null
        ? new KernelBefore("", true, null)
        : new KernelBefore(
            mac.text(), false, new KernelChange.PutNeighbour(gone.device(), gone.address(), mac));
  }

  /** An entry of flanneld's; what the kernel resolved or failed to resolve comes and goes. */
  private static Optional<Neighbour> neighbour(
      String device, Ipv4Address address, NetworkFacts network) {
    return network.neighbour(device, address).filter(it -> it.state().contains(PERMANENT));
  }

  private static KernelBefore putForward(KernelChange.PutForward put, NetworkFacts network) {
    Optional<Ipv4Address> old = destination(put.device(), put.mac(), network);
    boolean same = old.equals(Optional.of(put.destination()));
    KernelChange undo =
        old.<KernelChange>map(to -> new KernelChange.PutForward(put.device(), put.mac(), to))
            .orElse(new KernelChange.RemoveForward(put.device(), put.mac(), put.destination()));
    return new KernelBefore(old.map(Ipv4Address::toString).orElse(""), same, same ? null : undo);
  }

  private static KernelBefore removeForward(KernelChange.RemoveForward gone, NetworkFacts network) {
    boolean there =
        network.forwards(gone.device(), gone.mac()).stream()
            .anyMatch(it -> gone.destination().equals(it.destination()));
    return there
        ? new KernelBefore(
            gone.destination().toString(),
            false,
            new KernelChange.PutForward(gone.device(), gone.mac(), gone.destination()))
        : new KernelBefore("", true, null);
  }

  /** The first is the one that {@code bridge fdb replace} replaces (Linux, vxlan_fdb_replace). */
  private static Optional<Ipv4Address> destination(
      String device, MacAddress mac, NetworkFacts network) {
    return network.forwards(device, mac).stream()
        .map(Forward::destination)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static KernelBefore setLink(String device, boolean up, NetworkFacts network) {
    Optional<Boolean> now = network.link(device).map(Link::up);
    boolean same = now.equals(Optional.of(up));
    return new KernelBefore(
        now.map(it -> it ? "UP" : "DOWN").orElse(""),
        same,
        now.isEmpty() || same ? null : new KernelChange.SetLink(device, !up));
  }

  private static KernelBefore setSysctl(String path, int value, NetworkFacts network) {
    Optional<Integer> now = network.sysctl(path);
    boolean same = now.equals(Optional.of(value));
    return new KernelBefore(
        now.map(String::valueOf).orElse(""),
        same,
        same ? null : now.map(old -> new KernelChange.SetSysctl(path, old)).orElse(null));
  }
}

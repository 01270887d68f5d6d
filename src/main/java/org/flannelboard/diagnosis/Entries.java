package org.flannelboard.diagnosis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.Source;
import org.jspecify.annotations.Nullable;

/**
 * A node's entries for its peers, each table indexed once: with 255 nodes there are three entries
 * for each of 64 770 pairs.
 */
final class Entries {

  private final String device;
  private final Routes routes;
  private final Known<Map<Ipv4Address, Neighbour>> neighbours;
  private final Known<Map<MacAddress, List<Forward>>> forwards;

  /**
   * Entries at a device.
   *
   * @param device flannel's vxlan device
   */
  Entries(SeenNode node, String device, boolean directRouting) {
    this.device = device;
    this.routes = new Routes(node, device, directRouting);
    this.neighbours =
        node.network()
            .neighbours()
            .map(all -> byKey(all.stream().filter(it -> it.device().equals(device))));
    this.forwards =
        node.network()
            .forwards()
            .map(
                all ->
                    all.stream()
                        .filter(it -> it.device().equals(device))
                        .collect(Collectors.groupingBy(Forward::mac)));
  }

  /** The kernel's choices of a way. */
  Routes routes() {
    return routes;
  }

  /** The way to the peer's subnet. */
  Entry route(Peer peer) {
    return routes.towards(peer);
  }

  /** The peer's hardware address. */
  Entry neighbour(Peer peer) {
    return switch (neighbours) {
      case Known.Value(var known) -> neighbour(known.get(peer.vtepAddress()), peer);
      case Known.Unknown<?> _, Known.NotChecked<?> _ -> Entry.unseen(Source.NEIGHBOURS);
    };
  }

  private Entry neighbour(@Nullable Neighbour found, Peer peer) {
    if (found == null) {
      return Entry.missing(
          Source.NEIGHBOURS, "no neighbour " + peer.vtepAddress() + " dev " + device);
    }
    if (found.mac() == null) {
      return new Entry(Entry.State.MISSING, Source.NEIGHBOURS, List.of(found.line()));
    }
    return found.mac().equals(peer.vtepMac())
        ? Entry.right(Source.NEIGHBOURS, found.line())
        : Entry.wrong(Source.NEIGHBOURS, found.line());
  }

  /** The peer's underlay address. */
  Entry forward(Peer peer) {
    return switch (forwards) {
      case Known.Value(var known) -> forward(known.getOrDefault(peer.vtepMac(), List.of()), peer);
      case Known.Unknown<?> _, Known.NotChecked<?> _ -> Entry.unseen(Source.FORWARDS);
    };
  }

  private Entry forward(List<Forward> found, Peer peer) {
    Forward elsewhere = null;
    for (Forward forward : found) {
      if (peer.publicIp().equals(forward.destination())) {
        return Entry.right(Source.FORWARDS, forward.line());
      }
      if (elsewhere == null && forward.destination() != null) {
        elsewhere = forward;
      }
    }
    return elsewhere == null
        ? Entry.missing(Source.FORWARDS, "no entry " + peer.vtepMac() + " dev " + device)
        : Entry.wrong(Source.FORWARDS, elsewhere.line());
  }

  /** Where frames for a hardware address go; empty where that is not known. */
  Optional<Ipv4Address> destination(MacAddress mac) {
    return forwards.toOptional().stream()
        .flatMap(known -> known.getOrDefault(mac, List.of()).stream())
        .map(Forward::destination)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static Map<Ipv4Address, Neighbour> byKey(Stream<Neighbour> neighbours) {
    return neighbours.collect(
        Collectors.toMap(
            Neighbour::address, Function.identity(), (first, _) -> first, HashMap::new));
  }
}

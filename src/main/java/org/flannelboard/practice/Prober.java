package org.flannelboard.practice;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.ProbeReport;
import org.flannelboard.node.facts.ProbeRequest;
import org.flannelboard.practice.PacketPath.Fate;
import org.flannelboard.practice.PacketPath.Probe;

/** Packets sent on purpose from a practice node. Used under the world's lock. */
final class Prober {

  /** Between two echo requests. */
  private static final Duration PAUSE = Duration.ofMillis(50);

  /** Bytes of a datagram: a VXLAN header (RFC 7348 section 5) and a word. */
  private static final int DATAGRAM = 20;

  private final World world;
  private final Machine machine;

  Prober(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
  }

  /** How long sending takes. */
  static Duration length(ProbeRequest request) {
    return switch (request) {
      case ProbeRequest.Echoes it -> PAUSE.multipliedBy(it.count() - 1);
      case ProbeRequest.Datagrams _ -> Duration.ZERO;
    };
  }

  Result<ProbeReport, NodeFailure> send(ProbeRequest request) {
    return switch (request) {
      case ProbeRequest.Echoes it -> echoes(it);
      case ProbeRequest.Datagrams it -> Result.ok(datagrams(it));
    };
  }

  private Result<ProbeReport, NodeFailure> echoes(ProbeRequest.Echoes it) {
    if (!machine.network().isLocal(it.source())) {
      String why = it.source() + " is not an address of this node";
      return Result.err(
          new NodeFailure.CommandFailed(machine.id(), "probe " + it.target(), 1, why));
    }
    Counters before = counters();
    Probe probe = new Probe(it.payload(), it.whole());
    Journey journey = world.path().journey(machine, it.source(), it.target(), probe);
    Fate fate = sent(journey, it.count());
    int answered = fate instanceof Fate.Answered ? it.count() : 0;
    return Result.ok(
        new ProbeReport(it.count(), answered, errors(fate, it.target()), before, counters()));
  }

  private ProbeReport datagrams(ProbeRequest.Datagrams it) {
    Counters before = counters();
    Route route = machine.network().lookup(it.target());
    Ipv4Address source =
        Optional.ofNullable(route)
            .flatMap(way -> machine.network().address(way.device()))
            .map(Address::address)
            .orElse(machine.spec().ip());
    Probe probe = new Probe(DATAGRAM, false, it.port());
    sent(world.path().journey(machine, source, it.target(), probe), it.count());
    List<String> errors =
        route == null ? List.of("bash: connect: Network is unreachable") : List.of();
    return new ProbeReport(it.count(), 0, errors, before, counters());
  }

  /** All packets of a probe belong to one connection, and nothing changes meanwhile. */
  private static Fate sent(Journey journey, int count) {
    Fate fate = journey.open();
    for (int i = 1; i < count; i++) {
      journey.go();
    }
    return fate;
  }

  /** In the words of ping(8). */
  private List<String> errors(Fate fate, Ipv4Address target) {
    return switch (fate) {
      case Fate.Answered _, Fate.Lost _ -> List.of();
      case Fate.Refused(String error) -> List.of(words(error, target));
    };
  }

  private String words(String error, Ipv4Address target) {
    Optional<Route> route = Optional.ofNullable(machine.network().lookup(target));
    return switch (error) {
      case PacketPath.NET_UNREACHABLE -> "ping: connect: Network is unreachable";
      case PacketPath.HOST_UNREACHABLE ->
          "From "
              + route
                  .flatMap(way -> machine.network().address(way.device()))
                  .map(Address::address)
                  .orElse(machine.spec().ip())
              + " Destination Host Unreachable";
      case PacketPath.TOO_LONG ->
          "ping: local error: message too long, mtu="
              + route
                  .flatMap(way -> machine.network().link(way.device()))
                  .map(this::largest)
                  .orElse(Machine.MTU);
      default -> throw new IllegalArgumentException(error);
    };
  }

  /** A device's MTU, or what the interface below its tunnel leaves of it. */
  private int largest(Link link) {
    int below = machine.network().link(Machine.UNDERLAY).map(Link::mtu).orElse(Machine.MTU);
    return link.vxlan() == null ? link.mtu() : Math.min(link.mtu(), below - FlannelAgent.OVERHEAD);
  }

  private Counters counters() {
    return new Inspector(world, machine).counters();
  }
}

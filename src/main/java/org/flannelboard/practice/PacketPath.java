package org.flannelboard.practice;

import org.flannelboard.base.Ipv4Address;

/**
 * The way of a packet and of its answer, computed hop by hop from what the kernels of both nodes
 * know. Each hop can be the last; what the sender then sees, and what each node counts, is what it
 * would be on Linux.
 */
final class PacketPath {

  /** What came of an echo request. */
  sealed interface Fate {

    /** The reply came back. */
    record Answered() implements Fate {}

    /** Nothing came back. */
    record Lost() implements Fate {}

    /**
     * The sender's own kernel knew no way.
     *
     * @param error as a prober reports it
     */
    record Refused(String error) implements Fate {}
  }

  /**
   * What is sent.
   *
   * @param payload bytes behind the header of ICMP or UDP
   * @param whole whether it may not be fragmented ({@code ping -M do})
   * @param port UDP destination port; 0 for an echo request
   */
  record Probe(int payload, boolean whole, int port) {

    /** What ping(8) sends unless told otherwise. */
    static final Probe USUAL = new Probe(56, false);

    /** An echo request. */
    Probe(int payload, boolean whole) {
      this(payload, whole, 0);
    }

    boolean isEcho() {
      return port == 0;
    }

    String protocol() {
      return isEcho() ? "icmp" : "udp";
    }

    /** With the headers of ICMP (RFC 792) or UDP (RFC 768), eight bytes each, and IPv4's. */
    int size() {
      return payload + 28;
    }
  }

  static final String HOST_UNREACHABLE = "host-unreachable";
  static final String NET_UNREACHABLE = "network-unreachable";
  static final String NO_SOURCE = "source-address-missing";
  static final String TOO_LONG = "message-too-long";

  private static final Fate ANSWERED = new Fate.Answered();
  private static final Fate LOST = new Fate.Lost();

  private final World world;

  PacketPath(World world) {
    this.world = world;
  }

  /** Sends an echo request from one of a node's addresses and follows it there and back. */
  Fate echo(Machine sender, Ipv4Address source, Ipv4Address target) {
    return echo(sender, source, target, Probe.USUAL);
  }

  /** The same with a certain packet, and also from the address of a container. */
  Fate echo(Machine sender, Ipv4Address source, Ipv4Address target, Probe probe) {
    return journey(sender, source, target, probe).open();
  }

  /** The way there and back, as long as nothing changes; nothing is sent yet. */
  Journey journey(Machine sender, Ipv4Address source, Ipv4Address target, Probe probe) {
    Walk walk = new Walk();
    return walk.to(fate(walk, sender, Packet.of(source, target, probe)));
  }

  private Fate fate(Walk walk, Machine sender, Packet packet) {
    walk.by(sender.network().epoch());
    if (!sender.network().isLocal(packet.source()) && !sender.hasContainerAt(packet.source())) {
      return new Fate.Refused(NO_SOURCE);
    }
    Passage passage = new Passage(world, walk);
    return switch (passage.travel(sender, packet)) {
      case Passage.Trip.Ended(Fate fate) -> fate;
      case Passage.Trip.Arrived(Machine receiver, Packet seen) ->
          packet.probe().isEcho() ? back(passage, sender, receiver, seen.answer()) : LOST;
    };
  }

  private static Fate back(Passage passage, Machine sender, Machine receiver, Packet reply) {
    return switch (passage.travel(receiver, reply)) {
      case Passage.Trip.Ended _ -> LOST;
      case Passage.Trip.Arrived(Machine at, Packet _) -> at == sender ? ANSWERED : LOST;
    };
  }
}

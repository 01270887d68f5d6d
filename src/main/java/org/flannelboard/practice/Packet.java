package org.flannelboard.practice;

import org.flannelboard.base.Ipv4Address;
import org.flannelboard.practice.PacketPath.Probe;

/**
 * An IPv4 packet under way.
 *
 * @param asked who sent the request, by the address it had before any translation
 */
record Packet(
    Ipv4Address source, Ipv4Address target, Ipv4Address asked, Probe probe, boolean reply) {

  /** An echo request or a datagram. */
  static Packet of(Ipv4Address source, Ipv4Address target, Probe probe) {
    return new Packet(source, target, source, probe, false);
  }

  Packet from(Ipv4Address other) {
    return other.equals(source) ? this : new Packet(other, target, asked, probe, reply);
  }

  /** What connection tracking makes of the target at the node that translated the source. */
  Packet restored() {
    return reply && !asked.equals(target) ? new Packet(source, asked, asked, probe, true) : this;
  }

  Packet answer() {
    return new Packet(target, source, asked, probe, true);
  }
}

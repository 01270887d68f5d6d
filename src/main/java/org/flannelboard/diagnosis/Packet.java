package org.flannelboard.diagnosis;

import org.flannelboard.base.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * A packet as a filter sees it.
 *
 * @param protocol {@code udp}, {@code icmp} …
 * @param inDevice where it came in; empty if the node sends it, {@link #UNSEEN} if not known
 * @param outDevice where it goes out; empty if it is for the node, {@link #UNSEEN} if not known
 * @param source null if not known
 * @param destination null if not known
 * @param port UDP destination port; 0 for none
 * @param echo which kind of echo it is
 * @param answer whether connection tracking has seen the other way of its flow. Never so of VXLAN:
 *     each direction has a flow of its own, because both go to the same port from ports chosen by
 *     the inner packet (RFC 7348 section 5)
 */
record Packet(
    String protocol,
    String inDevice,
    String outDevice,
    @Nullable Ipv4Address source,
    @Nullable Ipv4Address destination,
    int port,
    Echo echo,
    boolean answer) {

  /** Stands for a device that is not known. */
  static final String UNSEEN = "?";

  /** ICMP types of a ping (RFC 792). */
  enum Echo {
    NONE,
    REQUEST,
    REPLY
  }

  /** A VXLAN datagram. */
  static Packet vxlan(
      String inDevice, String outDevice, Ipv4Address source, Ipv4Address destination, int port) {
    return new Packet("udp", inDevice, outDevice, source, destination, port, Echo.NONE, false);
  }

  /** A ping's request. */
  static Packet request(
      String inDevice, String outDevice, Ipv4Address source, Ipv4Address destination) {
    return new Packet("icmp", inDevice, outDevice, source, destination, 0, Echo.REQUEST, false);
  }

  /** A ping's reply, which connection tracking takes for part of the request's flow. */
  static Packet reply(
      String inDevice, String outDevice, Ipv4Address source, Ipv4Address destination) {
    return new Packet("icmp", inDevice, outDevice, source, destination, 0, Echo.REPLY, true);
  }
}

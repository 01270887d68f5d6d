package org.flannelboard.node.facts;

import org.flannelboard.base.Ipv4Address;

/** A few packets sent on purpose from a node, to see where they get to. */
public sealed interface ProbeRequest {

  /** Where they go. */
  Ipv4Address target();

  /** How many; 1 to 100. */
  int count();

  /**
   * ICMP echo requests (RFC 792), 50 ms apart.
   *
   * @param source one of the node's own addresses
   * @param payload bytes behind the ICMP header; the packet has 28 more
   * @param whole whether no router may cut it in pieces ({@code ping -M do})
   */
  record Echoes(Ipv4Address source, Ipv4Address target, int count, int payload, boolean whole)
      implements ProbeRequest {

    /** What ping(8) sends unless told otherwise. */
    public static final int USUAL = 56;

    public Echoes {
      ProbeRequest.check(count);
      if (payload < 0 || payload > 65507) {
        throw new IllegalArgumentException("payload " + payload);
      }
    }
  }

  /**
   * UDP datagrams with a VXLAN header of an unused VNI: a VTEP's kernel counts them and drops them.
   *
   * @param port UDP destination port
   */
  record Datagrams(Ipv4Address target, int port, int count) implements ProbeRequest {

    public Datagrams {
      ProbeRequest.check(count);
      if (port < 1 || port > 65535) {
        throw new IllegalArgumentException("port " + port);
      }
    }
  }

  private static void check(int count) {
    if (count < 1 || count > 100) {
      throw new IllegalArgumentException("count " + count);
    }
  }
}

package org.flannelboard.node.facts;

import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;

/**
 * A UDP socket that waits for datagrams.
 *
 * @param address 0.0.0.0 for all of the node's, or for an IPv6 socket open to all, which takes IPv4
 *     datagrams too unless it was told not to (ipv6(7))
 * @param port 1 to 65535
 * @param owner the process that holds it; empty for the kernel's own sockets, such as a vxlan
 *     device's; unknown without the right to see it
 * @param dropped datagrams it had no room for
 * @param line the entry as it was printed
 */
public record UdpSocket(
    Ipv4Address address, int port, Known<Optional<Owner>> owner, long dropped, String line) {

  /** A process that holds a socket. */
  public record Owner(String program, int pid) {}
}

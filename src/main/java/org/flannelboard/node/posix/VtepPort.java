package org.flannelboard.node.posix;

import java.util.List;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Link.Vxlan;
import org.flannelboard.node.facts.UdpSocket;
import org.jspecify.annotations.Nullable;

/**
 * The UDP port of a vxlan device where ip(8) is too old to print it: an active device has a socket
 * of the kernel's own, open to all addresses, so a port is certain if there is only one such
 * socket.
 */
final class VtepPort {

  private static final Ipv4Address ANY = new Ipv4Address(0);

  private VtepPort() {}

  /** The same device, with its port if that was not printed and is certain. */
  static Link named(Link link, Known<List<UdpSocket>> sockets) {
    @Nullable Vxlan vxlan = link.vxlan();
    if (vxlan == null || vxlan.port() instanceof Known.Value<Integer> || !link.up()) {
      return link;
    }
    List<Integer> ports =
        sockets.toOptional().orElse(List.of()).stream()
            .filter(VtepPort::isKernels)
            .map(UdpSocket::port)
            .distinct()
            .toList();
    if (ports.size() != 1) {
      return link;
    }
    return new Link(
        link.name(),
        link.flags(),
        link.mtu(),
        link.mac(),
        link.master(),
        new Vxlan(vxlan.vni(), Known.of(ports.getFirst()), vxlan.local(), vxlan.device()),
        link.line());
  }

  private static boolean isKernels(UdpSocket socket) {
    return socket.address().equals(ANY)
        && socket.owner().map(owner -> owner.isEmpty()).toOptional().orElse(false);
  }
}

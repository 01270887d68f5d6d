package org.flannelboard.practice;

import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;

/**
 * The device of flannel's udp backend, which flannel takes where none is configured (flannel
 * v0.10.0, backend/udp): it goes with its process, and no vxlan peer knows how to speak with it.
 */
final class UdpDevice {

  static final String BACKEND = "udp";

  /** What Ethernet carries, less the headers of IPv4 and UDP. */
  static final int MTU = 1472;

  private static final String NAME = "flannel0";

  private final KernelNetwork network;

  UdpDevice(KernelNetwork network) {
    this.network = network;
  }

  void create(Cidr all, Cidr subnet) {
    network.put(new Link(NAME, true, MTU, null, null));
    network.assign(new Address(NAME, subnet.network(), all.prefixLength()));
  }

  void delete() {
    network.delete(NAME);
  }

  /** What it announces: an address, and neither a backend nor a hardware address. */
  static String lease(Ipv4Address publicIp) {
    return "{\"PublicIP\":\"" + publicIp + "\"}";
  }
}

package org.flannelboard.practice;

import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Vxlan;

/** A node's end of the tunnels. */
record Vtep(Link link, Vxlan vxlan, Ipv4Address address, MacAddress mac) {

  /** The node's vxlan device, if it has one with an address. */
  static Optional<Vtep> of(Machine machine) {
    KernelNetwork network = machine.network();
    return network
        .vxlan()
        .flatMap(
            link -> {
              MacAddress mac = link.mac();
              Optional<Address> address = network.address(link.name());
              Vxlan vxlan = link.vxlan();
              return mac == null || vxlan == null
                  ? Optional.empty()
                  : address.map(own -> new Vtep(link, vxlan, own.address(), mac));
            });
  }

  String device() {
    return link.name();
  }
}

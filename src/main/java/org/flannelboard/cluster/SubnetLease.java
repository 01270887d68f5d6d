package org.flannelboard.cluster;

import java.time.Duration;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A node's claim to a subnet: one key under {@code <prefix>/subnets} in etcd.
 *
 * @param subnet the subnet, from the key
 * @param publicIp the node's underlay address, to which peers send
 * @param backendType for example {@code vxlan}
 * @param vtepMac hardware address of the node's vxlan device; null where the backend has none
 * @param ttl time left; null for a reservation, which never expires
 */
public record SubnetLease(
    Cidr subnet,
    Ipv4Address publicIp,
    String backendType,
    @Nullable MacAddress vtepMac,
    @Nullable Duration ttl) {

  /** The address docker0 has when docker uses this lease: the first host of the subnet. */
  public Ipv4Address docker0() {
    return subnet.firstHost();
  }
}

package org.flannelboard.cluster;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
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

  /**
   * The lease a node uses. A node that changed its subnet leaves the old lease behind until that
   * expires: the longest remaining time marks the one in use, and a reservation wins.
   */
  public static Optional<SubnetLease> inUse(List<SubnetLease> leases, Ipv4Address publicIp) {
    return leases.stream()
        .filter(lease -> lease.publicIp().equals(publicIp))
        .max(Comparator.comparing(SubnetLease::timeLeft));
  }

  private Duration timeLeft() {
    return ttl == null ? ChronoUnit.FOREVER.getDuration() : ttl;
  }
}

package org.flannelboard.cluster;

import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * Flannel's network configuration: the value of {@code <prefix>/config} in etcd (flannel,
 * Documentation/configuration.md).
 *
 * @param network the network all subnets are cut from
 * @param subnetLen prefix length of one node's subnet
 * @param subnetMin lowest subnet to hand out; null for flannel's default
 * @param subnetMax highest subnet to hand out; null for flannel's default
 * @param backend how packets travel between nodes
 */
public record NetworkConfig(
    Cidr network,
    int subnetLen,
    @Nullable Ipv4Address subnetMin,
    @Nullable Ipv4Address subnetMax,
    Backend backend) {

  /** A configuration with no bounds on the subnets. */
  public static NetworkConfig of(Cidr network, int subnetLen, Backend backend) {
    return new NetworkConfig(network, subnetLen, null, null, backend);
  }

  /**
   * How many nodes can have a subnet. Without a lower bound flannel leaves out the first one; the
   * last one is handed out (flannel, pkg/subnet/config.go and etcd/local_manager.go).
   */
  public int capacity() {
    return (int) Math.max(0, index(lastSubnet()) - index(firstSubnet()) + 1);
  }

  /**
   * Whether a node may have that subnet, and may keep it when flanneld starts anew (flannel,
   * pkg/subnet/etcd/local_manager.go {@code isSubnetConfigCompat}).
   */
  public boolean handsOut(Cidr subnet) {
    return subnet.prefixLength() == subnetLen
        && subnet.network().compareTo(firstSubnet()) >= 0
        && subnet.network().compareTo(lastSubnet()) <= 0;
  }

  private Ipv4Address firstSubnet() {
    return subnetMin == null
        ? new Ipv4Address(network.network().bits() + (1 << (32 - subnetLen)))
        : subnetMin;
  }

  private Ipv4Address lastSubnet() {
    return subnetMax == null ? Cidr.containing(network.last(), subnetLen).network() : subnetMax;
  }

  private long index(Ipv4Address address) {
    return Integer.toUnsignedLong(address.bits()) >> (32 - subnetLen);
  }
}

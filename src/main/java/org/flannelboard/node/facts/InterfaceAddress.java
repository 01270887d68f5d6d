package org.flannelboard.node.facts;

import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;

/**
 * An IPv4 address of a device.
 *
 * @param prefixLength 0 to 32
 * @param line the entry as it was printed
 */
public record InterfaceAddress(String device, Ipv4Address address, int prefixLength, String line) {

  /** The network the address is in. */
  public Cidr network() {
    return Cidr.containing(address, prefixLength);
  }
}

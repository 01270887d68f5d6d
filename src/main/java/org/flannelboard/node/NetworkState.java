package org.flannelboard.node;

import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * A node's links, IPv4 addresses and main-table routes.
 *
 * @param links as {@code ip -d link} lists them
 * @param addresses as {@code ip -4 addr} lists them
 * @param routes destinations of the main table with their devices; the default route as 0.0.0.0/0
 */
public record NetworkState(List<Link> links, List<Address> addresses, List<Route> routes) {

  public NetworkState {
    links = List.copyOf(links);
    addresses = List.copyOf(addresses);
    routes = List.copyOf(routes);
  }

  /**
   * A network device.
   *
   * @param up whether the administrator's UP flag is set
   * @param mtu bytes
   * @param mac null for devices without one
   * @param vxlan null unless it is a vxlan device
   */
  public record Link(
      String name, boolean up, int mtu, @Nullable MacAddress mac, @Nullable Vxlan vxlan) {}

  /**
   * What makes a device a VTEP (RFC 7348).
   *
   * @param vni 1 to 16777215
   * @param port UDP destination port; 0 where the node's ip(8) is too old to print it
   * @param local outer source address; null if none is set
   */
  public record Vxlan(int vni, int port, @Nullable Ipv4Address local) {}

  /** An address of a device, with the prefix length it was given. */
  public record Address(String device, Ipv4Address address, int prefixLength) {
    /** The network the address is in. */
    public Cidr network() {
      return Cidr.containing(address, prefixLength);
    }
  }

  /**
   * A route of the main table.
   *
   * @param device empty where the route discards: unreachable, prohibit, blackhole (ip-route(8))
   * @param gateway null for what is on the link itself
   */
  public record Route(Cidr destination, String device, @Nullable Ipv4Address gateway) {}

  /** The device of that name. */
  public Optional<Link> link(String name) {
    return links.stream().filter(link -> link.name().equals(name)).findFirst();
  }

  /** The first address of the device of that name. */
  public Optional<Address> address(String device) {
    return addresses.stream().filter(address -> address.device().equals(device)).findFirst();
  }
}

package org.flannelboard.node.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;

/**
 * How a node's kernel carries IPv4 packets.
 *
 * @param links devices
 * @param addresses of devices
 * @param routes of all tables but the kernel's broadcast and multicast entries
 * @param rules which table is asked for whom (ip-rule(8)), by priority
 * @param lookups what the kernel would do with packets to the addresses that were asked for
 * @param neighbours IPv4 neighbours of all devices
 * @param forwards forwarding database of the vxlan devices (bridge(8))
 * @param sockets UDP sockets that wait for datagrams
 * @param sysctls by their path below {@code /proc/sys/net}, for example {@code ipv4/ip_forward};
 *     what is absent here could not be read
 * @param offloads by device and feature, for example {@code tx-checksum-ip-generic} (ethtool(8))
 */
public record NetworkFacts(
    Known<List<Link>> links,
    Known<List<InterfaceAddress>> addresses,
    Known<List<Route>> routes,
    Known<List<PolicyRule>> rules,
    Map<Ipv4Address, Lookup> lookups,
    Known<List<Neighbour>> neighbours,
    Known<List<Forward>> forwards,
    Known<List<UdpSocket>> sockets,
    Map<String, Integer> sysctls,
    Known<Map<String, Map<String, Boolean>>> offloads) {

  public NetworkFacts {
    lookups = Map.copyOf(lookups);
    sysctls = Map.copyOf(sysctls);
  }

  /** Nothing of it was asked for. */
  public static NetworkFacts notChecked() {
    return new NetworkFacts(
        Known.notChecked(),
        Known.notChecked(),
        Known.notChecked(),
        Known.notChecked(),
        Map.of(),
        Known.notChecked(),
        Known.notChecked(),
        Known.notChecked(),
        Map.of(),
        Known.notChecked());
  }

  /** The device of that name; empty too where devices are not known. */
  public Optional<Link> link(String name) {
    return known(links).stream().filter(link -> link.name().equals(name)).findFirst();
  }

  /** The addresses of a device; empty too where addresses are not known. */
  public List<InterfaceAddress> addressesOf(String device) {
    return known(addresses).stream().filter(it -> it.device().equals(device)).toList();
  }

  /** Whether the address is one of the node's own; unknown where addresses are not known. */
  public Known<Boolean> owns(Ipv4Address address) {
    return addresses.map(all -> all.stream().anyMatch(it -> it.address().equals(address)));
  }

  /** What stands for an address at a device. */
  public Optional<Neighbour> neighbour(String device, Ipv4Address address) {
    return known(neighbours).stream()
        .filter(it -> it.device().equals(device) && it.address().equals(address))
        .findFirst();
  }

  /** Where frames for a hardware address leave a vxlan device; more than one entry may stand. */
  public List<Forward> forwards(String device, MacAddress mac) {
    return known(forwards).stream()
        .filter(it -> it.device().equals(device) && it.mac().equals(mac))
        .toList();
  }

  /** A kernel setting that was read. */
  public Optional<Integer> sysctl(String path) {
    return Optional.ofNullable(sysctls.get(path));
  }

  private static <T> List<T> known(Known<List<T>> list) {
    return list.toOptional().orElse(List.of());
  }
}

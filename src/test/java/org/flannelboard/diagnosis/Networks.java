package org.flannelboard.diagnosis;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.PolicyRule;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.UdpSocket;

/** Network facts with one component exchanged. */
final class Networks {

  private Networks() {}

  static NetworkFacts links(NetworkFacts it, Known<List<Link>> links) {
    return new NetworkFacts(
        links,
        it.addresses(),
        it.routes(),
        it.rules(),
        it.lookups(),
        it.neighbours(),
        it.forwards(),
        it.sockets(),
        it.sysctls(),
        it.offloads());
  }

  static NetworkFacts addresses(NetworkFacts it, Known<List<InterfaceAddress>> addresses) {
    return new NetworkFacts(
        it.links(),
        addresses,
        it.routes(),
        it.rules(),
        it.lookups(),
        it.neighbours(),
        it.forwards(),
        it.sockets(),
        it.sysctls(),
        it.offloads());
  }

  static NetworkFacts routes(NetworkFacts it, Known<List<Route>> routes) {
    return new NetworkFacts(
        it.links(),
        it.addresses(),
        routes,
        it.rules(),
        it.lookups(),
        it.neighbours(),
        it.forwards(),
        it.sockets(),
        it.sysctls(),
        it.offloads());
  }

  static NetworkFacts rules(NetworkFacts it, Known<List<PolicyRule>> rules) {
    return new NetworkFacts(
        it.links(),
        it.addresses(),
        it.routes(),
        rules,
        it.lookups(),
        it.neighbours(),
        it.forwards(),
        it.sockets(),
        it.sysctls(),
        it.offloads());
  }

  static NetworkFacts lookup(NetworkFacts it, Lookup lookup) {
    Map<Ipv4Address, Lookup> lookups = new LinkedHashMap<>(it.lookups());
    lookups.put(lookup.target(), lookup);
    return lookups(it, lookups);
  }

  static NetworkFacts noLookups(NetworkFacts it) {
    return lookups(it, Map.of());
  }

  private static NetworkFacts lookups(NetworkFacts it, Map<Ipv4Address, Lookup> lookups) {
    return new NetworkFacts(
        it.links(),
        it.addresses(),
        it.routes(),
        it.rules(),
        lookups,
        it.neighbours(),
        it.forwards(),
        it.sockets(),
        it.sysctls(),
        it.offloads());
  }

  static NetworkFacts neighbours(NetworkFacts it, Known<List<Neighbour>> neighbours) {
    return new NetworkFacts(
        it.links(),
        it.addresses(),
        it.routes(),
        it.rules(),
        it.lookups(),
        neighbours,
        it.forwards(),
        it.sockets(),
        it.sysctls(),
        it.offloads());
  }

  static NetworkFacts forwards(NetworkFacts it, Known<List<Forward>> forwards) {
    return new NetworkFacts(
        it.links(),
        it.addresses(),
        it.routes(),
        it.rules(),
        it.lookups(),
        it.neighbours(),
        forwards,
        it.sockets(),
        it.sysctls(),
        it.offloads());
  }

  static NetworkFacts sockets(NetworkFacts it, Known<List<UdpSocket>> sockets) {
    return new NetworkFacts(
        it.links(),
        it.addresses(),
        it.routes(),
        it.rules(),
        it.lookups(),
        it.neighbours(),
        it.forwards(),
        sockets,
        it.sysctls(),
        it.offloads());
  }

  static NetworkFacts sysctl(NetworkFacts it, String path, int value) {
    Map<String, Integer> sysctls = new LinkedHashMap<>(it.sysctls());
    sysctls.put(path, value);
    return new NetworkFacts(
        it.links(),
        it.addresses(),
        it.routes(),
        it.rules(),
        it.lookups(),
        it.neighbours(),
        it.forwards(),
        it.sockets(),
        sysctls,
        it.offloads());
  }
}

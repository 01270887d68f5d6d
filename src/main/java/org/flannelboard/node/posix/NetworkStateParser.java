package org.flannelboard.node.posix;

import java.util.ArrayList;
import java.util.List;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.NetworkState.Vxlan;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.jspecify.annotations.Nullable;

/** A node's network as a deployment needs it, from what {@code ip -o} prints. */
final class NetworkStateParser {

  private NetworkStateParser() {}

  static NetworkState parse(Section links, Section addresses, Section routes)
      throws MalformedOutputException {
    List<NetworkState.Link> allLinks = new ArrayList<>();
    for (String line : links.lines()) {
      allLinks.add(link(LinkParser.parse(line)));
    }
    List<Address> allAddresses = new ArrayList<>();
    for (String line : addresses.lines()) {
      InterfaceAddress it = AddressParser.parse(line);
      allAddresses.add(new Address(it.device(), it.address(), it.prefixLength()));
    }
    List<Route> allRoutes = new ArrayList<>();
    for (String line : routes.lines()) {
      RouteParser.parse(line).stream()
          .map(it -> new Route(it.destination(), it.device(), it.gateway()))
          .forEach(allRoutes::add);
    }
    return new NetworkState(allLinks, allAddresses, allRoutes);
  }

  private static NetworkState.Link link(Link link) {
    Link.@Nullable Vxlan seen = link.vxlan();
    @Nullable Vxlan vxlan =
        seen == null
            ? null
            : new Vxlan(seen.vni(), seen.port().toOptional().orElse(0), seen.local());
    return new NetworkState.Link(link.name(), link.up(), link.mtu(), link.mac(), vxlan);
  }
}

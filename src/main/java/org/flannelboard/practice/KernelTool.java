package org.flannelboard.practice;

import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.base.Result;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Route;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.Firewall;

/**
 * ip(8), bridge(8), iptables(8) and the files of {@code /proc/sys} on a practice node: each does
 * what the real one does, and complains as it does. Used under the world's lock.
 */
final class KernelTool {

  /** What ip(8) and bridge(8) exit with that found no device, and that the kernel refused. */
  private static final int NO_DEVICE = 1;

  private static final int REFUSED = 2;

  private static final List<String> OF_MACHINE = List.of("lo", Machine.UNDERLAY);

  private final World world;
  private final Machine machine;
  private final KernelNetwork network;

  KernelTool(World world, Machine machine) {
    this.world = world;
    this.machine = machine;
    this.network = machine.network();
  }

  /** Makes the change, and gives how the thing reads afterwards. */
  Result<String, NodeFailure> change(KernelChange change) {
    Optional<Refusal> refusal =
        switch (change) {
          case KernelChange.PutRoute it -> put(it);
          case KernelChange.RemoveRoute(Cidr destination, String device) ->
              removeRoute(destination, device);
          case KernelChange.PutNeighbour(String device, Ipv4Address address, MacAddress mac) ->
              missing(device).or(() -> done(() -> network.setNeighbour(device, address, mac)));
          case KernelChange.RemoveNeighbour(String device, Ipv4Address address) ->
              missing(device)
                  .or(() -> unless(network.neighbour(device, address).isPresent(), NO_ENTRY))
                  .or(() -> done(() -> network.setNeighbour(device, address, null)));
          case KernelChange.PutForward(String device, MacAddress mac, Ipv4Address destination) ->
              noTunnel(device).or(() -> done(() -> network.setForward(device, mac, destination)));
          case KernelChange.RemoveForward(String device, MacAddress mac, Ipv4Address to) ->
              noTunnel(device)
                  .or(
                      () ->
                          unless(
                              network.forward(device, mac).filter(to::equals).isPresent(),
                              NO_ENTRY))
                  .or(() -> done(() -> network.setForward(device, mac, null)));
          case KernelChange.SetLink(String device, boolean up) -> setLink(device, up);
          case KernelChange.RemoveLink(String device) ->
              missing(device)
                  .or(() -> unless(!OF_MACHINE.contains(device), UNSUPPORTED))
                  .or(() -> done(() -> network.delete(device)));
          case KernelChange.SetSysctl(String path, int value) ->
              network.settings().set(path, value)
                  ? Optional.empty()
                  : refusal(1, "/proc/sys/net/" + path + ": No such file or directory");
          case KernelChange.InsertRule it -> insert(it);
          case KernelChange.RemoveRule it -> remove(it);
        };
    return refusal
        .<Result<String, NodeFailure>>map(
            it ->
                Result.err(
                    new NodeFailure.CommandFailed(
                        machine.id(), change.command(), it.status(), it.text())))
        .orElseGet(() -> Result.ok(reading(change)));
  }

  /** What a tool says instead of doing it. */
  private record Refusal(int status, String text) {}

  private static final Refusal NO_ENTRY =
      new Refusal(REFUSED, "RTNETLINK answers: No such file or directory");

  private static final Refusal UNSUPPORTED =
      new Refusal(REFUSED, "RTNETLINK answers: Operation not supported");

  private static Optional<Refusal> refusal(int status, String text) {
    return Optional.of(new Refusal(status, text));
  }

  private static Optional<Refusal> unless(boolean well, Refusal refusal) {
    return well ? Optional.empty() : Optional.of(refusal);
  }

  private static Optional<Refusal> done(Runnable change) {
    change.run();
    return Optional.empty();
  }

  private Optional<Refusal> missing(String device) {
    return network.link(device).isPresent()
        ? Optional.empty()
        : refusal(NO_DEVICE, "Cannot find device \"" + device + "\"");
  }

  private Optional<Refusal> noTunnel(String device) {
    return missing(device)
        .or(
            () ->
                unless(
                    network.link(device).filter(it -> it.vxlan() != null).isPresent(),
                    UNSUPPORTED));
  }

  private Optional<Refusal> put(KernelChange.PutRoute it) {
    Ipv4Address gateway = it.gateway();
    boolean reached =
        gateway == null
            || it.onlink()
            || network
                .address(it.device())
                .map(Address::network)
                .filter(own -> own.prefixLength() < 32 && own.contains(gateway))
                .isPresent();
    return missing(it.device())
        .or(
            () ->
                unless(
                    network.isUp(it.device()),
                    new Refusal(REFUSED, "Error: Device for nexthop is not up.")))
        .or(() -> unless(reached, new Refusal(REFUSED, "Error: Nexthop has invalid gateway.")))
        .or(() -> done(() -> network.put(new Route(it.destination(), it.device(), gateway))));
  }

  private Optional<Refusal> removeRoute(Cidr destination, String device) {
    boolean there = network.route(destination).filter(it -> it.device().equals(device)).isPresent();
    return missing(device)
        .or(() -> unless(there, new Refusal(REFUSED, "RTNETLINK answers: No such process")))
        .or(() -> done(() -> network.deleteRoute(destination)));
  }

  private Optional<Refusal> setLink(String device, boolean up) {
    return missing(device)
        .or(
            () -> {
              network.setUp(device, up);
              return unless(
                  network.isUp(device) == up,
                  new Refusal(REFUSED, "RTNETLINK answers: Address already in use"));
            });
  }

  private Optional<Refusal> insert(KernelChange.InsertRule it) {
    return noChain(it.tool(), it.table(), it.chain())
        .or(
            () ->
                switch (FilterRule.parse(it.rule())) {
                  case FilterRule.Reading.Refused(String why) -> refused(why);
                  case FilterRule.Reading.Read(FilterRule rule)
                      when !rule.ends()
                          && !rule.target().equals("RETURN")
                          && !rule.target().isEmpty()
                          && !network.filter().has(it.table(), rule.target()) ->
                      refused("Chain '" + rule.target() + "' does not exist");
                  case FilterRule.Reading.Read(FilterRule rule) ->
                      done(() -> network.filter().insert(it.table(), it.chain(), rule));
                });
  }

  private Optional<Refusal> remove(KernelChange.RemoveRule it) {
    return noChain(it.tool(), it.table(), it.chain())
        .or(
            () ->
                switch (FilterRule.parse(it.rule())) {
                  case FilterRule.Reading.Refused(String why) -> refused(why);
                  case FilterRule.Reading.Read(FilterRule rule) ->
                      unless(
                          network.filter().remove(it.table(), it.chain(), rule),
                          new Refusal(
                              1,
                              "iptables: Bad rule (does a matching rule exist in that chain?)."));
                });
  }

  private static Optional<Refusal> refused(String why) {
    return refusal(REFUSED, "iptables v1.8.9 (nf_tables): " + why);
  }

  private Optional<Refusal> noChain(Firewall.Tool tool, String table, String chain) {
    if (tool != Firewall.Tool.IPTABLES) {
      return refusal(127, "iptables-legacy: command not found");
    }
    return unless(
        network.filter().has(table, chain),
        new Refusal(1, "iptables: No chain/target/match by that name."));
  }

  private String reading(KernelChange change) {
    return switch (change) {
      case KernelChange.PutRoute it -> route(it.destination());
      case KernelChange.RemoveRoute it -> route(it.destination());
      case KernelChange.PutNeighbour it -> neighbour(it.device(), it.address());
      case KernelChange.RemoveNeighbour it -> neighbour(it.device(), it.address());
      case KernelChange.PutForward it -> forward(it.device(), it.mac());
      case KernelChange.RemoveForward it -> forward(it.device(), it.mac());
      case KernelChange.SetLink it -> link(it.device());
      case KernelChange.RemoveLink it -> link(it.device());
      case KernelChange.SetSysctl it ->
          network.settings().read(it.path()).map(Object::toString).orElse("");
      case KernelChange.InsertRule it -> rule(it.table(), it.chain(), it.rule());
      case KernelChange.RemoveRule it -> rule(it.table(), it.chain(), it.rule());
    };
  }

  private String route(Cidr destination) {
    return network.route(destination).map(new RouteLook(machine)::line).orElse("");
  }

  private String neighbour(String device, Ipv4Address address) {
    return network
        .neighbour(device, address)
        .map(mac -> NetworkLook.neighbour(address, device, mac))
        .orElse("");
  }

  private String forward(String device, MacAddress mac) {
    return network.forward(device, mac).map(to -> NetworkLook.forward(mac, device, to)).orElse("");
  }

  private String link(String device) {
    Optional<Link> link = network.link(device);
    return link.map(new NetworkLook(world, machine)::shown).orElse("");
  }

  private String rule(String table, String chain, List<String> words) {
    FilterRule rule = FilterRule.of(String.join(" ", words));
    return network.filter().has(table, chain, rule) ? "-A " + chain + " " + rule.line() : "";
  }
}

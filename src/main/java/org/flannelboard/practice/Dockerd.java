package org.flannelboard.practice;

import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.node.NetworkState.Link;

/**
 * The practice {@code dockerd}: a bridge {@code docker0} with the address of {@code --bip}. Without
 * that option it keeps the address the bridge has, as docker 20.10 does, and only a new bridge gets
 * docker's own 172.17.0.1/16.
 */
final class Dockerd implements Program {

  static final String BRIDGE = "docker0";

  private static final Address OWN_CHOICE = new Address(BRIDGE, Ipv4Address.of("172.17.0.1"), 16);

  private final World world;

  Dockerd(World world) {
    this.world = world;
  }

  @Override
  public Start start(Machine machine, Command command, Supervisor supervisor) {
    KernelNetwork network = machine.network();
    Optional<String> bip = option(command.arguments(), "--bip");
    Optional<Address> wanted = bip.flatMap(Dockerd::address);
    if (bip.isPresent() && wanted.isEmpty()) {
      supervisor.log(
          "failed to start daemon: Error initializing network controller: invalid CIDR address: "
              + bip.get());
      return new Start.Ended(1);
    }
    if (network.link(BRIDGE).isEmpty()) {
      network.put(new Link(BRIDGE, true, Machine.MTU, world.newMac("02:42"), null));
    }
    network.setUp(BRIDGE, true);
    Address address = wanted.or(() -> network.address(BRIDGE)).orElse(OWN_CHOICE);
    network.assign(address);
    boolean masquerade = !option(command.arguments(), "--ip-masq").equals(Optional.of("false"));
    DockerChains chains = new DockerChains(network.filter());
    chains.install();
    chains.masquerade(address.network(), masquerade);
    if (machine.dockerVersion().equals(DockerFaults.STRICT)) {
      chains.guard(machine.containerAddresses());
    }
    forward(network);
    supervisor.log("Daemon has completed initialization");
    return new Start.Ready(machine::endContainers);
  }

  /** Who turns forwarding on has to see that it does not open the node for everybody. */
  private static void forward(KernelNetwork network) {
    if (network.sysctl(Sysctl.IP_FORWARD) == 0) {
      network.setSysctl(Sysctl.IP_FORWARD, 1);
      network.filter().setPolicy(PacketFilter.FILTER, "FORWARD", PacketFilter.DROP);
    }
  }

  /** The value of {@code --name=value} or {@code --name value}; the last one counts. */
  static Optional<String> option(List<String> arguments, String name) {
    Optional<String> value = Optional.empty();
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith(name + "=")) {
        value = Optional.of(arguments.get(i).substring(name.length() + 1));
      } else if (arguments.get(i).equals(name) && i + 1 < arguments.size()) {
        value = Optional.of(arguments.get(i + 1));
      }
    }
    return value;
  }

  private static Optional<Address> address(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length != 2 || !parts[1].matches("[1-9]|[12][0-9]|3[01]")) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(parts[1]);
    return Ipv4Address.parse(parts[0]).map(ip -> new Address(BRIDGE, ip, prefix));
  }
}

package org.flannelboard.practice;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.node.Content;
import org.flannelboard.node.NetworkState.Address;
import org.flannelboard.practice.Program.Start;

/** The programs practice nodes know, by file name. */
final class Programs {

  private static final String MK_DOCKER_OPTS = "mk-docker-opts.sh";

  private final World world;

  private Programs(World world) {
    this.world = world;
  }

  static Map<String, Program> of(World world) {
    Programs programs = new Programs(world);
    Dockerd docker = new Dockerd(world);
    return Map.of(
        "flanneld",
        programs::flanneld,
        MK_DOCKER_OPTS,
        programs::mkDockerOpts,
        "dockerd",
        docker,
        "dockerd-current",
        docker,
        "etcd",
        programs::etcd);
  }

  /** A member whose state is that its unit is active. */
  private Start etcd(Machine machine, Program.Command command, Program.Supervisor supervisor) {
    supervisor.log("ready to serve client requests");
    return new Start.Ready(
        () -> supervisor.log("received terminated signal, shutting down " + machine.id()));
  }

  private Start flanneld(Machine machine, Program.Command command, Program.Supervisor supervisor) {
    List<String> arguments = command.arguments();
    FlannelOptions.Outcome outcome = FlannelOptions.parse(arguments.subList(1, arguments.size()));
    if (outcome.unknownFlag() != null) {
      supervisor.log("flag provided but not defined: -" + outcome.unknownFlag());
      return new Start.Ended(2);
    }
    FlannelOptions options = outcome.options();
    Optional<String> missing =
        Stream.of(options.caFile(), options.certFile(), options.keyFile())
            .flatMap(Optional::stream)
            .filter(path -> machine.files().text(path).isEmpty())
            .findFirst();
    if (missing.isPresent()) {
      supervisor.log(
          "Failed to create SubnetManager: open " + missing.get() + ": no such file or directory");
      return new Start.Ended(1);
    }
    Optional<Address> external = external(machine, options);
    if (external.isEmpty()) {
      supervisor.log(
          options
              .iface()
              .map(named -> "Could not find valid interface matching " + named)
              .orElse("Failed to find any valid interface to use: Unable to find default route"));
      return new Start.Ended(1);
    }
    supervisor.log(
        "Using interface with name %s and address %s"
            .formatted(external.get().device(), external.get().address()));
    return new FlannelAgent(machine, world, options, supervisor, external.get()).begin();
  }

  /** The interface peers send to: the one that was named, else that of the default route. */
  private static Optional<Address> external(Machine machine, FlannelOptions options) {
    KernelNetwork network = machine.network();
    Optional<String> wanted = options.iface();
    if (wanted.isEmpty()) {
      return network.defaultRoute().flatMap(route -> network.address(route.device()));
    }
    return network.state().addresses().stream()
        .filter(
            address ->
                address.device().equals(wanted.get())
                    || Ipv4Address.parse(wanted.get()).equals(Optional.of(address.address())))
        .findFirst();
  }

  /** Flannel's own script: what flanneld wrote, in docker's words. */
  private Start mkDockerOpts(
      Machine machine, Program.Command command, Program.Supervisor supervisor) {
    List<String> arguments = command.arguments();
    String file = option(arguments, "-d").orElse("/run/docker_opts.env");
    String key = option(arguments, "-k").orElse("DOCKER_OPTS");
    String source = option(arguments, "-f").orElse("/run/flannel/subnet.env");
    Optional<String> text = machine.files().text(source);
    if (text.isEmpty()) {
      supervisor.log("Flannel subnet file (" + source + ") doesn't exist.");
      return new Start.Ended(1);
    }
    Map<String, String> env = new HashMap<>();
    UnitEnvironment.read(text.get(), env);
    String bip = "--bip=" + env.getOrDefault("FLANNEL_SUBNET", "");
    // Exactly one of the two masquerades.
    String masq = "--ip-masq=" + !"true".equals(env.get("FLANNEL_IPMASQ"));
    String mtu = "--mtu=" + env.getOrDefault("FLANNEL_MTU", "1450");
    String written =
        """
        DOCKER_OPT_BIP="%1$s"
        DOCKER_OPT_IPMASQ="%2$s"
        DOCKER_OPT_MTU="%3$s"
        %4$s=" %1$s %2$s %3$s"
        """
            .formatted(bip, masq, mtu, key);
    machine.files().write(file, Content.of(written), 0644, world.now());
    return new Start.Ended(0);
  }

  private static Optional<String> option(List<String> arguments, String name) {
    int at = arguments.indexOf(name);
    return at >= 0 && at + 1 < arguments.size()
        ? Optional.of(arguments.get(at + 1))
        : Optional.empty();
  }
}

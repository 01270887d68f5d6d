package org.flannelboard.practice;

import java.util.List;
import java.util.function.Function;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.NetworkState.Vxlan;
import org.flannelboard.node.UnitVerb;

/**
 * Faults of a node's kernel: its packet filter, its settings, its devices. What was mended by other
 * means meanwhile, as by a restart of flanneld, is left alone.
 */
final class KernelFaults {

  /** Less than flannel's device and its headers need on Ethernet. */
  static final int SMALL_MTU = 1400;

  /** The port IANA assigned (RFC 7348 section 8), which Linux does not use by default. */
  private static final int IANA_PORT = 4789;

  /** An address the node had before it was renumbered; nobody has it. */
  private static final Ipv4Address FORMER = Ipv4Address.of("172.16.18.9");

  /** Who sits on the port: its number is one of the first a program of the user's gets. */
  private static final KernelNetwork.Holder HOLDER = new KernelNetwork.Holder("python3", 5996);

  private static final String FORWARD = "FORWARD";

  private static final Runnable NOTHING = () -> {};

  private final World world;

  KernelFaults(World world) {
    this.world = world;
  }

  /** Breaks it, and gives what mends it. */
  Runnable apply(PracticeFault.Filter fault) {
    return switch (fault) {
      case PracticeFault.FirewallRule(NodeId node, StrayRule stray) -> {
        PacketFilter filter = network(node).filter();
        FilterRule rule = stray.rule();
        filter.insert(PacketFilter.FILTER, stray.chain(), rule);
        yield () -> filter.remove(PacketFilter.FILTER, stray.chain(), rule);
      }
      case PracticeFault.ForwardDropped(NodeId node) -> dropForwarding(network(node));
      case PracticeFault.FirewallFlushed(NodeId node) -> flush(world.machine(node));
      case PracticeFault.SysctlSet(NodeId node, Sysctl name, int value) -> {
        int old = network(node).sysctl(name);
        network(node).setSysctl(name, value);
        yield () -> network(node).setSysctl(name, old);
      }
    };
  }

  /** Takes away what lets the flannel network through, so that the policy decides. */
  private static Runnable dropForwarding(KernelNetwork network) {
    PacketFilter filter = network.filter();
    String policy = filter.policy(PacketFilter.FILTER, FORWARD);
    List<FilterRule> removed = new FlannelChains(filter).removeForwarding();
    filter.setPolicy(PacketFilter.FILTER, FORWARD, PacketFilter.DROP);
    return () -> {
      filter.setPolicy(PacketFilter.FILTER, FORWARD, policy);
      removed.stream()
          .filter(rule -> !filter.has(PacketFilter.FILTER, FORWARD, rule))
          .forEach(rule -> filter.append(PacketFilter.FILTER, FORWARD, rule));
    };
  }

  /** Empties the filter; flanneld puts its rules back within five seconds, docker does not. */
  private static Runnable flush(Machine machine) {
    PacketFilter filter = machine.network().filter();
    List<FilterRule> flannel = new FlannelChains(filter).removeForwarding();
    filter.flush();
    flannel.forEach(rule -> filter.append(PacketFilter.FILTER, FORWARD, rule));
    return () -> {
      if (!filter.has(PacketFilter.FILTER, DockerChains.DOCKER)
          && machine.systemd().isActive(GuideStart.DOCKER)) {
        machine.systemd().control(UnitVerb.RESTART, GuideStart.DOCKER);
      }
    };
  }

  /** Breaks it, and gives what mends it; without a vxlan device there is nothing to break. */
  Runnable apply(PracticeFault.Device fault) {
    KernelNetwork network = network(fault.node());
    Function<Vtep, Runnable> breaking =
        switch (fault) {
          case PracticeFault.DeviceDown(NodeId _, String device) -> _ -> down(network, device);
          case PracticeFault.DeviceBounced _ -> vtep -> bounce(network, vtep.device());
          case PracticeFault.DeviceMissing(NodeId node) -> vtep -> remove(node, network, vtep);
          case PracticeFault.PortTaken(NodeId node) -> vtep -> takePort(node, network, vtep);
          case PracticeFault.PortMismatch _ -> vtep -> swap(network, vtep, otherPort(vtep));
          case PracticeFault.VniMismatch _ -> vtep -> swap(network, vtep, otherVni(vtep));
          case PracticeFault.LocalAddressWrong _ -> vtep -> swap(network, vtep, otherLocal(vtep));
          case PracticeFault.VtepMacChanged _ -> vtep -> changeMac(network, vtep);
        };
    return Vtep.of(world.machine(fault.node())).map(breaking).orElse(NOTHING);
  }

  private static Runnable down(KernelNetwork network, String device) {
    network.setUp(device, false);
    return () -> network.setUp(device, true);
  }

  private Runnable remove(NodeId node, KernelNetwork network, Vtep vtep) {
    network.delete(vtep.device());
    return () -> restartUnless(network.link(vtep.device()).isPresent(), node);
  }

  /** Gives the underlay interface a smaller MTU than flannel's device was made for. */
  Runnable shrink(NodeId node) {
    setMtu(node, SMALL_MTU);
    return () -> setMtu(node, Machine.MTU);
  }

  private void setMtu(NodeId node, int mtu) {
    KernelNetwork network = network(node);
    network
        .link(Machine.UNDERLAY)
        .ifPresent(old -> network.put(new Link(old.name(), old.up(), mtu, old.mac(), old.vxlan())));
  }

  private static Runnable bounce(KernelNetwork network, String device) {
    KernelNetwork.Entries lost = network.entries(device);
    network.setUp(device, false);
    network.setUp(device, true);
    return () -> network.add(device, lost);
  }

  private Runnable takePort(NodeId node, KernelNetwork network, Vtep vtep) {
    network.setPortTaken(vtep.vxlan().port(), HOLDER);
    return () -> {
      network.setPortTaken(vtep.vxlan().port(), null);
      restartUnless(network.isUp(vtep.device()), node);
    };
  }

  /** Puts another device in place of flannel's, and it back as long as the other one stands. */
  private static Runnable swap(KernelNetwork network, Vtep vtep, Link other) {
    network.exchange(vtep.device(), other);
    return () -> {
      boolean still = network.link(other.name()).filter(other::equals).isPresent();
      boolean replaced = !other.name().equals(vtep.device());
      if (still && replaced && network.link(vtep.device()).isPresent()) {
        network.delete(other.name());
      } else if (still) {
        network.exchange(other.name(), vtep.link());
      }
    };
  }

  private Runnable changeMac(KernelNetwork network, Vtep vtep) {
    KernelNetwork.Entries lost = network.entries(vtep.device());
    MacAddress other = world.newMac("02:aa");
    network.setMac(vtep.device(), other);
    return () -> {
      boolean announced = !network.neighbours(vtep.device()).isEmpty();
      if (!announced
          && network.link(vtep.device()).map(Link::mac).filter(other::equals).isPresent()) {
        network.setMac(vtep.device(), vtep.mac());
        network.add(vtep.device(), lost);
      }
    };
  }

  private void restartUnless(boolean well, NodeId node) {
    if (!well) {
      world.machine(node).systemd().control(UnitVerb.RESTART, FlannelAgent.UNIT);
    }
  }

  private static Link otherPort(Vtep vtep) {
    Vxlan own = vtep.vxlan();
    return with(vtep, vtep.device(), new Vxlan(own.vni(), IANA_PORT, own.local()));
  }

  private static Link otherVni(Vtep vtep) {
    int vni = vtep.vxlan().vni() + 1;
    return with(vtep, "flannel." + vni, new Vxlan(vni, vtep.vxlan().port(), vtep.vxlan().local()));
  }

  private static Link otherLocal(Vtep vtep) {
    Vxlan own = vtep.vxlan();
    return with(vtep, vtep.device(), new Vxlan(own.vni(), own.port(), FORMER));
  }

  private static Link with(Vtep vtep, String name, Vxlan vxlan) {
    return new Link(name, true, vtep.link().mtu(), vtep.mac(), vxlan);
  }

  private KernelNetwork network(NodeId node) {
    return world.machine(node).network();
  }
}

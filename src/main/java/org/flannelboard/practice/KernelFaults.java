package org.flannelboard.practice;

import java.util.Optional;
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

  private static final Runnable NOTHING = () -> {};

  private final World world;

  KernelFaults(World world) {
    this.world = world;
  }

  /** Breaks it, and gives what mends it. */
  Runnable apply(PracticeFault.Filter fault) {
    return switch (fault) {
      case PracticeFault.FirewallRule(NodeId node, Firewall rule) -> {
        network(node).setRule(rule, true);
        yield () -> network(node).setRule(rule, false);
      }
      case PracticeFault.SysctlSet(NodeId node, Sysctl name, int value) -> {
        int old = network(node).sysctl(name);
        network(node).setSysctl(name, value);
        yield () -> network(node).setSysctl(name, old);
      }
    };
  }

  /** Breaks it, and gives what mends it. */
  Runnable apply(PracticeFault.Device fault) {
    if (fault instanceof PracticeFault.DeviceDown(NodeId node, String device)) {
      network(node).setUp(device, false);
      return () -> network(node).setUp(device, true);
    }
    Optional<Vtep> found = Vtep.of(world.machine(fault.node()));
    if (found.isEmpty()) {
      return NOTHING;
    }
    KernelNetwork network = network(fault.node());
    Vtep vtep = found.get();
    return switch (fault) {
      case PracticeFault.DeviceDown _ -> throw new IllegalStateException("done above");
      case PracticeFault.DeviceBounced _ -> bounce(network, vtep.device());
      case PracticeFault.DeviceMissing(NodeId node) -> {
        network.delete(vtep.device());
        yield () -> restartUnless(network.link(vtep.device()).isPresent(), node);
      }
      case PracticeFault.PortTaken(NodeId node) -> takePort(node, network, vtep);
      case PracticeFault.PortMismatch _ -> swap(network, vtep, device(vtep, IANA_PORT));
      case PracticeFault.VniMismatch _ -> swap(network, vtep, otherVni(vtep));
      case PracticeFault.LocalAddressWrong _ -> swap(network, vtep, otherLocal(vtep));
      case PracticeFault.VtepMacChanged _ -> changeMac(network, vtep);
    };
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
    network.setPortTaken(vtep.vxlan().port(), true);
    return () -> {
      network.setPortTaken(vtep.vxlan().port(), false);
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

  private static Link device(Vtep vtep, int port) {
    return with(vtep, vtep.device(), new Vxlan(vtep.vxlan().vni(), port, vtep.vxlan().local()));
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

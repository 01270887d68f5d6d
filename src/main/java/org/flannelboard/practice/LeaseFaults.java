package org.flannelboard.practice;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Paths;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.node.NetworkState.Link;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.practice.FlannelJson.Lease;

/** Faults of flanneld and of what it announces. */
final class LeaseFaults {

  /** The address VirtualBox gives every guest's first interface, by which nobody reaches it. */
  private static final String NAT_ADDRESS = "10.0.2.15";

  /** How far from a node's own subnet a free one is looked for. */
  private static final int WIDE = 100;

  private static final Runnable NOTHING = () -> {};

  private final World world;
  private final Paths paths;
  private final StartFaults starts;

  LeaseFaults(World world, Paths paths) {
    this.world = world;
    this.paths = paths;
    this.starts = new StartFaults(world, paths);
  }

  /** Breaks it, and gives what mends it. */
  Runnable apply(PracticeFault.Lease fault) {
    return switch (fault) {
      case PracticeFault.FlanneldStopped(NodeId node) -> stop(world.machine(node));
      case PracticeFault.WrongInterface(NodeId node) ->
          starts.withOption(world.machine(node), "-iface=eth9");
      case PracticeFault.WrongPublicIp(NodeId node) ->
          starts.withOption(world.machine(node), "-public-ip=" + NAT_ADDRESS);
      case PracticeFault.OptionWrong(NodeId node, WrongOption option) ->
          starts.withOption(world.machine(node), option.words());
      case PracticeFault.ConfigWrong(NodeId node, WrongConfig config) ->
          starts.withConfig(world.machine(node), config);
      case PracticeFault.RenewalMissed(NodeId node) -> starts.oversleep(world.machine(node));
      case PracticeFault.LeaseMissing(NodeId node) -> deleteLease(world.machine(node));
      case PracticeFault.LeaseMacWrong(NodeId node) -> falsify(world.machine(node));
      case PracticeFault.DuplicateSubnet(NodeId node, NodeId peer) ->
          takeOver(world.machine(node), world.machine(peer));
      case PracticeFault.DuplicateVtepMac(NodeId node, NodeId peer) ->
          clone(world.machine(node), world.machine(peer));
    };
  }

  /** systemd stops docker along with flanneld, as the one requires the other. */
  private static Runnable stop(Machine machine) {
    boolean docker = machine.systemd().isActive(GuideStart.DOCKER);
    machine.systemd().control(UnitVerb.STOP, FlannelAgent.UNIT);
    return () -> {
      machine.systemd().control(UnitVerb.START, FlannelAgent.UNIT);
      if (docker) {
        machine.systemd().control(UnitVerb.START, GuideStart.DOCKER);
      }
    };
  }

  private Runnable deleteLease(Machine machine) {
    drop(machine);
    return () -> {
      if (!machine.systemd().isActive(FlannelAgent.UNIT)) {
        machine.systemd().control(UnitVerb.START, FlannelAgent.UNIT);
      }
    };
  }

  /** Deletes a node's lease; its flanneld ends by it. */
  void drop(Machine machine) {
    KeySpace space = world.etcd().space(Api.V2);
    lease(machine)
        .ifPresent(entry -> space.delete(entry.key(), new Expect.Anything(), world.now()));
  }

  private Runnable falsify(Machine machine) {
    Optional<Entry> right = lease(machine);
    if (right.isEmpty()) {
      return NOTHING;
    }
    String wrong =
        right
            .flatMap(entry -> world.json().lease(entry.value()))
            .map(lease -> new Lease(lease.publicIp(), lease.backend(), world.newMac("02:bb")))
            .orElseThrow()
            .json();
    write(right.get(), wrong);
    return () ->
        lease(machine)
            .filter(entry -> entry.value().equals(wrong))
            .ifPresent(entry -> write(entry, right.get().value()));
  }

  private void write(Entry entry, String value) {
    Duration left = entry.ttl();
    world.etcd().space(Api.V2).put(entry.key(), value, new Expect.Anything(), left, world.now());
  }

  /** Both have to be restarted afterwards: the victim's lease still names the other's device. */
  private Runnable takeOver(Machine machine, Machine peer) {
    Runnable undo = starts.withOption(machine, "-public-ip=" + peer.spec().ip());
    return () -> {
      machine.files().remove(paths.subnetEnv().text()); // else it would keep the peer's subnet
      undo.run();
      peer.systemd().control(UnitVerb.RESTART, FlannelAgent.UNIT);
    };
  }

  private Runnable clone(Machine machine, Machine peer) {
    Optional<Vtep> own = Vtep.of(machine);
    Optional<Vtep> other = Vtep.of(peer);
    if (own.isEmpty() || other.isEmpty()) {
      return NOTHING;
    }
    String device = own.get().device();
    MacAddress same = other.get().mac();
    String machineId = machine.machineId();
    machine.setMachineId(peer.machineId());
    machine.network().setMac(device, same);
    machine.systemd().control(UnitVerb.RESTART, FlannelAgent.UNIT);
    return () -> {
      machine.setMachineId(machineId);
      Predicate<MacAddress> still = same::equals;
      if (machine.network().link(device).map(Link::mac).filter(still).isPresent()) {
        machine.network().setMac(device, own.get().mac());
        machine.systemd().control(UnitVerb.RESTART, FlannelAgent.UNIT);
        peer.systemd().control(UnitVerb.RESTART, FlannelAgent.UNIT);
      }
    };
  }

  /** The lease of the subnet a node's vxlan device is in. */
  private Optional<Entry> lease(Machine machine) {
    return Vtep.of(machine)
        .flatMap(
            vtep ->
                world.etcd().space(Api.V2).under("/", world.now()).stream()
                    .filter(
                        entry ->
                            world
                                .json()
                                .subnet(entry.key())
                                .map(Cidr::network)
                                .filter(vtep.address()::equals)
                                .isPresent())
                    .findFirst());
  }

  /** A subnet beside a node's own that nobody has leased. */
  Optional<Cidr> free(Machine machine) {
    List<Cidr> taken =
        world.etcd().space(Api.V2).under("/", world.now()).stream()
            .flatMap(entry -> world.json().subnet(entry.key()).stream())
            .toList();
    return lease(machine)
        .flatMap(entry -> world.json().subnet(entry.key()))
        .flatMap(
            own ->
                IntStream.range(1, WIDE)
                    .mapToObj(i -> own.network().plus(i << 32 - own.prefixLength()))
                    .map(address -> Cidr.containing(address, own.prefixLength()))
                    .filter(subnet -> !taken.contains(subnet))
                    .findFirst());
  }
}

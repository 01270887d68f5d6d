package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.Backend;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Source;
import org.flannelboard.node.facts.UdpSocket;

/** What can be wrong with a node's vxlan device itself. */
final class DeviceRules {

  private static final Ipv4Address ANY = Ipv4Address.of("0.0.0.0");

  private DeviceRules() {}

  static List<Finding> look(Case cluster) {
    List<Finding> findings = new ArrayList<>();
    for (SeenNode node : cluster.seen()) {
      cluster
          .vxlan()
          .ifPresent(
              backend -> {
                portTaken(node, backend).ifPresent(findings::add);
                missing(node, backend).ifPresent(findings::add);
              });
      node.device()
          .ifPresent(
              device -> {
                down(node, device).ifPresent(findings::add);
                bounced(node, device).ifPresent(findings::add);
                foreignLocal(node, device).ifPresent(findings::add);
              });
    }
    return findings;
  }

  /** The kernel's own socket of a vxlan device never has a process. */
  private static Optional<Finding> portTaken(SeenNode node, Backend backend) {
    for (UdpSocket socket : node.network().sockets().toOptional().orElse(List.of())) {
      boolean there = socket.port() == backend.port();
      boolean inTheWay =
          socket.address().equals(ANY) || node.addresses().contains(socket.address());
      Optional<UdpSocket.Owner> owner = socket.owner().toOptional().flatMap(it -> it);
      if (there && inTheWay && owner.isPresent()) {
        Map<String, String> arguments =
            Map.of(
                "node", node.id().name(),
                "port", String.valueOf(socket.port()),
                "program", owner.get().program(),
                "pid", String.valueOf(owner.get().pid()));
        return Optional.of(
            Finding.of(
                FindingCode.UDP_PORT_TAKEN,
                Severity.ERROR,
                node.subject(),
                Direction.BOTH,
                arguments,
                List.of(node.evidence(Source.SOCKETS, socket.line())),
                List.of(
                    new Remedy.InTurn(
                        List.of(
                            new Remedy.Instruct("stop-process", arguments),
                            Repairs.restartFlanneld(node))))));
      }
    }
    return Optional.empty();
  }

  private static Optional<Finding> missing(SeenNode node, Backend backend) {
    boolean missing = node.vtep().equals(Known.of(Optional.empty()));
    if (!missing || !runsFlannel(node)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            FindingCode.VXLAN_DEVICE_MISSING,
            Severity.ERROR,
            node.subject(),
            Direction.BOTH,
            Map.of("node", node.id().name(), "device", backend.device()),
            List.of(node.evidence(Source.LINKS, "[no device " + backend.device() + "]")),
            List.of(Repairs.restartFlanneld(node))));
  }

  /** Whether a device is to be expected: a machine without flannel lacks none. */
  static boolean runsFlannel(SeenNode node) {
    boolean unit =
        node.daemons().unit(Repairs.flanneld(node)).filter(DaemonFacts.Unit::exists).isPresent();
    return unit || node.lease().isPresent() || node.daemons().process("flanneld").isPresent();
  }

  private static Optional<Finding> down(SeenNode node, Link device) {
    if (device.up()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            FindingCode.VXLAN_DEVICE_DOWN,
            Severity.ERROR,
            node.subject(),
            Direction.BOTH,
            Map.of("node", node.id().name(), "device", device.name()),
            List.of(node.evidence(Source.LINKS, device.line())),
            List.of(setUp(node, device), Repairs.restartFlanneld(node))));
  }

  /** The kernel dropped routes and neighbours with the flag; flanneld does not put them back. */
  private static Remedy setUp(SeenNode node, Link device) {
    List<KernelChange> changes = new ArrayList<>();
    changes.add(new KernelChange.SetLink(device.name(), true));
    changes.addAll(lost(node, device));
    return new Remedy.ChangeKernel(node.id(), changes);
  }

  private static List<KernelChange> lost(SeenNode node, Link device) {
    List<KernelChange> changes = new ArrayList<>();
    for (Peer peer : node.peers()) {
      changes.add(Repairs.putRoute(device.name(), peer));
      changes.add(Repairs.putNeighbour(device.name(), peer));
    }
    return changes;
  }

  /** Up, its forwarding entries there, and neither a route nor a neighbour: it was down once. */
  private static Optional<Finding> bounced(SeenNode node, Link device) {
    Optional<Entries> entries = node.entries();
    List<Peer> peers = node.peers();
    if (!device.up() || entries.isEmpty() || peers.isEmpty()) {
      return Optional.empty();
    }
    Entries at = entries.get();
    List<Peer> tunnelled = peers.stream().filter(it -> !at.routes().direct(it)).toList();
    boolean bare =
        !tunnelled.isEmpty()
            && tunnelled.stream()
                .allMatch(it -> at.route(it).missing() && at.neighbour(it).missing());
    Optional<Entry> kept = tunnelled.stream().map(at::forward).filter(Entry::right).findFirst();
    if (!bare || kept.isEmpty()) {
      return Optional.empty();
    }
    Peer first = tunnelled.getFirst();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(node.evidence(Source.LINKS, device.line()));
    evidence.addAll(at.route(first).evidence(node));
    evidence.addAll(at.neighbour(first).evidence(node));
    evidence.addAll(kept.get().evidence(node));
    return Optional.of(
        Finding.of(
            FindingCode.VXLAN_DEVICE_BOUNCED,
            Severity.ERROR,
            node.subject(),
            Direction.OUTBOUND,
            Map.of("node", node.id().name(), "device", device.name()),
            evidence,
            List.of(
                new Remedy.ChangeKernel(node.id(), lost(node, device)),
                Repairs.restartFlanneld(node))));
  }

  /** The kernel cannot send from an address that is not its own. */
  private static Optional<Finding> foreignLocal(SeenNode node, Link device) {
    Ipv4Address local = Objects.requireNonNull(device.vxlan()).local();
    if (local == null || !node.network().owns(local).equals(Known.of(false))) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.of(
            FindingCode.VXLAN_LOCAL_FOREIGN,
            Severity.ERROR,
            node.subject(),
            Direction.OUTBOUND,
            Map.of(
                "node", node.id().name(),
                "device", device.name(),
                "local", local.toString()),
            List.of(
                node.evidence(Source.LINKS, device.line()),
                node.evidence(Source.ADDRESSES, "[no address " + local + "]")),
            List.of(Repairs.restartFlanneld(node))));
  }
}

package org.flannelboard.diagnosis;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.FlannelVersion;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.Host;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Source;

/** Nodes that are taken for one another, or for what they were before. */
final class IdentityRules {

  /** The first that makes the hardware address itself, before udev can (flannel pull 1485). */
  private static final FlannelVersion OWN_ADDRESSES = new FlannelVersion(0, 15, 1);

  private IdentityRules() {}

  static List<Finding> look(Case cluster) {
    List<Finding> findings = new ArrayList<>();
    shared(cluster, SeenNode::vtepAddress)
        .forEach((address, nodes) -> findings.addAll(sameSubnet(cluster, address, nodes)));
    shared(cluster, SeenNode::vtepMac)
        .forEach((mac, nodes) -> findings.addAll(sameMac(cluster, mac, nodes)));
    cluster.seen().forEach(it -> changedMac(it).ifPresent(findings::add));
    sharedMachineIds(cluster).ifPresent(findings::add);
    return findings;
  }

  /** What more than one node has, and who has it. */
  private static <K> Map<K, List<SeenNode>> shared(
      Case cluster, Function<SeenNode, Optional<K>> what) {
    Map<K, List<SeenNode>> owners = new LinkedHashMap<>();
    for (SeenNode node : cluster.seen()) {
      what.apply(node)
          .ifPresent(it -> owners.computeIfAbsent(it, _ -> new ArrayList<>()).add(node));
    }
    owners.values().removeIf(it -> it.size() < 2);
    return owners;
  }

  /** One of them has the subnet by right: whose address the lease names. The others took it. */
  private static List<Finding> sameSubnet(Case cluster, Ipv4Address address, List<SeenNode> nodes) {
    Optional<SubnetLease> lease =
        cluster.leases().stream()
            .flatMap(List::stream)
            .filter(it -> it.subnet().network().equals(address))
            .findFirst();
    Optional<SeenNode> rightful =
        lease.flatMap(
            it -> nodes.stream().filter(n -> n.spec().ip().equals(it.publicIp())).findFirst());
    String subnet = lease.map(it -> it.subnet().toString()).orElse(address.toString());
    if (rightful.isEmpty()) {
      return List.of(
          Finding.of(
              FindingCode.SUBNET_DUPLICATE,
              Severity.ERROR,
              new Subject.OnCluster(),
              Direction.BOTH,
              Map.of("node", names(nodes), "other", names(nodes), "subnet", subnet),
              addressLines(nodes),
              List.of(
                  new Remedy.InTurn(
                      nodes.stream().<Remedy>map(it -> new Remedy.PushNode(it.id())).toList()))));
    }
    return nodes.stream()
        .filter(it -> it != rightful.get())
        .map(it -> tookSubnet(it, rightful.get(), lease.orElseThrow()))
        .toList();
  }

  private static Finding tookSubnet(SeenNode node, SeenNode rightful, SubnetLease lease) {
    List<Evidence> evidence = new ArrayList<>(addressLines(List.of(node, rightful)));
    evidence.add(LeaseRules.inEtcd(node.within(), lease));
    Map<String, String> arguments =
        Map.of(
            "node", node.id().name(),
            "other", rightful.id().name(),
            "subnet", lease.subnet().toString());
    List<Remedy> turns = new ArrayList<>();
    if (SubnetLease.inUse(node.within().leases().orElseThrow(), node.spec().ip()).isEmpty()) {
      // v0.10.0 takes the subnet that its subnet.env names, whoever's it is: it goes first.
      turns.add(new Remedy.Instruct("remove-subnet-env", arguments));
    }
    turns.add(new Remedy.PushNode(node.id()));
    turns.add(Repairs.restartFlanneld(node));
    turns.add(Repairs.restartFlanneld(rightful));
    LeaseRules.putDocker0Route(node).ifPresent(turns::add);
    return Finding.of(
        FindingCode.SUBNET_DUPLICATE,
        Severity.ERROR,
        node.subject(),
        Direction.BOTH,
        arguments,
        evidence,
        List.of(new Remedy.InTurn(turns)));
  }

  private static List<Evidence> addressLines(Collection<SeenNode> nodes) {
    return nodes.stream()
        .map(
            node ->
                node.evidence(
                    Source.ADDRESSES,
                    node.network()
                        .addressesOf(node.device().orElseThrow().name())
                        .getFirst()
                        .line()))
        .toList();
  }

  /**
   * A forwarding database has one place for an address: the last to announce it has it, the others
   * are cut off.
   */
  private static List<Finding> sameMac(Case cluster, MacAddress mac, List<SeenNode> nodes) {
    SeenNode winner = winner(cluster, mac, nodes);
    return nodes.stream().filter(it -> it != winner).map(it -> cutOff(it, winner, mac)).toList();
  }

  private static SeenNode winner(Case cluster, MacAddress mac, List<SeenNode> nodes) {
    Map<Ipv4Address, Long> votes =
        cluster.seen().stream()
            .filter(it -> !nodes.contains(it))
            .flatMap(it -> it.entries().flatMap(at -> at.destination(mac)).stream())
            .collect(Collectors.groupingBy(it -> it, Collectors.counting()));
    return nodes.stream()
        .max(
            Comparator.comparingLong((SeenNode it) -> votes.getOrDefault(it.spec().ip(), 0L))
                .thenComparingLong(it -> -cluster.lostTouching(it.id()).size()))
        .orElseThrow();
  }

  private static Finding cutOff(SeenNode node, SeenNode winner, MacAddress mac) {
    Map<String, String> arguments =
        Map.of("node", node.id().name(), "other", winner.id().name(), "mac", mac.text());
    Remedy newAddress =
        new Remedy.InTurn(
            List.of(
                Repairs.restartFlanneld(
                    node, new KernelChange.RemoveLink(node.device().orElseThrow().name())),
                // Peers keep the first one's entry until the second announces itself anew.
                Repairs.restartFlanneld(winner)));
    return Finding.of(
        FindingCode.VTEP_MAC_DUPLICATE,
        Severity.ERROR,
        node.subject(),
        Direction.INBOUND,
        arguments,
        List.of(linkLine(node), linkLine(winner)),
        machineId(node).isPresent() && machineId(node).equals(machineId(winner))
            ? List.of(newAddress, new Remedy.Instruct("keep-vtep-address", arguments))
            : List.of(newAddress));
  }

  private static Evidence linkLine(SeenNode node) {
    return node.evidence(Source.LINKS, node.device().map(Link::line).orElseThrow());
  }

  /** The lease is the peers' only word of the address; a neighbour's stale one is another thing. */
  private static Optional<Finding> changedMac(SeenNode node) {
    Optional<MacAddress> real = node.vtepMac();
    Optional<SubnetLease> lease = node.lease();
    MacAddress announced = lease.map(SubnetLease::vtepMac).orElse(null);
    if (real.isEmpty() || announced == null || announced.equals(real.get())) {
      return Optional.empty();
    }
    boolean ownNeighboursGone =
        node.entries()
            .filter(_ -> !node.peers().isEmpty())
            .map(at -> node.peers().stream().allMatch(it -> at.neighbour(it).missing()))
            .orElse(false);
    return Optional.of(
        Finding.of(
            FindingCode.VTEP_MAC_CHANGED,
            Severity.ERROR,
            node.subject(),
            ownNeighboursGone ? Direction.BOTH : Direction.INBOUND,
            Map.of(
                "node", node.id().name(),
                "device", node.device().map(Link::name).orElseThrow(),
                "mac", real.get().text(),
                "announced", announced.text()),
            List.of(linkLine(node), LeaseRules.inEtcd(node.within(), lease.orElseThrow())),
            List.of(Repairs.restartFlanneld(node))));
  }

  /**
   * systemd derives a new device's hardware address from the machine's id (systemd.link(5), {@code
   * MACAddressPolicy=persistent}); flannel before v0.15.1 lets it.
   */
  private static Optional<Finding> sharedMachineIds(Case cluster) {
    Map<String, List<SeenNode>> clones = shared(cluster, IdentityRules::machineId);
    if (clones.isEmpty()) {
      return Optional.empty();
    }
    List<SeenNode> nodes = clones.values().stream().flatMap(List::stream).toList();
    boolean sameMac =
        clones.values().stream()
            .anyMatch(
                it ->
                    it.stream().flatMap(n -> n.vtepMac().stream()).distinct().count() < it.size()
                        && it.stream().allMatch(n -> n.vtepMac().isPresent()));
    boolean exposed = cluster.profile().flannel().version().compareTo(OWN_ADDRESSES) < 0;
    return Optional.of(
        Finding.of(
            FindingCode.SHARED_MACHINE_ID,
            exposed && sameMac ? Severity.WARNING : Severity.INFO,
            new Subject.OnCluster(),
            Direction.NONE,
            Map.of("node", names(nodes)),
            nodes.stream()
                .map(it -> it.evidence(Source.HOST, machineId(it).orElseThrow()))
                .toList(),
            List.of(new Remedy.Instruct("new-machine-id", Map.of("node", names(nodes))))));
  }

  private static Optional<String> machineId(SeenNode node) {
    return node.facts()
        .host()
        .toOptional()
        .map(Host::machineId)
        .flatMap(it -> it.toOptional())
        .filter(it -> !it.isBlank());
  }

  private static String names(Collection<SeenNode> nodes) {
    return Names.brief(nodes.stream().map(SeenNode::id).toList());
  }
}

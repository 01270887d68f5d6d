package org.flannelboard.diagnosis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.Source;

/** What can be wrong with what etcd says of a node, and what it does to the node's own docker0. */
final class LeaseRules {

  private LeaseRules() {}

  static List<Finding> look(Case cluster) {
    List<Finding> findings = new ArrayList<>();
    for (SeenNode node : cluster.seen()) {
      missing(node).ifPresent(findings::add);
      wrongPublicIp(node).ifPresent(findings::add);
      staleOwn(node).ifPresent(findings::add);
      routeLost(node).ifPresent(findings::add);
    }
    return findings;
  }

  /** A lease, as evidence. */
  static Evidence inEtcd(Case cluster, SubnetLease lease) {
    Duration ttl = lease.ttl();
    return cluster.inEtcd(
        Case.SUBNETS + "/" + lease.subnet().asKey(),
        "PublicIP: "
            + lease.publicIp()
            + (lease.vtepMac() == null ? "" : ", VtepMAC: " + lease.vtepMac())
            + (ttl == null ? "" : ", TTL: " + ttl.toSeconds()));
  }

  private static Optional<Finding> missing(SeenNode node) {
    Case cluster = node.within();
    boolean missing = cluster.leases().isPresent() && node.lease().isEmpty();
    if (!missing || node.device().isEmpty() && !DeviceRules.runsFlannel(node)) {
      return Optional.empty();
    }
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(
        cluster.inEtcd(Case.SUBNETS, "[no lease with PublicIP: " + node.spec().ip() + "]"));
    node.device()
        .flatMap(it -> node.network().addressesOf(it.name()).stream().findFirst())
        .ifPresent(it -> evidence.add(node.evidence(Source.ADDRESSES, it.line())));
    return Optional.of(
        Finding.of(
            FindingCode.LEASE_MISSING,
            Severity.ERROR,
            node.subject(),
            Direction.INBOUND,
            Map.of("node", node.id().name(), "ip", node.spec().ip().toString()),
            evidence,
            List.of(newLease(node))));
  }

  /** Without its subnet.env flanneld gets a subnet at random, and docker has to follow. */
  private static Remedy newLease(SeenNode node) {
    RemotePath subnetEnv = node.within().profile().paths().subnetEnv();
    Known<Optional<DaemonFacts.FileText>> file =
        node.daemons().files().getOrDefault(subnetEnv, Known.notChecked());
    Remedy flanneld = Repairs.restartFlanneld(node);
    return file.equals(Known.of(Optional.empty()))
        ? new Remedy.InTurn(List.of(flanneld, Repairs.restartDocker(node)))
        : flanneld;
  }

  /** Peers send to the address in the lease; it is another than the profile's. */
  private static Optional<Finding> wrongPublicIp(SeenNode node) {
    Optional<SubnetLease> lease =
        node.lease().filter(it -> !it.publicIp().equals(node.spec().ip()));
    if (lease.isEmpty()) {
      return Optional.empty();
    }
    Ipv4Address announced = lease.get().publicIp();
    boolean foreign = node.network().owns(announced).equals(Known.of(false));
    boolean red = !node.within().lostTouching(node.id()).isEmpty();
    List<Evidence> evidence = new ArrayList<>();
    evidence.add(inEtcd(node.within(), lease.get()));
    if (foreign) {
      evidence.add(node.evidence(Source.ADDRESSES, "[no address " + announced + "]"));
    }
    return Optional.of(
        Finding.of(
            FindingCode.PUBLIC_IP_WRONG,
            foreign || red ? Severity.ERROR : Severity.WARNING,
            node.subject(),
            foreign || red ? Direction.INBOUND : Direction.NONE,
            Map.of(
                "node", node.id().name(),
                "announced", announced.toString(),
                "ip", node.spec().ip().toString()),
            evidence,
            announcing(node, announced)));
  }

  /** It was told to announce that address, or took it when the node had another one. */
  private static List<Remedy> announcing(SeenNode node, Ipv4Address announced) {
    boolean told =
        node.daemons()
            .process("flanneld")
            .flatMap(it -> it.option("public-ip"))
            .equals(Optional.of(announced.toString()));
    Remedy push = new Remedy.PushNode(node.id());
    return told ? List.of(push) : List.of(Repairs.restartFlanneld(node), push);
  }

  /**
   * Leases that a node left behind. flanneld takes them for other nodes' and routes their subnets
   * into the tunnel, over docker0's own route if docker0 is still in there (flannel,
   * backend/vxlan).
   */
  private static Optional<Finding> staleOwn(SeenNode node) {
    List<SubnetLease> stale =
        node.within().leases().orElse(List.of()).stream()
            .filter(it -> isStaleOf(it, node))
            .toList();
    if (stale.isEmpty()) {
      return Optional.empty();
    }
    boolean hijacked = stale.stream().anyMatch(it -> lostRouteTo(node, it.subnet()));
    List<Evidence> evidence = new ArrayList<>();
    stale.forEach(it -> evidence.add(inEtcd(node.within(), it)));
    node.lease().ifPresent(it -> evidence.add(inEtcd(node.within(), it)));
    List<Remedy> remedies = new ArrayList<>();
    stale.forEach(
        it -> remedies.add(new Remedy.RemoveLease(it.subnet().toString(), cleanUp(node, it))));
    return Optional.of(
        Finding.of(
            FindingCode.LEASE_STALE_OWN,
            hijacked ? Severity.ERROR : Severity.WARNING,
            node.subject(),
            Direction.NONE,
            Map.of(
                "node",
                node.id().name(),
                "subnet",
                stale.stream().map(it -> it.subnet().toString()).collect(Collectors.joining(", ")),
                "used",
                node.lease().map(it -> it.subnet().toString()).orElse("")),
            evidence,
            remedies.size() == 1 ? remedies : List.of(new Remedy.InTurn(remedies))));
  }

  /** Its address or its device's, and neither the lease in use nor another node's own. */
  private static boolean isStaleOf(SubnetLease lease, SeenNode node) {
    Optional<SubnetLease> used = node.lease();
    if (used.isEmpty() || used.get().subnet().equals(lease.subnet())) {
      return false;
    }
    boolean ofItsDevice =
        node.vtepMac().filter(it -> it.equals(lease.vtepMac())).isPresent()
            && node.within().nodeAt(lease.publicIp()).isEmpty();
    return lease.publicIp().equals(node.spec().ip()) || ofItsDevice;
  }

  private static List<Remedy> cleanUp(SeenNode node, SubnetLease stale) {
    List<KernelChange> changes = new ArrayList<>();
    docker0Net(node)
        .filter(it -> it.network().overlaps(stale.subnet()) && lostRouteTo(node, it.network()))
        .ifPresent(it -> changes.add(putRoute(it)));
    changes.addAll(ownForwards(node));
    return changes.isEmpty() ? List.of() : List.of(new Remedy.ChangeKernel(node.id(), changes));
  }

  /** Entries that send a node's frames for itself to itself. */
  private static List<KernelChange> ownForwards(SeenNode node) {
    Optional<Link> device = node.device();
    return node.network().forwards().toOptional().orElse(List.of()).stream()
        .filter(it -> device.isPresent() && it.device().equals(device.get().name()))
        .filter(it -> it.mac().equals(device.orElseThrow().mac()) && it.destination() != null)
        .<KernelChange>map(
            it ->
                new KernelChange.RemoveForward(
                    it.device(), it.mac(), Objects.requireNonNull(it.destination())))
        .toList();
  }

  /** docker0 is up and has an address, and the route that comes with it is gone. */
  private static Optional<Finding> routeLost(SeenNode node) {
    Optional<InterfaceAddress> docker0 = docker0Net(node);
    if (docker0.isEmpty() || !lostRouteTo(node, docker0.get().network())) {
      return Optional.empty();
    }
    Cidr network = docker0.get().network();
    Optional<Route> instead =
        routes(node).stream().filter(it -> it.destination().equals(network)).findFirst();
    List<KernelChange> changes = new ArrayList<>();
    changes.add(putRoute(docker0.get()));
    changes.addAll(ownForwards(node));
    return Optional.of(
        Finding.of(
            FindingCode.DOCKER0_ROUTE_LOST,
            Severity.ERROR,
            node.subject(),
            Direction.NONE,
            Map.of("node", node.id().name(), "subnet", network.toString()),
            List.of(
                node.evidence(
                    Source.ROUTES,
                    instead
                        .map(Route::line)
                        .orElse("[no route to " + network + " dev " + SeenNode.DOCKER0 + "]")),
                node.evidence(Source.ADDRESSES, docker0.get().line())),
            List.of(new Remedy.ChangeKernel(node.id(), changes))));
  }

  /** The route to its own containers, if it is gone. */
  static Optional<Remedy> putDocker0Route(SeenNode node) {
    return docker0Net(node)
        .filter(it -> lostRouteTo(node, it.network()))
        .map(it -> new Remedy.ChangeKernel(node.id(), List.of(putRoute(it))));
  }

  private static KernelChange putRoute(InterfaceAddress docker0) {
    return new KernelChange.PutRoute(
        docker0.network(), SeenNode.DOCKER0, null, docker0.address(), false);
  }

  /**
   * docker0's address, if the kernel has to have a route for it: a device that is down has none.
   */
  private static Optional<InterfaceAddress> docker0Net(SeenNode node) {
    return node.docker0().filter(Link::up).isPresent()
        ? node.docker0Addresses().stream().findFirst()
        : Optional.empty();
  }

  private static boolean lostRouteTo(SeenNode node, Cidr subnet) {
    Optional<InterfaceAddress> docker0 =
        docker0Net(node).filter(it -> it.network().overlaps(subnet));
    return docker0.isPresent()
        && node.network().routes().toOptional().isPresent()
        && routes(node).stream()
            .noneMatch(
                it ->
                    it.device().equals(SeenNode.DOCKER0)
                        && it.destination().equals(docker0.get().network()));
  }

  private static List<Route> routes(SeenNode node) {
    return node.network().routes().toOptional().orElse(List.of()).stream()
        .filter(it -> it.table().equals(Route.MAIN))
        .toList();
  }
}

package org.flannelboard.diagnosis;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.DockerSpec;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.FlannelRelease;
import org.flannelboard.cluster.FlannelVersion;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.Counters;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Forward;
import org.flannelboard.node.facts.Host;
import org.flannelboard.node.facts.InterfaceAddress;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Lookup;
import org.flannelboard.node.facts.Neighbour;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.PolicyRule;
import org.flannelboard.node.facts.Route;
import org.flannelboard.node.facts.UdpSocket;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * A cluster in which all is well, as four nodes of a lab look with flannel v0.10.0 and docker
 * 20.10, and faults put into its facts. Nodes are numbered from 1; {@code vm01} is 172.16.16.81 and
 * has 10.253.1.0/24.
 */
final class HealthyCluster {

  static final Instant AT = Instant.parse("2030-06-13T15:15:17Z");

  private final ClusterProfile profile;
  private final Map<NodeId, NodeFacts> nodes = new LinkedHashMap<>();
  private final Map<NodeId, NodeFailure> silent = new LinkedHashMap<>();
  private final Map<Subject.OnPair, Cell> cells = new LinkedHashMap<>();
  private Known<NetworkConfig> config;
  private @Nullable Failure configFailure;
  private Known<List<SubnetLease>> leases;

  private HealthyCluster(int size) {
    profile = profile(size);
    config = Known.of(profile.network());
    leases = Known.of(IntStream.rangeClosed(1, size).mapToObj(it -> lease(size, it)).toList());
    for (int i = 1; i <= size; i++) {
      nodes.put(vm(i), new HealthyNode(this, i).facts());
    }
  }

  static HealthyCluster of(int size) {
    return new HealthyCluster(size);
  }

  int size() {
    return profile.nodes().size();
  }

  ClusterProfile profile() {
    return profile;
  }

  static NodeId vm(int number) {
    return new NodeId("vm%02d".formatted(number));
  }

  Ipv4Address underlay(int number) {
    return underlay(size(), number);
  }

  private static Ipv4Address underlay(int size, int number) {
    return Ipv4Address.of("172.16.16." + (size < 100 ? 80 + number : number));
  }

  static Cidr subnet(int number) {
    return Cidr.of("10.253." + number + ".0/24");
  }

  static Ipv4Address vtepAddress(int number) {
    return subnet(number).network();
  }

  static MacAddress vtepMac(int number) {
    return new MacAddress("92:14:8f:74:3a:%02x".formatted(number));
  }

  private static SubnetLease lease(int size, int number) {
    return new SubnetLease(
        subnet(number),
        underlay(size, number),
        "vxlan",
        vtepMac(number),
        Duration.ofHours(22).plusMinutes(number % 60));
  }

  // Faults

  HealthyCluster with(int number, UnaryOperator<NodeFacts> change) {
    nodes.computeIfPresent(vm(number), (_, facts) -> change.apply(facts));
    return this;
  }

  HealthyCluster withHost(int number, UnaryOperator<Host> change) {
    return with(
        number,
        it ->
            new NodeFacts(
                it.node(),
                it.clock(),
                change(it.host(), change),
                it.network(),
                it.firewall(),
                it.counters(),
                it.daemons()));
  }

  /** A node's clock, that far from the workstation's. */
  HealthyCluster withClock(int number, Duration ahead) {
    return with(
        number,
        it ->
            new NodeFacts(
                it.node(),
                AT.plus(ahead),
                it.host(),
                it.network(),
                it.firewall(),
                it.counters(),
                it.daemons()));
  }

  HealthyCluster withNetwork(int number, UnaryOperator<NetworkFacts> change) {
    return with(
        number,
        it ->
            new NodeFacts(
                it.node(),
                it.clock(),
                it.host(),
                change.apply(it.network()),
                it.firewall(),
                it.counters(),
                it.daemons()));
  }

  HealthyCluster withFirewall(int number, UnaryOperator<Known<Firewall>> change) {
    return with(
        number,
        it ->
            new NodeFacts(
                it.node(),
                it.clock(),
                it.host(),
                it.network(),
                change.apply(it.firewall()),
                it.counters(),
                it.daemons()));
  }

  HealthyCluster withCounters(int number, UnaryOperator<Known<Counters>> change) {
    return with(
        number,
        it ->
            new NodeFacts(
                it.node(),
                it.clock(),
                it.host(),
                it.network(),
                it.firewall(),
                change.apply(it.counters()),
                it.daemons()));
  }

  HealthyCluster withDaemons(int number, UnaryOperator<DaemonFacts> change) {
    return with(
        number,
        it ->
            new NodeFacts(
                it.node(),
                it.clock(),
                it.host(),
                it.network(),
                it.firewall(),
                it.counters(),
                change.apply(it.daemons())));
  }

  /** A further unit that runs. */
  HealthyCluster withUnit(int number, String name) {
    return withDaemons(
        number,
        it -> {
          Map<String, DaemonFacts.Unit> units = new HashMap<>(it.units());
          units.put(name, HealthyNode.unit(name, "no", List.of(), List.of()));
          return new DaemonFacts(
              units, it.processes(), it.files(), it.docker(), it.journal(), it.kernelLog());
        });
  }

  HealthyCluster withLinks(int number, UnaryOperator<List<Link>> change) {
    return withNetwork(number, it -> Networks.links(it, change(it.links(), change)));
  }

  /** A device as it is changed; the device is there. */
  HealthyCluster withLink(int number, String name, UnaryOperator<Link> change) {
    return withLinks(number, all -> replace(all, it -> it.name().equals(name), change));
  }

  HealthyCluster withAddresses(int number, UnaryOperator<List<InterfaceAddress>> change) {
    return withNetwork(number, it -> Networks.addresses(it, change(it.addresses(), change)));
  }

  HealthyCluster withRoutes(int number, UnaryOperator<List<Route>> change) {
    return withNetwork(number, it -> Networks.routes(it, change(it.routes(), change)));
  }

  HealthyCluster withRules(int number, UnaryOperator<List<PolicyRule>> change) {
    return withNetwork(number, it -> Networks.rules(it, change(it.rules(), change)));
  }

  HealthyCluster withLookup(int number, Lookup lookup) {
    return withNetwork(number, it -> Networks.lookup(it, lookup));
  }

  HealthyCluster withoutLookups(int number) {
    return withNetwork(number, Networks::noLookups);
  }

  HealthyCluster withNeighbours(int number, UnaryOperator<List<Neighbour>> change) {
    return withNetwork(number, it -> Networks.neighbours(it, change(it.neighbours(), change)));
  }

  HealthyCluster withForwards(int number, UnaryOperator<List<Forward>> change) {
    return withNetwork(number, it -> Networks.forwards(it, change(it.forwards(), change)));
  }

  HealthyCluster withSockets(int number, UnaryOperator<List<UdpSocket>> change) {
    return withNetwork(number, it -> Networks.sockets(it, change(it.sockets(), change)));
  }

  HealthyCluster withSysctl(int number, String path, int value) {
    return withNetwork(number, it -> Networks.sysctl(it, path, value));
  }

  HealthyCluster withUnit(int number, DaemonFacts.Unit unit) {
    return withDaemons(
        number,
        it -> {
          Map<String, DaemonFacts.Unit> units = new LinkedHashMap<>(it.units());
          units.put(unit.name(), unit);
          return new DaemonFacts(
              units, it.processes(), it.files(), it.docker(), it.journal(), it.kernelLog());
        });
  }

  HealthyCluster withProcesses(int number, UnaryOperator<List<DaemonFacts.Process>> change) {
    return withDaemons(
        number,
        it ->
            new DaemonFacts(
                it.units(),
                change(it.processes(), change),
                it.files(),
                it.docker(),
                it.journal(),
                it.kernelLog()));
  }

  /** A file with that text, or none where it is null. */
  HealthyCluster withFile(int number, RemotePath path, Optional<DaemonFacts.FileText> file) {
    return withDaemons(
        number,
        it -> {
          Map<RemotePath, Known<Optional<DaemonFacts.FileText>>> files =
              new LinkedHashMap<>(it.files());
          files.put(path, Known.of(file));
          return new DaemonFacts(
              it.units(), it.processes(), files, it.docker(), it.journal(), it.kernelLog());
        });
  }

  HealthyCluster withDocker(int number, UnaryOperator<DaemonFacts.Docker> change) {
    return withDaemons(
        number,
        it ->
            new DaemonFacts(
                it.units(),
                it.processes(),
                it.files(),
                change(it.docker(), change),
                it.journal(),
                it.kernelLog()));
  }

  HealthyCluster withJournal(int number, List<DaemonFacts.JournalLine> lines) {
    return withDaemons(
        number,
        it ->
            new DaemonFacts(
                it.units(),
                it.processes(),
                it.files(),
                it.docker(),
                Known.of(lines),
                it.kernelLog()));
  }

  HealthyCluster withLeases(UnaryOperator<List<SubnetLease>> change) {
    leases = change(leases, change);
    return this;
  }

  HealthyCluster withLeasesUnknown() {
    leases = Known.unknown("connection refused");
    return this;
  }

  HealthyCluster withConfig(Known<NetworkConfig> changed, @Nullable Failure failure) {
    config = changed;
    configFailure = failure;
    return this;
  }

  HealthyCluster silent(int number) {
    nodes.remove(vm(number));
    silent.put(
        vm(number),
        new NodeFailure.Unreachable(vm(number), underlay(number).toString(), "timed out"));
    return this;
  }

  // Cells

  HealthyCluster withCell(int from, int to, Cell cell) {
    cells.put(new Subject.OnPair(vm(from), vm(to)), cell);
    return this;
  }

  HealthyCluster lost(int from, int to) {
    return withCell(from, to, new Cell.Lost(Cell.ProbeFailure.NO_REPLY, 1, AT));
  }

  HealthyCluster lostPair(int one, int other) {
    return lost(one, other).lost(other, one);
  }

  /** Nobody reaches it. */
  HealthyCluster lostColumn(int number) {
    others(number).forEach(it -> lost(it, number));
    return this;
  }

  /** Nobody reaches it, and it reaches nobody. */
  HealthyCluster lostNode(int number) {
    others(number).forEach(it -> lostPair(it, number));
    return this;
  }

  private List<Integer> others(int number) {
    return IntStream.rangeClosed(1, size()).filter(it -> it != number).boxed().toList();
  }

  // Facts

  ClusterFacts facts() {
    Map<NodeId, Sighting> sightings = new LinkedHashMap<>();
    nodes.forEach((id, facts) -> sightings.put(id, new Sighting(facts, AT.minusMillis(200), AT)));
    return new ClusterFacts(
        profile, sightings, silent, config, configFailure, leases, matrix(), AT);
  }

  private MatrixSnapshot matrix() {
    List<NodeId> ids = profile.nodes().stream().map(NodeSpec::id).toList();
    Cell reached = new Cell.Reached(Duration.ofNanos(400_000), 0, AT);
    Set<NodeId> unasked = new HashSet<>(silent.keySet());
    return MatrixSnapshot.of(
        ids,
        AT,
        (from, to) -> {
          Cell said = cells.get(new Subject.OnPair(ids.get(from), ids.get(to)));
          if (said != null) {
            return said;
          }
          return unasked.contains(ids.get(from))
              ? new Cell.SourceUnreachable(Objects.requireNonNull(silent.get(ids.get(from))), AT)
              : reached;
        });
  }

  static <T> List<T> without(List<T> all, Predicate<T> unwanted) {
    return all.stream().filter(unwanted.negate()).toList();
  }

  static <T> List<T> and(List<T> all, T more) {
    List<T> longer = new ArrayList<>(all);
    longer.add(more);
    return List.copyOf(longer);
  }

  /** All, with those that are meant changed; at least one is. */
  static <T> List<T> replace(List<T> all, Predicate<T> meant, UnaryOperator<T> change) {
    if (all.stream().noneMatch(meant)) {
      throw new IllegalArgumentException("nothing to change in " + all);
    }
    return all.stream().map(it -> meant.test(it) ? change.apply(it) : it).toList();
  }

  private static <T> Known<T> change(Known<T> fact, UnaryOperator<T> change) {
    return fact.map(change);
  }

  private static ClusterProfile profile(int size) {
    List<NodeSpec> specs =
        IntStream.rangeClosed(1, size)
            .mapToObj(
                it ->
                    new NodeSpec(
                        vm(it),
                        underlay(size, it),
                        new SshAccess(
                            underlay(size, it).toString(),
                            22,
                            "root",
                            List.of(),
                            List.of(),
                            SudoMode.AUTO)))
            .toList();
    FileRef file = new FileRef.OnNode(vm(1), RemotePath.of("/etc/kubernetes/ssl/ca.pem"));
    return new ClusterProfile(
        "lab",
        specs,
        Path.of("known_hosts"),
        new EtcdSpec(
            EtcdSpec.ApiChoice.AUTO,
            List.of(URI.create("https://172.16.16.81:2379")),
            "/kubernetes/network",
            EtcdSpec.Route.AUTO,
            null),
        NetworkConfig.of(Cidr.of("10.253.0.0/16"), 24, Backend.vxlan()),
        null,
        new FlannelRelease(
            new FlannelVersion(0, 10, 0),
            new FlannelRelease.Tarball.OnDisk(Path.of("flannel.tar.gz"), null),
            true,
            List.of()),
        new CertificateSpec(
            new CertificateSpec.Ca(file, file, file),
            "kubernetes",
            new CertificateSpec.Request(
                "flanneld", List.of(), new CertificateSpec.Key("rsa", 2048), List.of())),
        Paths.guide(),
        new DockerSpec("docker.service", DockerSpec.Style.DROP_IN));
  }
}

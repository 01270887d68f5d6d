package org.flannelboard.practice;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.Observation;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.UnitVerb;
import org.jspecify.annotations.Nullable;

/** A practice cluster under test, with its clock and its rounds in the test's hands. */
final class Fixture implements AutoCloseable {

  static final Paths PATHS = Paths.guide();
  static final RemotePath DROP_IN =
      RemotePath.of("/etc/systemd/system/docker.service.d/flannel.conf");
  static final String FLANNELD = "flanneld.service";
  static final String DOCKER = "docker.service";
  static final String CONFIG =
      "{\"Network\":\"10.253.0.0/16\", \"SubnetLen\": 24, \"Backend\": {\"Type\": \"vxlan\"}}";

  /** A clock that stands until it is moved. */
  static final class Clock implements InstantSource {
    private Instant now = Instant.parse("2030-06-13T15:15:17Z");

    @Override
    public Instant instant() {
      return now;
    }

    void advance(Duration by) {
      now = now.plus(by);
    }
  }

  /** Rounds that come when the test says so. */
  static final class Rounds implements Pacer {
    private final List<Runnable> due = new ArrayList<>();

    @Override
    public Repetition every(Duration interval, Runnable round) {
      due.add(round);
      return () -> due.remove(round);
    }

    void next() {
      List.copyOf(due).forEach(Runnable::run);
    }

    int running() {
      return due.size();
    }

    @Override
    public void close() {
      due.clear();
    }
  }

  final Clock clock = new Clock();
  final Rounds rounds = new Rounds();
  final PracticeCluster cluster;
  final NodeConnector connector;

  Fixture(PracticeLab lab) {
    cluster =
        PracticeCluster.create(
            lab,
            ca(),
            clock,
            PracticeTiming.instant().pacedBy(rounds),
            CertificateCheck.clientSignedBy(pem("ca"), clock));
    connector = cluster.nodes();
  }

  static Fixture initial(int nodes) {
    return new Fixture(PracticeLab.initial(nodes));
  }

  static Fixture deployed(int nodes) {
    return new Fixture(PracticeLab.deployed(nodes, identity()));
  }

  static PracticeCa ca() {
    return new PracticeCa(pem("ca"), Secret.of(pem("ca-key")), "{\"signing\":{}}");
  }

  static PracticeIdentity identity() {
    return new PracticeIdentity(pem("flannel"), Secret.of(pem("flannel-key")));
  }

  static String pem(String name) {
    try (InputStream in = Fixture.class.getResourceAsStream(name + ".pem")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  static NodeId vm(int number) {
    return new NodeId("vm%02d".formatted(number));
  }

  static EtcdAccess access(Fixture fixture) {
    return new EtcdAccess(
        fixture.cluster.profile().etcd().endpoints(),
        new EtcdAccess.Tls(pem("ca"), pem("flannel"), Secret.of(pem("flannel-key"))),
        null);
  }

  KeyStore store(KeyStore.Api api) {
    return cluster.etcd().open(access(this), api, soon()).orElseThrow();
  }

  NodeOps node(int number) {
    return connector
        .connect(cluster.profile().node(vm(number)).orElseThrow(), soon())
        .orElseThrow();
  }

  Observation observe(int number) {
    ObservationQuery query =
        new ObservationQuery(
            List.of(
                ObservationQuery.text(PATHS.subnetEnv()),
                ObservationQuery.text(PATHS.dockerOptions())),
            List.of(FLANNELD, DOCKER, "etcd.service"),
            true,
            true);
    return node(number).observe(query, soon()).orElseThrow();
  }

  NetworkState network(int number) {
    return observe(number).network().toOptional().orElseThrow();
  }

  /** Writes the guide's configuration to etcd. */
  void configure() {
    store(KeyStore.Api.V2)
        .put("/kubernetes/network/config", CONFIG, new Expect.Absent(), null, soon())
        .orElseThrow();
  }

  /** The guide's work on one node, through the port, up to the first start. */
  void prepare(int number) {
    NodeOps node = node(number);
    put(node, PATHS.flanneld(), "#!/bin/false\npractice\n", 0755);
    put(node, PATHS.mkDockerOpts(), "#!/bin/false\npractice\n", 0755);
    put(node, PATHS.certificate(), pem("flannel"), 0644);
    put(node, PATHS.key(), pem("flannel-key"), 0600);
    put(
        node,
        PATHS.options(),
        """
        FLANNEL_ETCD_ENDPOINTS="https://vm01:2379,https://vm02:2379,https://vm03:2379"
        FLANNEL_ETCD_PREFIX="/kubernetes/network"
        FLANNEL_OPTIONS=" -etcd-cafile=/etc/kubernetes/ssl/ca.pem \
        -etcd-certfile=/etc/flanneld/ssl/flannel.pem \
        -etcd-keyfile=/etc/flanneld/ssl/flannel-key.pem"
        """,
        0644);
    put(node, PATHS.unit(), flanneldUnit(), 0644);
    put(node, DROP_IN, number <= 3 ? DOCKER_DROP_IN : DOCKER_DROP_IN + DEBIAN_COMMAND, 0644);
    node.reloadUnits(soon()).orElseThrow();
  }

  /** The guide's whole work on one node. */
  void deploy(int number) {
    prepare(number);
    control(number, UnitVerb.ENABLE, FLANNELD);
    control(number, UnitVerb.START, FLANNELD);
    control(number, UnitVerb.ENABLE, DOCKER);
    control(number, UnitVerb.RESTART, DOCKER);
  }

  void control(int number, UnitVerb verb, String unit) {
    node(number).control(verb, unit, soon()).orElseThrow();
  }

  static void put(NodeOps node, RemotePath path, String text, int mode) {
    node.put(FileWrite.rootOwned(path, Content.of(text), mode), soon()).orElseThrow();
  }

  static String flanneldUnit() {
    return """
    [Unit]
    Description=Flanneld overlay address etcd agent
    After=network.target
    Before=docker.service

    [Service]
    Type=notify
    EnvironmentFile=/etc/flanneld/flanneld
    EnvironmentFile=-/etc/sysconfig/docker-network
    ExecStart=/usr/bin/flanneld -etcd-endpoints=${FLANNEL_ETCD_ENDPOINTS} \\
        -etcd-prefix=${FLANNEL_ETCD_PREFIX} $FLANNEL_OPTIONS
    ExecStartPost=/usr/bin/mk-docker-opts.sh -k DOCKER_NETWORK_OPTIONS -d /run/flannel/docker
    Restart=on-failure

    [Install]
    WantedBy=multi-user.target
    RequiredBy=docker.service
    """;
  }

  private static final String DOCKER_DROP_IN =
      "[Unit]\nAfter=flanneld.service\n[Service]\nEnvironmentFile=-/run/flannel/docker\n";

  private static final String DEBIAN_COMMAND =
      "ExecStart=\nExecStart=/usr/sbin/dockerd -H fd:// $DOCKER_OPTS $DOCKER_NETWORK_OPTIONS\n";

  /** The docker0 address of a node, by what its lease says. */
  Ipv4Address docker0(int number) {
    return docker0(store(KeyStore.Api.V2), spec(number).ip());
  }

  static Ipv4Address docker0(KeyStore store, Ipv4Address node) {
    return store.list("/kubernetes/network/subnets", soon()).orElseThrow().stream()
        .filter(entry -> entry.value().contains("\"" + node + "\""))
        .map(entry -> entry.key().replaceFirst(".*/", ""))
        .map(key -> Cidr.parseKey(key).orElseThrow().firstHost())
        .findFirst()
        .orElseThrow();
  }

  NodeSpec spec(int number) {
    return cluster.profile().node(vm(number)).orElseThrow();
  }

  /** One round of every node to every other, as the pairs that failed: {@code vm01>vm02}. */
  TreeSet<String> brokenPairs() {
    return pairs(echo -> echo.rtt() == null ? "" : null);
  }

  /** The pairs that failed, each with the error its sender saw. */
  TreeSet<String> brokenPairsWithErrors() {
    return pairs(
        echo -> echo.rtt() != null ? null : echo.error() == null ? " lost" : " " + echo.error());
  }

  /** The first address of each node's lease, where it has one. */
  Map<Integer, Ipv4Address> targets() {
    KeyStore store = store(KeyStore.Api.V2);
    Map<Integer, Ipv4Address> targets = new TreeMap<>();
    store
        .list("/kubernetes/network/subnets", soon())
        .orElseThrow()
        .forEach(
            entry ->
                cluster.profile().nodes().stream()
                    .filter(node -> entry.value().contains("\"" + node.ip() + "\""))
                    .forEach(
                        node ->
                            targets.put(
                                cluster.profile().nodes().indexOf(node) + 1,
                                Cidr.parseKey(entry.key().replaceFirst(".*/", ""))
                                    .orElseThrow()
                                    .firstHost())));
    return targets;
  }

  /**
   * The pairs that fail the way the product measures them: from the bridge a node has to the first
   * address of the peer's lease.
   *
   * @param former targets to use for nodes whose lease is gone
   */
  TreeSet<String> red(Map<Integer, Ipv4Address> former) {
    Map<Integer, Ipv4Address> targets = new TreeMap<>(former);
    targets.putAll(targets());
    TreeSet<String> red = new TreeSet<>();
    for (int from : targets.keySet()) {
      Optional<Ipv4Address> source = bridge(from);
      targets.forEach(
          (to, target) -> {
            if (from != to && source.filter(own -> answers(from, own, target)).isEmpty()) {
              red.add(vm(from) + ">" + vm(to));
            }
          });
    }
    return red;
  }

  /** A node's bridge address; empty where it has none or cannot be asked. */
  private Optional<Ipv4Address> bridge(int number) {
    return connector
        .connect(spec(number), soon())
        .flatMap(node -> node.observe(NETWORK, soon()))
        .toOptional()
        .flatMap(seen -> seen.network().toOptional().orElseThrow().address("docker0"))
        .map(NetworkState.Address::address);
  }

  private static final ObservationQuery NETWORK =
      new ObservationQuery(List.of(), List.of(), true, false);

  private boolean answers(int from, Ipv4Address source, Ipv4Address target) {
    return !source.equals(target)
        && ping(from, source, List.of(target)).echoes().getFirst().rtt() != null;
  }

  private TreeSet<String> pairs(Function<PingRound.Echo, @Nullable String> remark) {
    int count = cluster.profile().nodes().size();
    TreeSet<String> broken = new TreeSet<>();
    List<Ipv4Address> addresses = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      addresses.add(docker0(i));
    }
    for (int from = 1; from <= count; from++) {
      PingRound round = ping(from, addresses.get(from - 1), addresses);
      for (PingRound.Echo echo : round.echoes()) {
        String text = remark.apply(echo);
        if (text != null) {
          broken.add(vm(from) + ">" + vm(addresses.indexOf(echo.target()) + 1) + text);
        }
      }
    }
    return broken;
  }

  PingRound ping(int from, Ipv4Address source, List<Ipv4Address> addresses) {
    List<Ipv4Address> targets =
        addresses.stream().filter(address -> !address.equals(source)).collect(Collectors.toList());
    List<PingRound> seen = new ArrayList<>();
    PingRequest request =
        new PingRequest(source, targets, Duration.ofSeconds(1), Duration.ofMillis(500), 1);
    node(from).ping(request, seen::add, soon()).orElseThrow();
    rounds.next();
    return seen.getFirst();
  }

  @Override
  public void close() {
    connector.close();
    cluster.close();
  }
}

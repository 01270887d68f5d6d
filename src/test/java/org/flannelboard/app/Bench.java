package org.flannelboard.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.flannelboard.app.task.VirtualThreadRunner;
import org.flannelboard.base.CancelToken;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Secret;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.DockerSpec;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.deploy.apply.ApplyListener;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.etcd.StoreConnector;
import org.flannelboard.node.NodeConnector;
import org.flannelboard.node.NodeOps;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitState;
import org.flannelboard.practice.PracticeCa;
import org.flannelboard.practice.PracticeCluster;
import org.flannelboard.practice.PracticeDisk;
import org.flannelboard.practice.PracticeIdentity;
import org.flannelboard.practice.PracticeLab;

/** A practice cluster with the use cases on top, its clock in the test's hands. */
final class Bench implements AutoCloseable {

  /** A clock that stands until it is moved. */
  static final class Clock implements InstantSource {
    private volatile Instant now = Instant.parse("2030-06-13T15:15:17Z");

    @Override
    public Instant instant() {
      return now;
    }

    void advance(Duration by) {
      now = now.plus(by);
    }
  }

  /** How long issued certificates hold; the authority of the test files ends in November 2031. */
  static final Duration VALIDITY = Duration.ofHours(8760);

  private static final String SIGNING =
      """
      {"signing": {"profiles": {"kubernetes": {
        "usages": ["signing", "key encipherment", "server auth", "client auth"],
        "expiry": "8760h"}}}}
      """;

  final Clock clock = new Clock();
  final PracticeCluster practice;
  private final List<Cluster> open = new ArrayList<>();
  private ClusterProfile profile;

  private Bench(PracticeLab lab) {
    PracticeCa ca = new PracticeCa(pem("ca.pem"), key("ca-key.pem"), SIGNING);
    practice = PracticeCluster.create(lab, ca, clock);
    // An ECDSA key is made in a fraction of the time an RSA key takes.
    CertificateSpec certificates = practice.profile().certificates();
    CertificateSpec.Request asked = certificates.request();
    profile =
        with(
            practice.profile(),
            new CertificateSpec(
                certificates.ca(),
                certificates.profile(),
                new CertificateSpec.Request(
                    asked.commonName(),
                    asked.hosts(),
                    new CertificateSpec.Key("ecdsa", 256),
                    asked.names())));
  }

  static Bench bare(int nodes) {
    return new Bench(PracticeLab.initial(nodes));
  }

  /** Deployed by hand as the guide says, with an RSA certificate. */
  static Bench deployedByHand(int nodes) {
    Bench bench =
        new Bench(
            PracticeLab.deployed(
                nodes, new PracticeIdentity(pem("flannel.pem"), key("flannel-key.pem"))));
    bench.profile = bench.practice.profile();
    return bench;
  }

  ClusterProfile profile() {
    return profile;
  }

  void change(UnaryOperator<ClusterProfile> change) {
    profile = change.apply(profile);
  }

  static ClusterProfile with(ClusterProfile p, CertificateSpec certificates) {
    return new ClusterProfile(
        p.name(),
        p.nodes(),
        p.knownHosts(),
        p.etcd(),
        p.network(),
        p.sizeReason(),
        p.flannel(),
        certificates,
        p.paths(),
        p.docker());
  }

  static ClusterProfile with(ClusterProfile p, NetworkConfig network) {
    return new ClusterProfile(
        p.name(),
        p.nodes(),
        p.knownHosts(),
        p.etcd(),
        network,
        p.sizeReason(),
        p.flannel(),
        p.certificates(),
        p.paths(),
        p.docker());
  }

  static ClusterProfile with(ClusterProfile p, EtcdSpec etcd) {
    return new ClusterProfile(
        p.name(),
        p.nodes(),
        p.knownHosts(),
        etcd,
        p.network(),
        p.sizeReason(),
        p.flannel(),
        p.certificates(),
        p.paths(),
        p.docker());
  }

  /** The same with another name in the certificate. */
  static ClusterProfile asking(ClusterProfile p, String commonName) {
    CertificateSpec.Request asked = p.certificates().request();
    return with(
        p,
        new CertificateSpec(
            p.certificates().ca(),
            p.certificates().profile(),
            new CertificateSpec.Request(commonName, asked.hosts(), asked.key(), asked.names())));
  }

  static ClusterProfile inPlace(ClusterProfile p) {
    return new ClusterProfile(
        p.name(),
        p.nodes(),
        p.knownHosts(),
        p.etcd(),
        p.network(),
        p.sizeReason(),
        p.flannel(),
        p.certificates(),
        p.paths(),
        new DockerSpec(p.docker().unit(), DockerSpec.Style.IN_PLACE));
  }

  /** A session of its own, as a new start of the program has it. */
  Session session() {
    return session(practice.nodes());
  }

  Session session(NodeConnector nodes) {
    return session(nodes, practice.etcd());
  }

  Session session(StoreConnector stores) {
    return session(practice.nodes(), stores);
  }

  private Session session(NodeConnector nodes, StoreConnector stores) {
    Cluster cluster =
        new Cluster(
            profile,
            new Cluster.Adapters(nodes, stores),
            new Cluster.Surroundings(
                new VirtualThreadRunner(), clock, _ -> {}, new SecureRandom()));
    open.add(cluster);
    return new Session(cluster, new EtcdDoor(cluster));
  }

  /** The program, started once. */
  record Session(Cluster cluster, EtcdDoor door) {

    Deployment deployment() {
      return new Deployment(cluster, door);
    }

    Proposal propose(NodeSpec... targets) {
      List<NodeSpec> nodes = targets.length == 0 ? cluster.profile().nodes() : List.of(targets);
      return deployment().propose(nodes).orElseThrow();
    }

    PushReport push(NodeSpec... targets) {
      return push(propose(targets));
    }

    PushReport push(Proposal proposal) {
      return deployment().push(proposal, ApplyListener.none(), new CancelToken());
    }

    Mesh.Measured ping() {
      Mesh.Pace pace = new Mesh.Pace(1, Duration.ofMillis(100), Duration.ofMillis(100));
      return new Mesh(cluster, door).once(pace);
    }

    /** What a push would change, as {@code vm01 flanneld-start}. */
    List<String> changes(NodeSpec... targets) {
      return propose(targets).plan().nodes().stream()
          .flatMap(node -> node.changes().stream().map(Step::id).map(id -> node.node() + " " + id))
          .toList();
    }
  }

  NodeSpec spec(int number) {
    return profile.nodes().get(number - 1);
  }

  NodeId id(int number) {
    return spec(number).id();
  }

  NodeOps node(int number) {
    return practice.nodes().connect(spec(number), soon()).orElseThrow();
  }

  UnitState unit(int number, String name) {
    ObservationQuery query = new ObservationQuery(List.of(), List.of(name), false, false);
    return node(number).observe(query, soon()).orElseThrow().unit(name);
  }

  String text(int number, String path) {
    RemotePath file = RemotePath.of(path);
    byte[] bytes = node(number).read(file, ObservationQuery.TEXT_LIMIT, soon()).orElseThrow();
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Everything on the disk but what is Flannelboard's own. */
  SortedMap<String, String> disk(int number) {
    SortedMap<String, String> disk = new TreeMap<>(wholeDisk(number));
    disk.keySet().removeIf(path -> path.startsWith(profile.paths().state().text()));
    // Made by flanneld itself in memory, and by systemctl enable; empty afterwards they mean
    // nothing.
    disk.remove("/run/flannel", "directory");
    disk.keySet().removeIf(path -> path.endsWith(".wants") || path.endsWith(".requires"));
    return disk;
  }

  SortedMap<String, String> wholeDisk(int number) {
    return PracticeDisk.of(practice, id(number));
  }

  /** Whether each unit is active and enabled, as {@code active disabled}. */
  List<String> units(int number) {
    return List.of(state(number, "flanneld.service"), state(number, "docker.service"));
  }

  private String state(int number, String name) {
    UnitState unit = unit(number, name);
    return unit.name()
        + (unit.active() ? " active" : " not active")
        + (unit.enabled() ? " enabled" : " not enabled");
  }

  /** When the authority of the test files ends. */
  Instant authorityEnd() {
    return new Certificates(session().cluster()).authority().orElseThrow().report().notAfter();
  }

  static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(10));
  }

  static String pem(String name) {
    try (InputStream in = Bench.class.getResourceAsStream("/org/flannelboard/pki/" + name)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Secret key(String name) {
    return Secret.of(pem(name));
  }

  @Override
  public void close() {
    open.forEach(Cluster::close);
    practice.close();
  }
}

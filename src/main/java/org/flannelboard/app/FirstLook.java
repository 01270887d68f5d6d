package org.flannelboard.app;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.HostPort;
import org.flannelboard.base.Result;
import org.flannelboard.base.StreamDialer;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NetworkRules;
import org.flannelboard.cluster.NetworkRules.NodeNetwork;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.etcd.EtcdAccess;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.Route;

/** A first look at nodes that no profile describes yet. Changes nothing. */
public final class FirstLook {

  /** The port etcd has for its clients (etcd, {@code --listen-client-urls}). */
  public static final int ETCD_PORT = 2379;

  /** The units whose presence tells what a node is used for already. */
  public static final String DOCKER_UNIT = "docker.service";

  public static final String FLANNEL_UNIT = "flanneld.service";

  private static final String DOCKER0 = "docker0";
  private static final String PROFILE_PATH = "network.cidr";
  private static final Duration DIAL = Duration.ofSeconds(10);

  private static final Inspection EVERYTHING =
      new Inspection(
          Inspection.Depth.EVERYTHING, List.of(), List.of(DOCKER_UNIT, FLANNEL_UNIT), List.of(), 0);

  private final Cluster cluster;

  public FirstLook(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Looks at all nodes of the cluster side by side.
   *
   * @param each gets what came of every node as it comes, on the thread that looked
   */
  public void all(BiConsumer<NodeSpec, Result<NodeFacts, Failure>> each) {
    cluster
        .tasks()
        .forEach(
            "first look",
            cluster.profile().nodes(),
            node -> {
              each.accept(node, at(node));
              return true;
            });
  }

  private Result<NodeFacts, Failure> at(NodeSpec node) {
    return cluster.on(node, ops -> ops.inspect(EVERYTHING, Deadline.after(Deployment.LOOK)));
  }

  /**
   * A node that takes connections at etcd's port.
   *
   * @param url what etcd's clients call it by: {@code http} if etcd answered in the clear
   */
  public record Member(NodeId node, URI url) {}

  /** The nodes at whose address something takes connections at etcd's port, asked from there. */
  public List<Member> etcdMembers() {
    return cluster.tasks().forEach("etcd", cluster.profile().nodes(), this::member).stream()
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<Member> member(NodeSpec node) {
    return cluster
        .adapters()
        .nodes()
        .dialer(node, Deadline.after(DIAL))
        .toOptional()
        .filter(way -> takesConnections(node, way))
        .map(
            way ->
                new Member(node.id(), url(answersInTheClear(node, way) ? "http" : "https", node)));
  }

  private static boolean takesConnections(NodeSpec node, StreamDialer way) {
    HostPort etcd = new HostPort(node.ip().toString(), ETCD_PORT);
    try (var _ = way.dial(etcd, Deadline.after(DIAL))) {
      return true;
    } catch (IOException nobodyThere) {
      return false;
    }
  }

  private boolean answersInTheClear(NodeSpec node, StreamDialer way) {
    EtcdAccess plain = new EtcdAccess(List.of(url("http", node)), null, way);
    return cluster
        .adapters()
        .stores()
        .inspect(plain, Deadline.after(DIAL))
        .toOptional()
        .isPresent();
  }

  private static URI url(String scheme, NodeSpec node) {
    return URI.create(scheme + "://" + node.ip() + ":" + ETCD_PORT);
  }

  /**
   * Where an etcd is, by the word of a daemon that runs.
   *
   * @param node where the daemon runs
   * @param program {@code flanneld} or {@code etcd}
   * @param endpoints client URLs
   * @param prefix flannel's; empty where the daemon does not say
   */
  public record EtcdHint(NodeId node, String program, List<URI> endpoints, String prefix) {
    public EtcdHint {
      endpoints = List.copyOf(endpoints);
    }
  }

  /** What the daemons of a node say of etcd; flanneld first, as its word is what counts. */
  public static List<EtcdHint> hints(NodeFacts facts) {
    return Stream.of(
            hint(facts, "flanneld", "etcd-endpoints"), hint(facts, "etcd", "advertise-client-urls"))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<EtcdHint> hint(NodeFacts facts, String program, String option) {
    return facts
        .daemons()
        .process(program)
        .map(
            it ->
                new EtcdHint(
                    facts.node(),
                    program,
                    urls(option(it, option).orElse("")),
                    option(it, "etcd-prefix").orElse("")))
        .filter(hint -> !hint.endpoints().isEmpty());
  }

  /**
   * Flanneld takes each option from its environment too (flannel, Documentation/configuration.md).
   */
  private static Optional<String> option(DaemonFacts.Process process, String name) {
    String variable = "FLANNELD_" + name.toUpperCase(Locale.ROOT).replace('-', '_');
    return process.option(name).or(() -> Optional.ofNullable(process.environment().get(variable)));
  }

  private static List<URI> urls(String text) {
    return Stream.of(text.split("[,\\s]+")).flatMap(it -> url(it).stream()).toList();
  }

  private static Optional<URI> url(String text) {
    try {
      return Optional.of(new URI(text)).filter(it -> it.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * What the networks that nodes have on their devices and in their routes have against a network
   * for flannel; each with its path into the profile.
   */
  public static List<Problem> overlaps(NetworkConfig config, List<NodeFacts> seen) {
    List<NodeNetwork> networks = seen.stream().flatMap(FirstLook::networks).distinct().toList();
    List<Problem> problems = new ArrayList<>();
    NetworkRules.overlaps(config, networks).map(it -> it.at(PROFILE_PATH)).forEach(problems::add);
    networks.stream()
        .filter(it -> it.device().equals(DOCKER0))
        .filter(it -> it.network().overlaps(config.network()) && !config.handsOut(it.network()))
        .forEach(it -> problems.add(docker(config.network(), it)));
    return problems;
  }

  private static Problem docker(Cidr network, NodeNetwork docker0) {
    return Problem.warning(
        PROFILE_PATH,
        "network-overlaps-docker",
        Map.of(
            "network", network.toString(),
            "node", docker0.node().name(),
            "other", docker0.network().toString()));
  }

  private static Stream<NodeNetwork> networks(NodeFacts facts) {
    Stream<NodeNetwork> devices =
        facts.network().addresses().toOptional().orElse(List.of()).stream()
            .filter(it -> !it.device().equals("lo"))
            .map(it -> new NodeNetwork(facts.node(), it.device(), it.network()));
    Stream<NodeNetwork> routes =
        facts.network().routes().toOptional().orElse(List.of()).stream()
            .filter(it -> it.table().equals(Route.MAIN) && !it.device().isEmpty())
            .filter(it -> it.destination().prefixLength() > 0)
            .map(it -> new NodeNetwork(facts.node(), it.device(), it.destination()));
    return Stream.concat(devices, routes);
  }
}

package org.flannelboard.profile;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.jspecify.annotations.Nullable;

/**
 * What the guide's {@code env.sh} says about a cluster: {@code NODE_IP} or the arrays {@code
 * NODE_IPS} and {@code NODE_NAMES}, {@code ETCD_ENDPOINTS}, {@code FLANNEL_ETCD_PREFIX} and {@code
 * CLUSTER_CIDR}.
 *
 * @param nodes the nodes it names; a node without a name is called by its address
 * @param endpoints etcd's client URLs
 * @param prefix flannel's key prefix; null when it does not say
 * @param cidr flannel's network; null when it does not say
 * @param problems what is missing, wrong or not understood
 */
public record EnvShImport(
    List<ProfileTemplate.Node> nodes,
    List<URI> endpoints,
    @Nullable String prefix,
    @Nullable Cidr cidr,
    List<LocatedProblem> problems) {

  public EnvShImport {
    nodes = List.copyOf(nodes);
    endpoints = List.copyOf(endpoints);
    problems = List.copyOf(problems);
  }

  /**
   * Reads the text of an {@code env.sh}; nothing in it is run.
   *
   * @param environment what was exported before it, as the guide does with {@code NODE_IP}
   */
  public static EnvShImport read(String text, Map<String, String> environment) {
    return new Reader(EnvSh.parse(text, environment)).read();
  }

  /** A commented profile with these values; what is missing is the guide's, or left empty. */
  public ProfileTemplate template(String name) {
    ProfileTemplate guide =
        ProfileTemplate.of(name, nodes, endpoints.stream().map(URI::toString).toList());
    return new ProfileTemplate(
        name,
        nodes,
        guide.endpoints(),
        prefix == null ? guide.prefix() : prefix,
        cidr == null ? guide.cidr() : cidr);
  }

  /**
   * The profile with these values in place of its own. Nodes it has already keep the way they are
   * reached; nodes it has and these values lack stay.
   */
  public ClusterProfile onto(ClusterProfile profile) {
    EtcdSpec etcd = profile.etcd();
    NetworkConfig network = profile.network();
    return new ClusterProfile(
        profile.name(),
        nodesOnto(profile.nodes()),
        profile.knownHosts(),
        new EtcdSpec(
            etcd.api(),
            endpoints.isEmpty() ? etcd.endpoints() : endpoints,
            prefix == null ? etcd.prefix() : prefix,
            etcd.route(),
            etcd.client()),
        new NetworkConfig(
            cidr == null ? network.network() : cidr,
            network.subnetLen(),
            network.subnetMin(),
            network.subnetMax(),
            network.backend()),
        profile.sizeReason(),
        profile.flannel(),
        profile.certificates(),
        profile.paths(),
        profile.docker());
  }

  private List<NodeSpec> nodesOnto(List<NodeSpec> existing) {
    List<NodeSpec> merged = new ArrayList<>(existing);
    for (ProfileTemplate.Node node : nodes) {
      boolean known =
          existing.stream()
              .anyMatch(old -> old.ip().equals(node.ip()) || old.id().equals(node.id()));
      if (!known) {
        SshAccess like =
            existing.isEmpty()
                ? new SshAccess(
                    "",
                    SshAccess.DEFAULT_PORT,
                    SshReader.DEFAULT_USER,
                    List.of(),
                    List.of(),
                    SudoMode.AUTO)
                : existing.getFirst().ssh();
        merged.add(
            new NodeSpec(
                node.id(),
                node.ip(),
                new SshAccess(
                    node.ip().toString(),
                    SshAccess.DEFAULT_PORT,
                    like.user(),
                    like.identities(),
                    like.jumps(),
                    like.sudo())));
      }
    }
    return merged;
  }

  /** One reading, with the problems it meets. */
  private static final class Reader {

    private final EnvSh env;
    private final List<LocatedProblem> problems;

    Reader(EnvSh env) {
      this.env = env;
      this.problems = new ArrayList<>(env.problems());
    }

    EnvShImport read() {
      List<ProfileTemplate.Node> nodes = nodes();
      List<URI> endpoints =
          required("ETCD_ENDPOINTS").stream()
              .flatMap(words -> items(words))
              .flatMap(item -> parsed("ETCD_ENDPOINTS", item, Reader::uri))
              .toList();
      String prefix = required("FLANNEL_ETCD_PREFIX").map(List::getFirst).orElse(null);
      Cidr cidr =
          required("CLUSTER_CIDR").stream()
              .flatMap(words -> parsed("CLUSTER_CIDR", words.getFirst(), Cidr::parse))
              .findFirst()
              .orElse(null);
      return new EnvShImport(nodes, endpoints, prefix, cidr, problems);
    }

    private List<ProfileTemplate.Node> nodes() {
      boolean several = env.get("NODE_IPS").isPresent();
      String variable = several ? "NODE_IPS" : "NODE_IP";
      List<String> ips = required(variable).stream().flatMap(Reader::items).toList();
      List<String> names =
          several ? env.get("NODE_NAMES").stream().flatMap(Reader::items).toList() : List.of();
      if (!names.isEmpty() && names.size() != ips.size()) {
        warn(
            "env-arrays-differ",
            Map.of("names", String.valueOf(names.size()), "ips", String.valueOf(ips.size())));
        names = List.of();
      }
      if (ips.size() == 1) {
        warn("env-single-node", Map.of("ip", ips.getFirst()));
      }
      List<ProfileTemplate.Node> nodes = new ArrayList<>();
      for (int i = 0; i < ips.size(); i++) {
        String name = names.isEmpty() ? ips.get(i) : names.get(i);
        Optional<NodeId> id = parsed("NODE_NAMES", name, Reader::nodeId).findFirst();
        parsed(variable, ips.get(i), Ipv4Address::parse)
            .findFirst()
            .flatMap(ip -> id.map(known -> new ProfileTemplate.Node(known, ip)))
            .ifPresent(nodes::add);
      }
      return nodes;
    }

    /** A variable's words; empty and reported when it is not set or says nothing. */
    private Optional<List<String>> required(String variable) {
      Optional<List<String>> words =
          env.get(variable).filter(all -> all.stream().anyMatch(word -> !word.isBlank()));
      if (words.isEmpty()) {
        warn("env-variable-missing", Map.of("variable", variable));
      }
      return words;
    }

    /** The items of an array, or of a text that separates them by commas or white space. */
    private static Stream<String> items(List<String> words) {
      return words.stream()
          .flatMap(word -> Stream.of(word.split("[,\\s]+")))
          .filter(item -> !item.isEmpty());
    }

    private <T> Stream<T> parsed(
        String variable, String text, Function<String, Optional<T>> parse) {
      Optional<T> value = parse.apply(text);
      if (value.isEmpty()) {
        warn("env-value-invalid", Map.of("variable", variable, "value", Value.brief(text)));
      }
      return value.stream();
    }

    private void warn(String code, Map<String, String> arguments) {
      problems.add(new LocatedProblem(Problem.warning("", code, arguments), null));
    }

    private static Optional<URI> uri(String text) {
      try {
        return Optional.of(new URI(text)).filter(uri -> uri.getHost() != null);
      } catch (URISyntaxException e) {
        return Optional.empty();
      }
    }

    private static Optional<NodeId> nodeId(String text) {
      return Optional.of(text).filter(NodeId::isValid).map(NodeId::new);
    }
  }
}

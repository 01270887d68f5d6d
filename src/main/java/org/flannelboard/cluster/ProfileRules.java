package org.flannelboard.cluster;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.cluster.EtcdSpec.ApiChoice;

/** The rules a profile must keep, whatever file or wizard it came from. */
public final class ProfileRules {

  private static final String NETWORK = "network.cidr";
  private static final String REASON = "network.reason";
  private static final String SUBNET_LENGTH = "network.subnet-length";
  private static final String SUBNET_MIN = "network.subnet-min";
  private static final String SUBNET_MAX = "network.subnet-max";
  private static final String BACKEND = "network.backend.";

  /** Plain words: etcd's v2 API puts the prefix into URLs, systemd expands {@code $} and quotes. */
  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9_][A-Za-z0-9._-]*)+");

  /** systemd splits {@code $FLANNEL_OPTIONS} at white space (systemd.service(5)). */
  private static final Pattern OPTION = Pattern.compile("--?[A-Za-z0-9][^\\s\"'\\\\$]*");

  /** flanneld's arguments that other parts of the profile decide. */
  private static final Map<String, String> DECIDED_ELSEWHERE =
      Map.of(
          "etcd-endpoints", "etcd.endpoints",
          "etcd-prefix", "etcd.prefix",
          "etcd-cafile", "paths.etcd-ca",
          "etcd-certfile", "paths.ssl",
          "etcd-keyfile", "paths.ssl",
          "subnet-file", "paths.subnet-env",
          "ip-masq", "flannel.ip-masq");

  /**
   * A rule and the paths it needs for its judgement, indexes left out.
   *
   * @param reads for example {@code nodes.ip}; empty when each value is judged by itself
   */
  private record Rule(Set<String> reads, Function<ClusterProfile, Stream<Problem>> check) {

    /** Whether one of these paths lies in, or around, what the rule reads. */
    boolean isTouchedBy(Collection<String> paths) {
      return paths.stream()
          .map(path -> path.replaceAll("\\[\\d+]", ""))
          .anyMatch(
              path -> reads.stream().anyMatch(read -> within(path, read) || within(read, path)));
    }
  }

  private static final List<Rule> RULES =
      List.of(
          new Rule(Set.of("nodes"), ProfileRules::someNodes),
          new Rule(Set.of(), ProfileRules::distinctNames),
          new Rule(Set.of(), ProfileRules::distinctAddresses),
          new Rule(Set.of("nodes.ip", "nodes.ssh", "ssh"), ProfileRules::distinctLogins),
          network(Set.of(NETWORK, REASON), p -> NetworkRules.size(p.network(), p.sizeReason())),
          new Rule(Set.of(NETWORK, REASON), ProfileRules::needlessReason),
          network(Set.of(NETWORK, SUBNET_LENGTH), p -> NetworkRules.subnetLen(p.network())),
          network(
              Set.of(NETWORK, SUBNET_LENGTH, SUBNET_MIN, SUBNET_MAX),
              p -> NetworkRules.bounds(p.network())),
          network(
              Set.of("nodes", NETWORK, SUBNET_LENGTH, SUBNET_MIN, SUBNET_MAX),
              p -> NetworkRules.capacity(p.network(), p.nodes().size())),
          network(Set.of(BACKEND + "type"), p -> NetworkRules.backend(p.network())),
          network(
              Set.of("nodes.ip", NETWORK),
              p -> NetworkRules.nodesCovered(p.network(), p.nodeAddresses())),
          network(
              Set.of("etcd.endpoints", NETWORK),
              p -> NetworkRules.etcdCovered(p.network(), p.etcd().addresses())),
          new Rule(Set.of(), ProfileRules::endpoints),
          new Rule(Set.of("etcd.endpoints"), ProfileRules::endpointSchemes),
          new Rule(Set.of("etcd.prefix"), ProfileRules::prefix),
          new Rule(Set.of("etcd.api", "flannel.version"), ProfileRules::apiOfRelease),
          new Rule(Set.of("etcd.client", "nodes.name"), ProfileRules::clientFilesOnKnownNodes),
          new Rule(Set.of("flannel.options"), ProfileRules::flannelOptions),
          new Rule(Set.of("certificates.ca", "nodes.name"), ProfileRules::caOnKnownNode),
          new Rule(Set.of("certificates.request.key"), ProfileRules::keySize));

  private ProfileRules() {}

  /** A rule for flannel's configuration, its paths as the profile spells them. */
  private static Rule network(Set<String> reads, Function<ClusterProfile, Stream<Problem>> check) {
    return new Rule(
        reads, profile -> check.apply(profile).map(found -> found.at(inProfile(found.path()))));
  }

  private static String inProfile(String member) {
    return switch (member) {
      case "Network" -> NETWORK;
      case "SubnetLen" -> SUBNET_LENGTH;
      case "SubnetMin" -> SUBNET_MIN;
      case "SubnetMax" -> SUBNET_MAX;
      case "Backend.Type" -> BACKEND + "type";
      default -> BACKEND + member.substring("Backend.".length());
    };
  }

  /** All that is wrong or doubtful with these values. */
  public static List<Problem> check(ClusterProfile profile) {
    return check(profile, Set.of());
  }

  /**
   * The same for a profile that has stand-ins for values a document failed to give: nothing is said
   * about a stand-in, and rules that need one are left out.
   *
   * @param standIns paths such as {@code nodes[2].ssh.port}
   */
  public static List<Problem> check(ClusterProfile profile, Collection<String> standIns) {
    return RULES.stream()
        .filter(rule -> !rule.isTouchedBy(standIns))
        .flatMap(rule -> rule.check().apply(profile))
        .filter(problem -> standIns.stream().noneMatch(path -> within(problem.path(), path)))
        .toList();
  }

  private static boolean within(String inner, String outer) {
    return inner.equals(outer) || inner.startsWith(outer + ".");
  }

  private static Stream<Problem> someNodes(ClusterProfile profile) {
    return profile.nodes().isEmpty()
        ? Stream.of(Problem.error("nodes", "nodes-none", Map.of()))
        : Stream.empty();
  }

  private static Stream<Problem> distinctNames(ClusterProfile profile) {
    return twice(profile.nodes(), NodeSpec::id, (_, _) -> true, "name", "node-name-twice");
  }

  private static Stream<Problem> distinctAddresses(ClusterProfile profile) {
    return twice(profile.nodes(), NodeSpec::ip, (_, _) -> true, "ip", "node-ip-twice");
  }

  /** Behind different jump hosts the same address can be different machines. */
  private static Stream<Problem> distinctLogins(ClusterProfile profile) {
    record Login(String address, int port, List<SshAccess.Jump> by) {
      static Login of(NodeSpec node) {
        return new Login(node.ssh().address(), node.ssh().port(), node.ssh().jumps());
      }

      @Override
      public String toString() {
        return address + ":" + port;
      }
    }
    return twice(
        profile.nodes(),
        Login::of,
        // Of equal addresses, which are the default here, the rule before has spoken.
        (node, other) -> !node.ip().equals(other.ip()),
        "ssh.address",
        "node-ssh-twice");
  }

  private static Stream<Problem> twice(
      List<NodeSpec> nodes,
      Function<NodeSpec, Object> property,
      BiPredicate<NodeSpec, NodeSpec> counts,
      String key,
      String code) {
    List<Problem> problems = new ArrayList<>();
    Map<Object, NodeSpec> first = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      NodeSpec node = nodes.get(i);
      Object value = property.apply(node);
      NodeSpec other = first.putIfAbsent(value, node);
      if (other != null && counts.test(node, other)) {
        problems.add(
            Problem.error(
                "nodes[" + i + "]." + key,
                code,
                Map.of("value", value.toString(), "first", other.id().name())));
      }
    }
    return problems.stream();
  }

  private static Stream<Problem> needlessReason(ClusterProfile profile) {
    String reason = Objects.requireNonNullElse(profile.sizeReason(), "");
    Cidr network = profile.network().network();
    return network.prefixLength() == NetworkRules.GUIDE_PREFIX && !reason.isBlank()
        ? Stream.of(
            Problem.warning(
                REASON, "network-reason-needless", Map.of("network", network.toString())))
        : Stream.empty();
  }

  private static Stream<Problem> endpoints(ClusterProfile profile) {
    List<URI> endpoints = profile.etcd().endpoints();
    List<Problem> problems = new ArrayList<>();
    Set<URI> seen = new HashSet<>();
    for (int i = 0; i < endpoints.size(); i++) {
      URI endpoint = endpoints.get(i);
      String path = "etcd.endpoints[" + i + "]";
      if (endpoint.getRawUserInfo() != null) {
        // Not shown: it may be a password.
        problems.add(Problem.error(path, "url-credentials", Map.of()));
      } else if (!isClientUrl(endpoint)) {
        problems.add(
            Problem.error(path, "etcd-endpoint-invalid", Map.of("value", endpoint.toString())));
      } else if (!seen.add(endpoint)) {
        problems.add(
            Problem.error(path, "etcd-endpoint-twice", Map.of("value", endpoint.toString())));
      }
    }
    return problems.stream();
  }

  /** A client that speaks TLS to one member and not to another hides which of them is exposed. */
  private static Stream<Problem> endpointSchemes(ClusterProfile profile) {
    Set<String> schemes = new HashSet<>();
    profile.etcd().endpoints().forEach(url -> schemes.add(String.valueOf(url.getScheme())));
    if (schemes.isEmpty()) {
      return Stream.of(Problem.error("etcd.endpoints", "etcd-endpoints-none", Map.of()));
    }
    if (schemes.containsAll(Set.of("http", "https"))) {
      return Stream.of(Problem.error("etcd.endpoints", "etcd-endpoints-mixed", Map.of()));
    }
    return schemes.contains("http")
        ? Stream.of(Problem.warning("etcd.endpoints", "etcd-endpoints-unencrypted", Map.of()))
        : Stream.empty();
  }

  /** Scheme, host and port, and nothing behind them (etcd, {@code --advertise-client-urls}). */
  private static boolean isClientUrl(URI url) {
    return ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))
        && url.getHost() != null
        && url.getPort() >= 1
        && url.getPort() <= 65_535
        && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
        && url.getRawQuery() == null
        && url.getRawFragment() == null;
  }

  private static Stream<Problem> prefix(ClusterProfile profile) {
    String prefix = profile.etcd().prefix();
    return PREFIX.matcher(prefix).matches()
        ? Stream.empty()
        : Stream.of(Problem.error("etcd.prefix", "etcd-prefix-invalid", Map.of("value", prefix)));
  }

  private static Stream<Problem> apiOfRelease(ClusterProfile profile) {
    ApiChoice read = profile.flannel().version().api();
    return profile.api() == read
        ? Stream.empty()
        : Stream.of(
            Problem.error(
                "etcd.api",
                read == ApiChoice.V2 ? "flannel-reads-v2-only" : "flannel-reads-v3-only",
                Map.of("version", profile.flannel().version().toString())));
  }

  private static Stream<Problem> clientFilesOnKnownNodes(ClusterProfile profile) {
    EtcdSpec.ClientFiles client = profile.etcd().client();
    return client == null
        ? Stream.empty()
        : Stream.of(
                unknownNode(profile, client.ca(), "etcd.client.ca"),
                unknownNode(profile, client.certificate(), "etcd.client.certificate"),
                unknownNode(profile, client.key(), "etcd.client.key"))
            .flatMap(Function.identity());
  }

  private static Stream<Problem> caOnKnownNode(ClusterProfile profile) {
    CertificateSpec.Ca ca = profile.certificates().ca();
    List<Problem> unknown =
        Stream.of(
                unknownNode(profile, ca.certificate(), "certificates.ca.certificate"),
                unknownNode(profile, ca.key(), "certificates.ca.key"),
                unknownNode(profile, ca.config(), "certificates.ca.config"))
            .flatMap(Function.identity())
            .toList();
    boolean oneNode = unknown.stream().map(Problem::arguments).distinct().count() == 1;
    return unknown.size() == 3 && oneNode
        ? Stream.of(
            Problem.error("certificates.ca.node", "node-unknown", unknown.getFirst().arguments()))
        : unknown.stream();
  }

  private static Stream<Problem> unknownNode(ClusterProfile profile, FileRef file, String path) {
    return switch (file) {
      case FileRef.Local _ -> Stream.empty();
      case FileRef.OnNode(NodeId node, RemotePath _) ->
          profile.nodes().isEmpty() || profile.node(node).isPresent()
              ? Stream.empty()
              : Stream.of(Problem.error(path, "node-unknown", Map.of("node", node.name())));
    };
  }

  private static Stream<Problem> flannelOptions(ClusterProfile profile) {
    List<Problem> problems = new ArrayList<>();
    List<String> options = profile.flannel().extraOptions();
    for (int i = 0; i < options.size(); i++) {
      String option = options.get(i);
      String path = "flannel.options[" + i + "]";
      String name = option.replaceFirst("^--?", "").replaceFirst("=.*", "");
      String decidedBy = DECIDED_ELSEWHERE.get(name);
      if (!OPTION.matcher(option).matches()) {
        problems.add(Problem.error(path, "flannel-option-invalid", Map.of("value", option)));
      } else if (decidedBy != null) {
        problems.add(
            Problem.error(
                path, "flannel-option-decided", Map.of("option", name, "key", decidedBy)));
      }
    }
    return problems.stream();
  }

  private static Stream<Problem> keySize(ClusterProfile profile) {
    CertificateSpec.Key key = profile.certificates().request().key();
    String path = "certificates.request.key.size";
    return switch (key.algorithm()) {
      case "rsa" ->
          key.size() >= 2048 && key.size() <= 8192
              ? Stream.empty()
              : Stream.of(keySize(path, key, "2048–8192"));
      case "ecdsa" ->
          Set.of(256, 384, 521).contains(key.size())
              ? Stream.empty()
              : Stream.of(keySize(path, key, "256, 384, 521"));
      default ->
          Stream.of(
              Problem.error(
                  "certificates.request.key.algo",
                  "choice-unknown",
                  Map.of("value", key.algorithm(), "allowed", "rsa, ecdsa")));
    };
  }

  private static Problem keySize(String path, CertificateSpec.Key key, String allowed) {
    return Problem.error(
        path,
        "key-size-invalid",
        Map.of(
            "algorithm", key.algorithm(),
            "size", String.valueOf(key.size()),
            "allowed", allowed));
  }
}

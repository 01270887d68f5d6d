package org.flannelboard.profile;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.DockerSpec;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.FlannelRelease;
import org.flannelboard.cluster.FlannelRelease.Tarball;
import org.flannelboard.cluster.FlannelVersion;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.jspecify.annotations.Nullable;

/**
 * Version 1 of the document, section by section.
 *
 * <p>A value that cannot be read is reported and replaced by a stand-in, so that reading goes on to
 * the end of the document; a profile with stand-ins is never handed out.
 */
final class ProfileReader {

  static final int VERSION = 1;
  static final String DOCKER_UNIT = "docker.service";

  private static final Pattern RELEASE = Pattern.compile("v?\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}");
  private static final Pattern SERVICE = Pattern.compile("[A-Za-z0-9:_.@\\\\-]{1,247}\\.service");

  static final String PREFIX = "/kubernetes/network";

  private static final List<String> SECTIONS =
      List.of(
          "version",
          "name",
          "ssh",
          "nodes",
          "etcd",
          "network",
          "flannel",
          "certificates",
          "paths",
          "docker");
  private static final List<String> ETCD = List.of("api", "endpoints", "prefix", "route", "client");
  private static final List<String> NETWORK =
      List.of("cidr", "subnet-length", "subnet-min", "subnet-max", "backend", "reason");
  private static final List<String> FLANNEL = List.of("version", "tarball", "ip-masq", "options");
  private static final List<String> PATHS =
      List.of(
          "binaries", "ssl", "options", "unit", "etcd-ca", "docker-options", "subnet-env", "state");

  // Stand-ins.
  private static final NodeId NAMELESS = new NodeId("x-no-readable-name");
  private static final URI NO_URL = URI.create("");
  private static final Ipv4Address NOWHERE = Ipv4Address.of("0.0.0.0");
  private static final FlannelVersion GUIDE_RELEASE = new FlannelVersion(0, 10, 0);

  private final LocalPaths paths;
  private final SshReader ssh;
  private final String defaultName;

  ProfileReader(LocalPaths paths, String defaultName) {
    this.paths = paths;
    this.ssh = new SshReader(paths);
    this.defaultName = defaultName;
  }

  /** The profile, perhaps with stand-ins; empty when the document is not of this version. */
  Optional<ClusterProfile> read(Value root) {
    if (root.isNull()) {
      return root.refuse("profile-empty", Map.of());
    }
    // Another version may have other keys: what it has is judged only after its version is known.
    return versionOf(root)
        .filter(version -> version == VERSION)
        .flatMap(_ -> root.mapping(SECTIONS))
        .map(this::profile);
  }

  private static Optional<Integer> versionOf(Value root) {
    Findings aside = new Findings();
    Optional<Value> written =
        new Value(root.node(), "", aside).openMapping().flatMap(fields -> fields.get("version"));
    Optional<Integer> version = written.flatMap(value -> value.integer(0, Integer.MAX_VALUE));
    if (version.isPresent() && version.get() != VERSION) {
      return new Value(written.get().node(), "version", root.findings())
          .refuse(
              "profile-version-unsupported",
              Map.of("version", version.get().toString(), "supported", String.valueOf(VERSION)));
    }
    return Optional.of(VERSION);
  }

  private ClusterProfile profile(Fields root) {
    // For what it reports: the value was looked at before.
    var _ = root.require("version").flatMap(value -> value.integer(VERSION, VERSION));
    Fields common = root.get("ssh").flatMap(value -> value.mapping(SshReader.COMMON)).orElse(null);
    List<NodeSpec> nodes = nodes(root, common);
    NodeId first = nodes.isEmpty() ? NAMELESS : nodes.getFirst().id();
    CertificateReader certificates = new CertificateReader(paths, first);
    Fields network = section(root, "network", NETWORK);
    return new ClusterProfile(
        root.get("name").flatMap(Value::line).orElse(defaultName),
        nodes,
        Optional.ofNullable(common)
            .flatMap(fields -> fields.get("known-hosts"))
            .flatMap(value -> value.parsed(paths::resolve, "path-invalid"))
            .orElse(defaultKnownHosts(paths)),
        etcd(root, certificates),
        network == null ? guideNetwork() : network(network),
        network == null
            ? null
            : network.get("reason").flatMap(Value::text).map(String::strip).orElse(null),
        flannel(root),
        certificates.read(section(root, "certificates", List.of("ca", "profile", "request"))),
        remotePaths(section(root, "paths", PATHS)),
        docker(section(root, "docker", List.of("unit", "style"))));
  }

  private static @Nullable Fields section(Fields root, String key, List<String> known) {
    return root.get(key).flatMap(value -> value.mapping(known)).orElse(null);
  }

  private List<NodeSpec> nodes(Fields root, @Nullable Fields common) {
    // Once for the defaults alone: they are checked even when every node overrides them.
    ssh.read(null, common, "");
    List<NodeSpec> nodes = new ArrayList<>();
    for (Value node : root.require("nodes").map(Value::list).orElse(List.of())) {
      // A stand-in keeps the indexes of those behind it.
      nodes.add(
          node.mapping(List.of("name", "ip", "ssh"))
              .map(fields -> node(fields, common))
              .orElseGet(() -> new NodeSpec(NAMELESS, NOWHERE, ssh.read(null, common, ""))));
    }
    return nodes;
  }

  private NodeSpec node(Fields fields, @Nullable Fields common) {
    NodeId id = fields.require("name").flatMap(CertificateReader::nodeId).orElse(NAMELESS);
    Ipv4Address ip =
        fields
            .require("ip")
            .flatMap(value -> value.parsed(Ipv4Address::parse, "ipv4-invalid"))
            .orElse(NOWHERE);
    return new NodeSpec(
        id, ip, ssh.read(section(fields, "ssh", SshReader.OWN), common, ip.toString()));
  }

  private static EtcdSpec etcd(Fields root, CertificateReader files) {
    List<URI> endpoints = new ArrayList<>();
    Optional<Fields> section = root.require("etcd").flatMap(value -> value.mapping(ETCD));
    for (Value endpoint :
        section.flatMap(fields -> fields.require("endpoints")).map(Value::list).orElse(List.of())) {
      // A stand-in keeps the indexes of those behind it.
      endpoints.add(endpoint.parsed(ProfileReader::uri, "url-invalid").orElse(NO_URL));
    }
    return new EtcdSpec(
        section
            .flatMap(fields -> fields.get("api"))
            .flatMap(value -> value.choice(EtcdSpec.ApiChoice.class))
            .orElse(EtcdSpec.ApiChoice.AUTO),
        endpoints,
        section.flatMap(fields -> fields.get("prefix")).flatMap(Value::text).orElse(PREFIX),
        section
            .flatMap(fields -> fields.get("route"))
            .flatMap(value -> value.choice(EtcdSpec.Route.class))
            .orElse(EtcdSpec.Route.AUTO),
        section
            .flatMap(fields -> fields.get("client"))
            .flatMap(value -> value.mapping(List.of("ca", "certificate", "key")))
            .map(
                client ->
                    new EtcdSpec.ClientFiles(
                        files.requireFile(client, "ca"),
                        files.requireFile(client, "certificate"),
                        files.requireFile(client, "key")))
            .orElse(null));
  }

  private static NetworkConfig network(Fields fields) {
    NetworkConfig guide = guideNetwork();
    return new NetworkConfig(
        fields.get("cidr").flatMap(ProfileReader::cidr).orElse(guide.network()),
        fields
            .get("subnet-length")
            .flatMap(value -> value.integer(0, 32))
            .orElse(guide.subnetLen()),
        fields.get("subnet-min").flatMap(ProfileReader::ipv4).orElse(null),
        fields.get("subnet-max").flatMap(ProfileReader::ipv4).orElse(null),
        fields
            .get("backend")
            .flatMap(Value::openMapping)
            .map(ProfileReader::backend)
            .orElse(guide.backend()));
  }

  /** The network of the guide. */
  static NetworkConfig guideNetwork() {
    return NetworkConfig.of(Cidr.of("10.253.0.0/16"), 24, Backend.vxlan());
  }

  private static Optional<Ipv4Address> ipv4(Value value) {
    return value.parsed(Ipv4Address::parse, "ipv4-invalid");
  }

  private static Optional<Cidr> cidr(Value value) {
    return value
        .text()
        .flatMap(
            text ->
                Cidr.parse(text)
                    .or(
                        () ->
                            enclosing(text)
                                .map(
                                    network ->
                                        value.<Cidr>refuse(
                                            "cidr-host-bits",
                                            Map.of("value", text, "network", network.toString())))
                                .orElseGet(() -> value.refuse("cidr-invalid"))));
  }

  /** The network meant by a text such as {@code 10.253.1.0/16}, which has host bits set. */
  private static Optional<Cidr> enclosing(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? Optional.empty()
        : Cidr.parse("0.0.0.0" + text.substring(slash))
            .flatMap(
                size ->
                    Ipv4Address.parse(text.substring(0, slash))
                        .map(address -> Cidr.containing(address, size.prefixLength())));
  }

  /** Flannel spells its options in capitals of its own; the type alone is ours. */
  private static Backend backend(Fields fields) {
    SortedMap<String, Object> options = new TreeMap<>();
    for (String key : fields.keys()) {
      Value value = fields.get(key).orElseThrow();
      if (key.equalsIgnoreCase("type")) {
        if (!key.equals("type")) {
          value.refuse("key-misspelled", Map.of("key", key, "nearest", "type"));
        }
      } else {
        value.scalarValue().ifPresent(option -> options.put(key, option));
      }
    }
    return new Backend(fields.get("type").flatMap(Value::line).orElse("vxlan"), options);
  }

  private FlannelRelease flannel(Fields root) {
    Optional<Fields> section = root.require("flannel").flatMap(value -> value.mapping(FLANNEL));
    return new FlannelRelease(
        section
            .flatMap(fields -> fields.require("version"))
            .flatMap(ProfileReader::release)
            .orElse(GUIDE_RELEASE),
        section
            .flatMap(fields -> fields.require("tarball"))
            .flatMap(value -> value.mapping(List.of("file", "url", "sha256")))
            .flatMap(this::tarball)
            .orElse(new Tarball.OnDisk(paths.folder(), null)),
        section.flatMap(fields -> fields.get("ip-masq")).flatMap(Value::bool).orElse(false),
        section
            .flatMap(fields -> fields.get("options"))
            .map(CertificateReader::lines)
            .orElse(List.of()));
  }

  /** YAML reads an unquoted {@code 0.10} as the number 0.1: refused with the reason. */
  private static Optional<FlannelVersion> release(Value value) {
    if (value.isNumber()) {
      return value.refuse("flannel-version-number");
    }
    return value.parsed(
        text ->
            Optional.of(text)
                .filter(t -> RELEASE.matcher(t).matches())
                .flatMap(FlannelVersion::parse),
        "flannel-version-invalid");
  }

  private Optional<Tarball> tarball(Fields fields) {
    Optional<Digest> sha256 =
        fields.get("sha256").flatMap(value -> value.parsed(Digest::parse, "sha256-invalid"));
    if (fields.has("file") && fields.has("url")) {
      return fields.owner().refuse("tarball-file-and-url", Map.of());
    }
    if (fields.has("url")) {
      fields.require("sha256");
      return fields
          .get("url")
          .flatMap(value -> value.parsed(ProfileReader::downloadable, "url-not-https"))
          .flatMap(url -> sha256.map(digest -> new Tarball.Download(url, digest)));
    }
    if (!fields.has("file")) {
      return fields.owner().refuse("tarball-nowhere", Map.of());
    }
    return fields
        .get("file")
        .flatMap(value -> value.parsed(paths::resolve, "path-invalid"))
        .map(path -> new Tarball.OnDisk(path, sha256.orElse(null)));
  }

  private static Optional<URI> downloadable(String text) {
    return uri(text)
        .filter(uri -> "https".equalsIgnoreCase(uri.getScheme()))
        .filter(uri -> uri.getHost() != null && uri.getRawUserInfo() == null);
  }

  private static Optional<URI> uri(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static Paths remotePaths(@Nullable Fields fields) {
    Paths guide = Paths.guide();
    Function<String, Optional<RemotePath>> at =
        key ->
            Optional.ofNullable(fields)
                .flatMap(section -> section.get(key))
                .flatMap(CertificateReader::remotePath);
    return new Paths(
        at.apply("binaries").orElse(guide.binaries()),
        at.apply("ssl").orElse(guide.ssl()),
        at.apply("options").orElse(guide.options()),
        at.apply("unit").orElse(guide.unit()),
        at.apply("etcd-ca").orElse(guide.etcdCa()),
        at.apply("docker-options").orElse(guide.dockerOptions()),
        at.apply("subnet-env").orElse(guide.subnetEnv()),
        at.apply("state").orElse(guide.state()));
  }

  private static DockerSpec docker(@Nullable Fields section) {
    Optional<Fields> fields = Optional.ofNullable(section);
    return new DockerSpec(
        fields
            .flatMap(docker -> docker.get("unit"))
            .flatMap(
                value ->
                    value.parsed(
                        text -> Optional.of(text).filter(t -> SERVICE.matcher(t).matches()),
                        "unit-invalid"))
            .orElse(DOCKER_UNIT),
        fields
            .flatMap(docker -> docker.get("style"))
            .flatMap(value -> value.choice(DockerSpec.Style.class))
            .orElse(DockerSpec.Style.DROP_IN));
  }

  static Path defaultKnownHosts(LocalPaths paths) {
    return paths.home().resolve(".ssh").resolve("known_hosts");
  }
}

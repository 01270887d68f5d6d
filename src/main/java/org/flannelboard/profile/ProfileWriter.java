package org.flannelboard.profile;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.FlannelRelease;
import org.flannelboard.cluster.FlannelRelease.Tarball;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.jspecify.annotations.Nullable;

/**
 * A profile as a {@code cluster.yaml} that reads back as the same profile.
 *
 * <p>Equal profiles give equal text. What all nodes have in common is said once; what has its
 * default value is left out where the guide does not speak of it.
 */
public final class ProfileWriter {

  private final LocalPaths paths;
  private final StringBuilder out = new StringBuilder();

  ProfileWriter(LocalPaths paths) {
    this.paths = paths;
  }

  /**
   * The document.
   *
   * @param file where it will be: paths below its folder are written relative to it
   * @param home paths below this folder are written with {@code ~}
   */
  public static String write(ClusterProfile profile, Path file, Path home) {
    Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a folder is no file");
    ProfileWriter writer = new ProfileWriter(new LocalPaths(folder, home));
    writer.profile(profile);
    return writer.out.toString();
  }

  /** The document as the bytes of its file. */
  public static byte[] bytes(ClusterProfile profile, Path file, Path home) {
    return write(profile, file, home).getBytes(StandardCharsets.UTF_8);
  }

  private void profile(ClusterProfile profile) {
    line("version: " + ProfileReader.VERSION);
    line("name: " + YamlText.text(profile.name()));
    Map<String, String> common = commonSsh(profile);
    section("ssh", common);
    nodes(profile.nodes(), common);
    etcd(profile.etcd());
    network(profile.network(), profile.sizeReason());
    flannel(profile.flannel());
    certificates(profile.certificates());
    paths(profile.paths());
    Map<String, String> docker = new LinkedHashMap<>();
    docker.put("unit", YamlText.text(profile.docker().unit()));
    docker.put("style", Value.spelling(profile.docker().style()));
    section("docker", docker);
  }

  private Map<String, String> commonSsh(ClusterProfile profile) {
    Map<String, String> common = new LinkedHashMap<>();
    if (!profile.knownHosts().equals(ProfileReader.defaultKnownHosts(paths))) {
      common.put("known-hosts", path(profile.knownHosts()));
    }
    List<Map<String, String>> all = profile.nodes().stream().map(node -> ssh(node.ssh())).toList();
    if (!all.isEmpty()) {
      all.getFirst()
          .forEach(
              (key, value) -> {
                if (all.stream().allMatch(one -> value.equals(one.get(key)))) {
                  common.put(key, value);
                }
              });
    }
    return common;
  }

  /** All but the address, without what has its default value. */
  Map<String, String> ssh(SshAccess ssh) {
    Map<String, String> members = new LinkedHashMap<>();
    if (ssh.port() != SshAccess.DEFAULT_PORT) {
      members.put("port", String.valueOf(ssh.port()));
    }
    if (!ssh.user().equals(SshReader.DEFAULT_USER)) {
      members.put("user", YamlText.text(ssh.user()));
    }
    if (!ssh.identities().isEmpty()) {
      members.put("identity", identities(ssh.identities()));
    }
    if (!ssh.jumps().isEmpty()) {
      members.put(
          "jump",
          ssh.jumps().stream()
              .map(hop -> jump(hop, ssh))
              .collect(Collectors.joining(", ", "[", "]")));
    }
    if (ssh.sudo() != SudoMode.AUTO) {
      members.put("sudo", Value.spelling(ssh.sudo()));
    }
    return members;
  }

  private String jump(SshAccess.Jump hop, SshAccess behind) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("address", YamlText.text(hop.address()));
    if (hop.port() != SshAccess.DEFAULT_PORT) {
      members.put("port", String.valueOf(hop.port()));
    }
    members.put("user", YamlText.text(hop.user()));
    if (!hop.identities().equals(behind.identities())) {
      members.put("identity", identities(hop.identities()));
    }
    return braces(members);
  }

  private String identities(List<Path> identities) {
    return identities.size() == 1
        ? path(identities.getFirst())
        : YamlText.list(identities.stream().map(paths::express).toList());
  }

  private void nodes(List<NodeSpec> nodes, Map<String, String> common) {
    line("");
    line(nodes.isEmpty() ? "nodes: []" : "nodes:");
    for (NodeSpec node : nodes) {
      line("  - name: " + YamlText.text(node.id().name()));
      line("    ip: " + node.ip());
      Map<String, String> own = new LinkedHashMap<>();
      if (!node.ssh().address().equals(node.ip().toString())) {
        own.put("address", YamlText.text(node.ssh().address()));
      }
      ssh(node.ssh())
          .forEach(
              (key, value) -> {
                if (!common.containsKey(key)) {
                  own.put(key, value);
                }
              });
      if (!own.isEmpty()) {
        line("    ssh: " + braces(own));
      }
    }
  }

  private void etcd(EtcdSpec etcd) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("api", Value.spelling(etcd.api()));
    members.put("endpoints", YamlText.list(etcd.endpoints().stream().map(URI::toString).toList()));
    members.put("prefix", YamlText.text(etcd.prefix()));
    members.put("route", Value.spelling(etcd.route()));
    EtcdSpec.ClientFiles client = etcd.client();
    if (client != null) {
      members.put("client", client(client));
    }
    section("etcd", members);
  }

  String client(EtcdSpec.ClientFiles client) {
    Map<String, String> files = new LinkedHashMap<>();
    files.put("ca", file(client.ca()));
    files.put("certificate", file(client.certificate()));
    files.put("key", file(client.key()));
    return braces(files);
  }

  private void network(NetworkConfig network, @Nullable String reason) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("cidr", network.network().toString());
    members.put("subnet-length", String.valueOf(network.subnetLen()));
    if (network.subnetMin() != null) {
      members.put("subnet-min", network.subnetMin().toString());
    }
    if (network.subnetMax() != null) {
      members.put("subnet-max", network.subnetMax().toString());
    }
    members.put("backend", backend(network.backend()));
    if (reason != null) {
      members.put("reason", YamlText.text(reason));
    }
    section("network", members);
  }

  static String backend(Backend backend) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("type", YamlText.text(backend.type()));
    backend
        .options()
        .forEach((key, value) -> members.put(YamlText.text(key), YamlText.scalar(value)));
    return braces(members);
  }

  private void flannel(FlannelRelease flannel) {
    Map<String, String> tarball = new LinkedHashMap<>();
    switch (flannel.tarball()) {
      case Tarball.OnDisk(Path file, var sha256) -> {
        tarball.put("file", path(file));
        if (sha256 != null) {
          tarball.put("sha256", '"' + sha256.sha256() + '"');
        }
      }
      case Tarball.Download(URI url, var sha256) -> {
        tarball.put("url", YamlText.text(url.toString()));
        tarball.put("sha256", '"' + sha256.sha256() + '"');
      }
    }
    Map<String, String> members = new LinkedHashMap<>();
    members.put("version", flannel.version().toString());
    members.put("tarball", braces(tarball));
    members.put("ip-masq", String.valueOf(flannel.ipMasq()));
    members.put("options", YamlText.list(flannel.extraOptions()));
    section("flannel", members);
  }

  private void certificates(CertificateSpec certificates) {
    CertificateSpec.Request request = certificates.request();
    Map<String, String> key = new LinkedHashMap<>();
    key.put("algo", YamlText.text(request.key().algorithm()));
    key.put("size", String.valueOf(request.key().size()));
    Map<String, String> wanted = new LinkedHashMap<>();
    wanted.put("cn", YamlText.text(request.commonName()));
    wanted.put("hosts", YamlText.list(request.hosts()));
    wanted.put("key", braces(key));
    wanted.put(
        "names",
        request.names().stream()
            .map(ProfileWriter::attributes)
            .collect(Collectors.joining(", ", "[", "]")));
    Map<String, String> members = new LinkedHashMap<>();
    members.put("ca", ca(certificates.ca()));
    members.put("profile", YamlText.text(certificates.profile()));
    members.put("request", braces(wanted));
    section("certificates", members);
  }

  private String ca(CertificateSpec.Ca ca) {
    Map<String, String> members = new LinkedHashMap<>();
    Optional<NodeId> node = onlyNode(List.of(ca.certificate(), ca.key(), ca.config()));
    node.ifPresent(id -> members.put("node", YamlText.text(id.name())));
    Function<FileRef, String> spelled =
        file ->
            node.isPresent() && file instanceof FileRef.OnNode on
                ? YamlText.text(on.path().text())
                : file(file);
    members.put("certificate", spelled.apply(ca.certificate()));
    members.put("key", spelled.apply(ca.key()));
    members.put("config", spelled.apply(ca.config()));
    return braces(members);
  }

  private static Optional<NodeId> onlyNode(List<FileRef> files) {
    List<NodeId> nodes = new ArrayList<>();
    for (FileRef file : files) {
      switch (file) {
        case FileRef.OnNode on -> nodes.add(on.node());
        case FileRef.Local _ -> {
          return Optional.empty();
        }
      }
    }
    return nodes.stream().distinct().count() == 1
        ? Optional.of(nodes.getFirst())
        : Optional.empty();
  }

  private static String attributes(Map<String, String> names) {
    Map<String, String> members = new LinkedHashMap<>();
    Stream.concat(CertificateReader.ATTRIBUTES.stream(), names.keySet().stream().sorted())
        .filter(names::containsKey)
        .forEach(key -> members.put(key, YamlText.text(String.valueOf(names.get(key)))));
    return braces(members);
  }

  private void paths(Paths files) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("binaries", YamlText.text(files.binaries().text()));
    members.put("ssl", YamlText.text(files.ssl().text()));
    members.put("options", YamlText.text(files.options().text()));
    members.put("unit", YamlText.text(files.unit().text()));
    members.put("etcd-ca", YamlText.text(files.etcdCa().text()));
    members.put("docker-options", YamlText.text(files.dockerOptions().text()));
    members.put("subnet-env", YamlText.text(files.subnetEnv().text()));
    members.put("state", YamlText.text(files.state().text()));
    section("paths", members);
  }

  private String file(FileRef file) {
    return switch (file) {
      case FileRef.Local(Path path) -> path(path);
      case FileRef.OnNode(var node, var path) ->
          "{ node: " + YamlText.text(node.name()) + ", path: " + YamlText.text(path.text()) + " }";
    };
  }

  private String path(Path path) {
    return YamlText.text(paths.express(path));
  }

  static String braces(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> member.getKey() + ": " + member.getValue())
        .collect(Collectors.joining(", ", "{ ", " }"));
  }

  private void section(String name, Map<String, String> members) {
    if (!members.isEmpty()) {
      line("");
      line(name + ":");
      members.forEach((key, value) -> line("  " + key + ": " + value));
    }
  }

  private void line(String text) {
    out.append(text).append('\n');
  }
}

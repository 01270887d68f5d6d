package org.flannelboard.profile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.CertificateSpec.Ca;
import org.flannelboard.cluster.CertificateSpec.Request;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.jspecify.annotations.Nullable;

/** The {@code certificates} section, and references to files here or on a node. */
final class CertificateReader {

  static final String CA_CERTIFICATE = "/etc/kubernetes/ssl/ca.pem";
  static final String CA_KEY = "/etc/kubernetes/ssl/ca-key.pem";
  static final String CA_CONFIG = "/etc/kubernetes/ssl/ca-config.json";
  static final String PROFILE = "kubernetes";

  /** The attributes cfssl knows, in the order in which it puts them into a subject. */
  static final List<String> ATTRIBUTES = List.of("C", "ST", "L", "O", "OU");

  private static final List<String> ALGORITHMS = List.of("rsa", "ecdsa");

  private final LocalPaths paths;
  private final NodeId first;

  /**
   * @param first the node that has the CA unless the document says otherwise, as in the guide
   */
  CertificateReader(LocalPaths paths, NodeId first) {
    this.paths = paths;
    this.first = first;
  }

  /** The guide's request: {@code flannel-csr.json}. */
  static Request guideRequest() {
    return new Request(
        "flanneld",
        List.of(),
        new CertificateSpec.Key("rsa", 2048),
        List.of(Map.of("C", "CN", "ST", "Fuzhou", "L", "Fujian", "O", "k8s", "OU", "System")));
  }

  CertificateSpec read(@Nullable Fields section) {
    if (section == null) {
      return new CertificateSpec(guideCa(first), PROFILE, guideRequest());
    }
    return new CertificateSpec(
        section
            .get("ca")
            .flatMap(value -> value.mapping(List.of("node", "certificate", "key", "config")))
            .map(this::ca)
            .orElse(guideCa(first)),
        section.get("profile").flatMap(Value::line).orElse(PROFILE),
        section
            .get("request")
            .flatMap(value -> value.mapping(List.of("cn", "hosts", "key", "names")))
            .map(CertificateReader::request)
            .orElse(guideRequest()));
  }

  private static Ca guideCa(NodeId node) {
    return new Ca(onNode(node, CA_CERTIFICATE), onNode(node, CA_KEY), onNode(node, CA_CONFIG));
  }

  /** On a node the guide's paths are the default; here each file must be named. */
  private Ca ca(Fields fields) {
    if (fields.has("node")) {
      NodeId node = fields.get("node").flatMap(CertificateReader::nodeId).orElse(first);
      return new Ca(
          fields.get("certificate").map(v -> file(v, node)).orElse(onNode(node, CA_CERTIFICATE)),
          fields.get("key").map(v -> file(v, node)).orElse(onNode(node, CA_KEY)),
          fields.get("config").map(v -> file(v, node)).orElse(onNode(node, CA_CONFIG)));
    }
    return new Ca(
        requireFile(fields, "certificate"),
        requireFile(fields, "key"),
        requireFile(fields, "config"));
  }

  FileRef requireFile(Fields fields, String key) {
    return fields.require(key).map(value -> file(value, null)).orElse(standIn());
  }

  /**
   * A file.
   *
   * @param node where a bare path is; null for this machine
   */
  private FileRef file(Value value, @Nullable NodeId node) {
    Optional<? extends FileRef> file;
    if (value.isMapping()) {
      file = value.mapping(List.of("node", "path")).flatMap(CertificateReader::onNode);
    } else if (node == null) {
      file = value.parsed(paths::resolve, "path-invalid").map(FileRef.Local::new);
    } else {
      file = remotePath(value).map(path -> new FileRef.OnNode(node, path));
    }
    return file.isPresent() ? file.get() : standIn();
  }

  private static Optional<FileRef> onNode(Fields fields) {
    Optional<NodeId> node = fields.require("node").flatMap(CertificateReader::nodeId);
    Optional<RemotePath> path = fields.require("path").flatMap(CertificateReader::remotePath);
    return node.flatMap(n -> path.map(p -> new FileRef.OnNode(n, p)));
  }

  private static FileRef onNode(NodeId node, String path) {
    return new FileRef.OnNode(node, RemotePath.of(path));
  }

  private FileRef standIn() {
    return new FileRef.Local(paths.folder());
  }

  static Optional<RemotePath> remotePath(Value value) {
    return value.parsed(
        text -> Optional.of(text).filter(RemotePath::isValid).map(RemotePath::of),
        "remote-path-invalid");
  }

  static Optional<NodeId> nodeId(Value value) {
    return value.parsed(
        text -> Optional.of(text).filter(NodeId::isValid).map(NodeId::new), "node-name-invalid");
  }

  private static Request request(Fields fields) {
    Request guide = guideRequest();
    return new Request(
        fields.get("cn").flatMap(Value::line).orElse(guide.commonName()),
        fields.get("hosts").map(CertificateReader::lines).orElse(guide.hosts()),
        fields
            .get("key")
            .flatMap(value -> value.mapping(List.of("algo", "size")))
            .map(CertificateReader::key)
            .orElse(guide.key()),
        fields.get("names").map(CertificateReader::names).orElse(guide.names()));
  }

  static List<String> lines(Value list) {
    List<String> lines = new ArrayList<>();
    for (Value element : list.list()) {
      element.line().ifPresent(lines::add);
    }
    return lines;
  }

  private static CertificateSpec.Key key(Fields fields) {
    String algorithm =
        fields
            .require("algo")
            .flatMap(
                value ->
                    value
                        .text()
                        .flatMap(
                            text ->
                                ALGORITHMS.contains(text)
                                    ? Optional.of(text)
                                    : value.refuseChoice(String.join(", ", ALGORITHMS))))
            .orElse("rsa");
    return new CertificateSpec.Key(
        algorithm,
        fields.require("size").flatMap(value -> value.integer(1, Integer.MAX_VALUE)).orElse(2048));
  }

  private static List<Map<String, String>> names(Value list) {
    List<Map<String, String>> names = new ArrayList<>();
    for (Value element : list.list()) {
      element.mapping(ATTRIBUTES).map(CertificateReader::attributes).ifPresent(names::add);
    }
    return names;
  }

  private static Map<String, String> attributes(Fields fields) {
    Map<String, String> attributes = new LinkedHashMap<>();
    for (String key : fields.keys()) {
      fields.get(key).flatMap(Value::line).ifPresent(text -> attributes.put(key, text));
    }
    return attributes;
  }
}

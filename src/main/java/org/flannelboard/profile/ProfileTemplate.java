package org.flannelboard.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;

/**
 * A commented profile to begin with: the guide's values where nothing better is known.
 *
 * @param name how people call the cluster
 * @param nodes names and addresses
 * @param endpoints etcd's client URLs
 * @param prefix flannel's key prefix in etcd
 * @param cidr flannel's network
 */
public record ProfileTemplate(
    String name, List<Node> nodes, List<String> endpoints, String prefix, Cidr cidr) {

  /** A node of the cluster. */
  public record Node(NodeId id, Ipv4Address ip) {}

  /** An etcd cluster of three survives the loss of one; the guide has three. */
  private static final int ETCD_MEMBERS = 3;

  /** The line that shows the default of the API. */
  static final String API =
      "  # api: auto                       # auto (what the flannel release reads), v2, v3";

  private static final String GUIDE_PREFIX_LENGTH = "/16";

  public ProfileTemplate {
    nodes = List.copyOf(nodes);
    endpoints = List.copyOf(endpoints);
  }

  /** The guide's cluster: four nodes, etcd on the first three. */
  public static ProfileTemplate guide(String name) {
    List<Node> nodes = new ArrayList<>();
    for (int i = 1; i <= 4; i++) {
      nodes.add(new Node(new NodeId("vm0" + i), Ipv4Address.of("172.16.16.8" + i)));
    }
    return of(name, nodes, List.of("https://vm01:2379", "https://vm02:2379", "https://vm03:2379"));
  }

  /** A cluster of these nodes, with etcd supposed on the first of them. */
  public static ProfileTemplate of(String name, List<Node> nodes) {
    int members = nodes.size() < ETCD_MEMBERS ? 1 : ETCD_MEMBERS;
    return of(
        name,
        nodes,
        nodes.stream().limit(members).map(node -> "https://" + node.ip() + ":2379").toList());
  }

  /** A cluster of these nodes and endpoints, the rest as in the guide. */
  public static ProfileTemplate of(String name, List<Node> nodes, List<String> endpoints) {
    return new ProfileTemplate(
        name, nodes, endpoints, ProfileReader.PREFIX, ProfileReader.guideNetwork().network());
  }

  /** The document. */
  public String text() {
    String nodeLines =
        nodes.stream()
            .map(node -> "  - name: " + YamlText.text(node.id().name()) + "\n    ip: " + node.ip())
            .collect(Collectors.joining("\n"));
    return fill(
        Map.of(
            "NAME", YamlText.text(name),
            "NODES", nodes.isEmpty() ? "nodes: []" : "nodes:\n" + nodeLines,
            "ENDPOINTS", YamlText.list(endpoints),
            "PREFIX", YamlText.text(prefix),
            "ETCD", API,
            "CIDR", cidr.toString(),
            "SUBNET", "subnet-length: 24                 # each node gets one subnet of this size",
            "BACKEND", "{ type: vxlan }       ",
            "REASON", reason(cidr)));
  }

  /** The document's text with something in each of its places. */
  static String fill(Map<String, String> values) {
    String text = skeleton();
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  /** The line about the reason, which a network that is no /16 needs. */
  static String reason(Cidr network) {
    return network.toString().endsWith(GUIDE_PREFIX_LENGTH)
        ? "# reason: needed when cidr is not a /16"
        : "reason: \"\"   # why the network is not a /16, as the guide demands";
  }

  private static String skeleton() {
    try (InputStream in =
        Objects.requireNonNull(ProfileTemplate.class.getResourceAsStream("cluster.yaml"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("a file of the program itself cannot be read", e);
    }
  }
}

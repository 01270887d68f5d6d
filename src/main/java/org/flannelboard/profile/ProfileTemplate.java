package org.flannelboard.profile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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
    String reason =
        cidr.toString().endsWith(GUIDE_PREFIX_LENGTH)
            ? "# reason: needed when cidr is not a /16"
            : "reason: \"\"   # why the network is not a /16, as the guide demands";
    String nodeLines =
        nodes.stream()
            .map(node -> "  - name: " + YamlText.text(node.id().name()) + "\n    ip: " + node.ip())
            .collect(Collectors.joining("\n"));
    return skeleton()
        .replace("nodes:\n@NODES@", nodes.isEmpty() ? "nodes: []" : "nodes:\n" + nodeLines)
        .replace("@NAME@", YamlText.text(name))
        .replace("@ENDPOINTS@", YamlText.list(endpoints))
        .replace("@PREFIX@", YamlText.text(prefix))
        .replace("@CIDR@", cidr.toString())
        .replace("@REASON@", reason);
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

package org.flannelboard.profile;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.cluster.SshAccess;
import org.jspecify.annotations.Nullable;

/**
 * What another source says of a cluster: as much of a profile as it gives, and no value more.
 *
 * @param nodes the nodes it names
 * @param endpoints etcd's client URLs; empty when it names none
 * @param prefix flannel's key prefix; null when it does not say
 * @param network flannel's network; null when it does not say
 * @param api the API flannel's keys were found in; {@code AUTO} when nobody looked
 * @param client the client certificate etcd was asked with; null when there was none
 * @param problems what could not be taken over, or not as it stands
 */
public record ProfileDraft(
    List<Node> nodes,
    List<URI> endpoints,
    @Nullable String prefix,
    @Nullable NetworkConfig network,
    EtcdSpec.ApiChoice api,
    EtcdSpec.@Nullable ClientFiles client,
    List<FileProblem> problems) {

  public ProfileDraft {
    nodes = List.copyOf(nodes);
    endpoints = List.copyOf(endpoints);
    problems = List.copyOf(problems);
  }

  /**
   * A node.
   *
   * @param ip its address on the underlay; null when the source gives a name alone
   * @param ssh how it is reached
   */
  public record Node(NodeId id, @Nullable Ipv4Address ip, SshAccess ssh) {}

  /** What a source says that knows of nodes alone. */
  static ProfileDraft ofNodes(List<Node> nodes, List<FileProblem> problems) {
    return new ProfileDraft(nodes, List.of(), null, null, EtcdSpec.ApiChoice.AUTO, null, problems);
  }

  /** What an {@code env.sh} says. */
  public static ProfileDraft of(EnvShImport env, Path file) {
    return new ProfileDraft(
        env.nodes().stream().map(node -> node(node.id(), node.ip())).toList(),
        env.endpoints(),
        env.prefix(),
        env.cidr() == null
            ? null
            : NetworkConfig.of(
                env.cidr(),
                ProfileReader.guideNetwork().subnetLen(),
                ProfileReader.guideNetwork().backend()),
        EtcdSpec.ApiChoice.AUTO,
        null,
        env.problems().stream().map(problem -> new FileProblem(file, problem)).toList());
  }

  /** A node of which nothing is known but its address: reached there, in the profile's own way. */
  public static Node node(NodeId id, Ipv4Address ip) {
    return new Node(id, ip, SshReader.plain(ip.toString()));
  }

  /** What a whole profile needs beside this, each with its path into the file. */
  public List<Problem> missing() {
    List<Problem> missing = new ArrayList<>();
    if (nodes.isEmpty()) {
      missing.add(Problem.error("nodes", "draft-nodes-missing", Map.of()));
    }
    for (int i = 0; i < nodes.size(); i++) {
      if (nodes.get(i).ip() == null) {
        missing.add(
            Problem.error(
                "nodes[" + i + "].ip",
                "draft-ip-missing",
                Map.of("node", nodes.get(i).id().name())));
      }
    }
    if (endpoints.isEmpty()) {
      missing.add(Problem.error("etcd.endpoints", "draft-endpoints-missing", Map.of()));
    }
    if (prefix == null) {
      missing.add(Problem.error("etcd.prefix", "draft-prefix-missing", Map.of()));
    }
    if (network == null) {
      missing.add(Problem.error("network.cidr", "draft-network-missing", Map.of()));
    }
    return missing;
  }

  /**
   * A commented profile with these values. What is missing is left empty, with a remark, and the
   * file is refused until somebody fills it in.
   *
   * @param name how people call the cluster
   * @param file where it will be: paths below its folder are written relative to it
   * @param home paths below this folder are written with {@code ~}
   */
  public String text(String name, Path file, Path home) {
    return new DraftText(this, file, home).text(name);
  }
}

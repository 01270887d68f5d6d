package org.flannelboard.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Ipv4Address;
import org.jspecify.annotations.Nullable;

/**
 * Everything Flannelboard knows about a cluster before it asks: the content of {@code
 * cluster.yaml}.
 *
 * @param name how people call the cluster
 * @param nodes its nodes, in the order they are shown
 * @param knownHosts the OpenSSH known_hosts file that decides whom to trust
 * @param etcd where flannel's configuration and leases live
 * @param network the network to configure
 * @param sizeReason why {@code network} is not the /16 the guide demands; null when it is
 * @param flannel the release to install
 * @param certificates how flannel's certificate comes about
 * @param paths where files live on the nodes
 * @param docker how docker is taught the network
 */
public record ClusterProfile(
    String name,
    List<NodeSpec> nodes,
    Path knownHosts,
    EtcdSpec etcd,
    NetworkConfig network,
    @Nullable String sizeReason,
    FlannelRelease flannel,
    CertificateSpec certificates,
    Paths paths,
    DockerSpec docker) {

  public ClusterProfile {
    nodes = List.copyOf(nodes);
  }

  /** The node of that name. */
  public Optional<NodeSpec> node(NodeId id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
  }

  /** The nodes' addresses among each other. */
  public List<Ipv4Address> nodeAddresses() {
    return nodes.stream().map(NodeSpec::ip).toList();
  }

  /** The etcd API flannel's keys belong in: the profile's word, else what the release reads. */
  public EtcdSpec.ApiChoice api() {
    return etcd.api() == EtcdSpec.ApiChoice.AUTO ? flannel.version().api() : etcd.api();
  }

  /** All that is wrong or doubtful with these values, each with its path into the file. */
  public List<Problem> validate() {
    return ProfileRules.check(this);
  }
}

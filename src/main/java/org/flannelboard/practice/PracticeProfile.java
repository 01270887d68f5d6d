package org.flannelboard.practice;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Cidr;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.DockerSpec;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.FlannelRelease;
import org.flannelboard.cluster.FlannelVersion;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;

/** The profile of a practice cluster: the guide's own values. */
final class PracticeProfile {

  static final String TARBALL = "practice-flannel-v0.10.0.tar.gz";

  private PracticeProfile() {}

  static ClusterProfile of(PracticeLab lab, Path folder) {
    List<NodeSpec> nodes = lab.specs();
    List<URI> endpoints =
        nodes.stream()
            .limit(GuideStart.ETCD_MEMBERS)
            .map(node -> URI.create("https://" + node.id() + ":2379"))
            .toList();
    return new ClusterProfile(
        "practice",
        nodes,
        folder.resolve("known_hosts"),
        new EtcdSpec(
            EtcdSpec.ApiChoice.AUTO, endpoints, "/kubernetes/network", EtcdSpec.Route.AUTO, null),
        network(),
        null,
        new FlannelRelease(
            new FlannelVersion(0, 10, 0),
            new FlannelRelease.Tarball.OnDisk(folder.resolve(TARBALL), null),
            false,
            List.of()),
        certificates(nodes.getFirst()),
        Paths.guide(),
        new DockerSpec(GuideStart.DOCKER, DockerSpec.Style.DROP_IN));
  }

  /** The guide's network: 255 subnets, one for each node of the largest lab. */
  private static NetworkConfig network() {
    return NetworkConfig.of(Cidr.of("10.253.0.0/16"), 24, Backend.vxlan());
  }

  private static CertificateSpec certificates(NodeSpec first) {
    RemotePath ssl = RemotePath.of("/etc/kubernetes/ssl");
    return new CertificateSpec(
        new CertificateSpec.Ca(
            new FileRef.OnNode(first.id(), ssl.child("ca.pem")),
            new FileRef.OnNode(first.id(), ssl.child("ca-key.pem")),
            new FileRef.OnNode(first.id(), ssl.child("ca-config.json"))),
        "kubernetes",
        new CertificateSpec.Request(
            "flanneld",
            List.of(),
            new CertificateSpec.Key("rsa", 2048),
            List.of(Map.of("C", "CN", "L", "Fujian", "ST", "Fuzhou", "O", "k8s", "OU", "System"))));
  }
}

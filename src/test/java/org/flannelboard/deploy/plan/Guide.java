package org.flannelboard.deploy.plan;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.DockerSpec;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.FlannelRelease;
import org.flannelboard.cluster.FlannelVersion;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;

/** The guide's cluster as a profile, with variations. */
final class Guide {

  static final NodeSpec VM01 = node(1);

  private Guide() {}

  static NodeSpec node(int number) {
    String ip = "172.16.16." + (80 + number);
    return new NodeSpec(
        new NodeId("vm0" + number),
        Ipv4Address.of(ip),
        new SshAccess(ip, 22, "root", List.of(), List.of(), SudoMode.AUTO));
  }

  static ClusterProfile profile() {
    return profile(Paths.guide(), DockerSpec.Style.DROP_IN, false, List.of(), "https");
  }

  static ClusterProfile inPlace() {
    return profile(Paths.guide(), DockerSpec.Style.IN_PLACE, false, List.of(), "https");
  }

  static ClusterProfile profile(
      Paths paths, DockerSpec.Style style, boolean ipMasq, List<String> extra, String scheme) {
    List<URI> endpoints =
        List.of("vm01", "vm02", "vm03").stream()
            .map(host -> URI.create(scheme + "://" + host + ":2379"))
            .toList();
    return new ClusterProfile(
        "guide",
        List.of(node(1), node(2), node(3), node(4)),
        Path.of("known_hosts"),
        new EtcdSpec(
            EtcdSpec.ApiChoice.AUTO, endpoints, "/kubernetes/network", EtcdSpec.Route.AUTO, null),
        NetworkConfig.of(Cidr.of("10.253.0.0/16"), 24, Backend.vxlan()),
        null,
        new FlannelRelease(
            new FlannelVersion(0, 10, 0),
            new FlannelRelease.Tarball.OnDisk(Path.of("flannel.tar.gz"), null),
            ipMasq,
            extra),
        certificates(),
        paths,
        new DockerSpec("docker.service", style));
  }

  private static CertificateSpec certificates() {
    RemotePath ssl = RemotePath.of("/etc/kubernetes/ssl");
    return new CertificateSpec(
        new CertificateSpec.Ca(
            new FileRef.OnNode(VM01.id(), ssl.child("ca.pem")),
            new FileRef.OnNode(VM01.id(), ssl.child("ca-key.pem")),
            new FileRef.OnNode(VM01.id(), ssl.child("ca-config.json"))),
        "kubernetes",
        new CertificateSpec.Request(
            "flanneld",
            List.of(),
            new CertificateSpec.Key("rsa", 2048),
            List.of(Map.of("O", "k8s"))));
  }
}

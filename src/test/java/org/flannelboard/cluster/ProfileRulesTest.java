package org.flannelboard.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.EtcdSpec.ApiChoice;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProfileRulesTest {

  private static final NodeSpec VM01 = node("vm01", "172.16.16.81", "172.16.16.81");
  private static final NodeSpec VM02 = node("vm02", "172.16.16.82", "172.16.16.82");
  private static final String NO_REASON = "";

  @Test
  void theGuidesClusterKeepsThemAll() {
    assertThat(profile(List.of(VM01, VM02), "10.253.0.0/16", NO_REASON).validate()).isEmpty();
  }

  @Test
  void aProblemCarriesItsPathAndArguments() {
    NodeSpec again = node("vm01", "172.16.16.83", "172.16.16.81");

    assertThat(profile(List.of(VM01, VM02, again), "10.253.0.0/16", NO_REASON).validate())
        .containsExactly(
            Problem.error(
                "nodes[2].name", "node-name-twice", Map.of("value", "vm01", "first", "vm01")),
            Problem.error(
                "nodes[2].ssh.address",
                "node-ssh-twice",
                Map.of("value", "172.16.16.81:22", "first", "vm01")));
  }

  @Test
  void nothingIsSaidAboutStandInsNorInferredFromThem() {
    NodeSpec again = node("vm01", "172.16.16.81", "172.16.16.81");
    ClusterProfile profile = profile(List.of(VM01, again), "172.16.0.0/15", NO_REASON);

    assertThat(codes(ProfileRules.check(profile, Set.of())))
        .containsExactly(
            "node-name-twice",
            "node-ip-twice",
            "network-reason-missing",
            "network-covers-node",
            "network-covers-node");
    assertThat(codes(ProfileRules.check(profile, Set.of("nodes[1].name", "network.cidr"))))
        .containsExactly("node-ip-twice");
    assertThat(codes(ProfileRules.check(profile, Set.of("network")))).hasSize(2);
    assertThat(codes(ProfileRules.check(profile, Set.of("nodes[1].ip"))))
        .containsExactly("node-name-twice", "network-reason-missing");
  }

  @ParameterizedTest
  @CsvSource({
    "/kubernetes/network, true",
    "/a, true",
    "/_hidden/x.y-z, true",
    "kubernetes, false",
    "/, false",
    "/a/, false",
    "/a//b, false",
    "/a b, false",
    "/a/../b, false",
    "/a?b, false",
    "/网络, false"
  })
  void aPrefixIsPlainWordsAfterSlashes(String prefix, boolean good) {
    EtcdSpec etcd =
        new EtcdSpec(
            ApiChoice.AUTO,
            List.of(URI.create("https://vm01:2379")),
            prefix,
            EtcdSpec.Route.AUTO,
            null);

    assertThat(codes(profile(etcd, "0.10.0").validate()))
        .isEqualTo(good ? List.of() : List.of("etcd-prefix-invalid"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://vm01:2379, true",
    "https://vm01:2379/, true",
    "https://[fd00::1]:2379, true",
    "https://vm01, false",
    "https://vm01:0, false",
    "https://vm01:65536, false",
    "https://vm01:2379/v2, false",
    "https://vm01:2379?x, false",
    "https://vm_01:2379, false",
    "vm01:2379, false",
    "unix:///run/etcd.sock, false",
    "https:x, false"
  })
  void anEndpointIsSchemeHostAndPort(String endpoint, boolean good) {
    assertThat(codes(profile(etcd(ApiChoice.AUTO, endpoint), "0.10.0").validate()))
        .isEqualTo(good ? List.of() : List.of("etcd-endpoint-invalid"));
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, 0.10.0, ",
    "V2, 0.20.9, ",
    "V3, 0.20.9, flannel-reads-v2-only",
    "AUTO, 0.21.0, ",
    "V3, 0.21.0, ",
    "V2, 0.21.0, flannel-reads-v3-only"
  })
  void theApiIsTheOneTheReleaseReads(ApiChoice api, String version, @Nullable String code) {
    assertThat(codes(profile(etcd(api, "https://vm01:2379"), version).validate()))
        .isEqualTo(code == null ? List.of() : List.of(code));
  }

  @ParameterizedTest
  @CsvSource({
    "rsa, 2047, false",
    "rsa, 2048, true",
    "rsa, 8192, true",
    "rsa, 8193, false",
    "ecdsa, 256, true",
    "ecdsa, 384, true",
    "ecdsa, 521, true",
    "ecdsa, 512, false",
    "dsa, 2048, false"
  })
  void aKeyHasASizeThatItsKindHas(String algorithm, int size, boolean good) {
    CertificateSpec guide = certificates(new CertificateSpec.Key(algorithm, size));
    ClusterProfile profile =
        profile(
            List.of(VM01),
            etcd(ApiChoice.AUTO, "https://a:1"),
            "10.1.0.0/16",
            NO_REASON,
            "0.10.0",
            guide);

    assertThat(profile.validate().isEmpty()).isEqualTo(good);
  }

  @Test
  void aReasonForTheUsualSizeIsOnlyDoubtful() {
    assertThat(profile(List.of(VM01), "10.253.0.0/16", "because").validate())
        .containsExactly(
            Problem.warning(
                "network.reason", "network-reason-needless", Map.of("network", "10.253.0.0/16")));
  }

  @Test
  void aCaOnAnUnknownNodeIsNamedOnce() {
    assertThat(profile(List.of(VM02), "10.253.0.0/16", NO_REASON).validate())
        .containsExactly(
            Problem.error("certificates.ca.node", "node-unknown", Map.of("node", "vm01")));
  }

  private static List<String> codes(List<Problem> problems) {
    return problems.stream().map(Problem::code).toList();
  }

  private static NodeSpec node(String name, String ip, String address) {
    return new NodeSpec(
        new NodeId(name),
        Ipv4Address.of(ip),
        new SshAccess(address, 22, "root", List.of(), List.of(), SudoMode.AUTO));
  }

  private static EtcdSpec etcd(ApiChoice api, String endpoint) {
    return new EtcdSpec(
        api, List.of(URI.create(endpoint)), "/kubernetes/network", EtcdSpec.Route.AUTO, null);
  }

  private static ClusterProfile profile(List<NodeSpec> nodes, String network, String reason) {
    return profile(
        nodes,
        etcd(ApiChoice.AUTO, "https://vm01:2379"),
        network,
        reason,
        "0.10.0",
        certificates(new CertificateSpec.Key("rsa", 2048)));
  }

  private static ClusterProfile profile(EtcdSpec etcd, String version) {
    return profile(
        List.of(VM01, VM02),
        etcd,
        "10.253.0.0/16",
        NO_REASON,
        version,
        certificates(new CertificateSpec.Key("rsa", 2048)));
  }

  private static CertificateSpec certificates(CertificateSpec.Key key) {
    NodeId ca = VM01.id();
    return new CertificateSpec(
        new CertificateSpec.Ca(
            new FileRef.OnNode(ca, RemotePath.of("/ssl/ca.pem")),
            new FileRef.OnNode(ca, RemotePath.of("/ssl/ca-key.pem")),
            new FileRef.OnNode(ca, RemotePath.of("/ssl/ca-config.json"))),
        "kubernetes",
        new CertificateSpec.Request("flanneld", List.of(), key, List.of()));
  }

  private static ClusterProfile profile(
      List<NodeSpec> nodes,
      EtcdSpec etcd,
      String network,
      String reason,
      String version,
      CertificateSpec certificates) {
    return new ClusterProfile(
        "lab",
        nodes,
        Path.of("/known_hosts"),
        etcd,
        NetworkConfig.of(Cidr.of(network), 24, Backend.vxlan()),
        reason,
        new FlannelRelease(
            FlannelVersion.parse(version).orElseThrow(),
            new FlannelRelease.Tarball.OnDisk(Path.of("/flannel.tar.gz"), null),
            false,
            List.of()),
        certificates,
        Paths.guide(),
        new DockerSpec("docker.service", DockerSpec.Style.DROP_IN));
  }
}

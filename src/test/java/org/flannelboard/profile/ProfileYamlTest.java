package org.flannelboard.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Digest;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.CertificateSpec;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.DockerSpec;
import org.flannelboard.cluster.EtcdSpec;
import org.flannelboard.cluster.FileRef;
import org.flannelboard.cluster.FlannelRelease.Tarball;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ProfileYamlTest {

  private static final Path HOME = Path.of("/home/admin");
  private static final Path FILE = Path.of("/srv/lab/cluster.yaml");

  /** As short as a profile can be; eleven lines. */
  private static final String SHORTEST =
      """
      version: 1
      nodes:
        - name: vm01
          ip: 172.16.16.81
        - name: vm02
          ip: 172.16.16.82
      etcd:
        endpoints: [ "https://vm01:2379" ]
      flannel:
        version: 0.10.0
        tarball: { file: flannel.tar.gz }
      """;

  @Test
  void whatTheDocumentLeavesOutIsTheGuides() {
    ClusterProfile profile = loaded(SHORTEST);

    assertThat(profile.name()).isEqualTo("cluster");
    assertThat(profile.knownHosts()).isEqualTo(HOME.resolve(".ssh/known_hosts"));
    assertThat(profile.nodes().getFirst().ssh())
        .isEqualTo(new SshAccess("172.16.16.81", 22, "root", List.of(), List.of(), SudoMode.AUTO));
    assertThat(profile.etcd().prefix()).isEqualTo("/kubernetes/network");
    assertThat(profile.etcd().api()).isEqualTo(EtcdSpec.ApiChoice.AUTO);
    assertThat(profile.etcd().route()).isEqualTo(EtcdSpec.Route.AUTO);
    assertThat(profile.etcd().client()).isNull();
    assertThat(profile.network())
        .isEqualTo(NetworkConfig.of(Cidr.of("10.253.0.0/16"), 24, Backend.vxlan()));
    assertThat(profile.flannel().ipMasq()).isFalse();
    assertThat(profile.flannel().tarball())
        .isEqualTo(new Tarball.OnDisk(Path.of("/srv/lab/flannel.tar.gz"), null));
    assertThat(profile.certificates().ca().key())
        .isEqualTo(
            new FileRef.OnNode(
                new NodeId("vm01"), RemotePath.of("/etc/kubernetes/ssl/ca-key.pem")));
    assertThat(profile.certificates().request().key())
        .isEqualTo(new CertificateSpec.Key("rsa", 2048));
    assertThat(profile.paths()).isEqualTo(Paths.guide());
    assertThat(profile.docker())
        .isEqualTo(new DockerSpec("docker.service", DockerSpec.Style.DROP_IN));
  }

  @Test
  void everySectionIsUnderstood() throws IOException {
    ClusterProfile profile = loaded(resource("full.yaml"));

    assertThat(profile.name()).isEqualTo("lab");
    assertThat(profile.knownHosts()).isEqualTo(Path.of("/srv/lab/known_hosts"));
    SshAccess first = profile.nodes().getFirst().ssh();
    assertThat(first.identities())
        .containsExactly(Path.of("/srv/lab/keys/vm01"), HOME.resolve(".ssh/id_ed25519"));
    assertThat(first.jumps())
        .containsExactly(new SshAccess.Jump("bastion", 2200, "ops", first.identities()));
    SshAccess second = profile.nodes().get(1).ssh();
    assertThat(second)
        .isEqualTo(
            new SshAccess(
                "vm02.example.org",
                2222,
                "deploy",
                List.of(Path.of("/srv/lab/keys/admin")),
                List.of(
                    new SshAccess.Jump("outer", 22, "gate", List.of(Path.of("/srv/lab/keys/gate"))),
                    new SshAccess.Jump(
                        "fd00::1", 22, "deploy", List.of(Path.of("/srv/lab/keys/admin")))),
                SudoMode.ALWAYS));
    assertThat(profile.etcd().client())
        .isEqualTo(
            new EtcdSpec.ClientFiles(
                new FileRef.Local(Path.of("/srv/lab/ca.pem")),
                new FileRef.OnNode(new NodeId("vm01"), RemotePath.of("/etc/etcd/ssl/etcd.pem")),
                new FileRef.OnNode(new NodeId("vm01"), RemotePath.of("/etc/etcd/ssl/key.pem"))));
    assertThat(profile.network())
        .isEqualTo(
            new NetworkConfig(
                Cidr.of("10.253.0.0/17"),
                24,
                Ipv4Address.of("10.253.1.0"),
                Ipv4Address.of("10.253.100.0"),
                new Backend(
                    "vxlan",
                    new TreeMap<>(Map.of("VNI", 7, "Port", 4789, "DirectRouting", true)))));
    assertThat(profile.sizeReason()).isEqualTo("The other half belongs to the old data centre.");
    assertThat(profile.flannel().tarball())
        .isInstanceOfSatisfying(
            Tarball.Download.class,
            download -> assertThat(download.sha256()).isEqualTo(new Digest("0a".repeat(32))));
    assertThat(profile.flannel().extraOptions()).containsExactly("-v=2", "-iface=eth1");
    assertThat(profile.certificates().request().names())
        .containsExactly(Map.of("C", "CN", "O", "k8s"), Map.of("OU", "Netzwerk 网络"));
    assertThat(profile.docker())
        .isEqualTo(new DockerSpec("docker@1.service", DockerSpec.Style.IN_PLACE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void eachMistakeIsNamedWithItsPlace(String what, String document, List<String> problems) {
    ProfileOutcome outcome = parse(document);

    assertThat(outcome).isInstanceOf(ProfileOutcome.Refused.class);
    assertThat(((ProfileOutcome.Refused) outcome).problems().stream().map(ProfileYamlTest::brief))
        .containsExactlyElementsOf(problems);
  }

  static Stream<Arguments> malformed() {
    return Stream.of(
        bad("no bytes", "", "1:1  profile-empty {}"),
        bad("comments alone", "# nothing\n", "1:1  profile-empty {}"),
        bad("null", "~\n", "1:1  mapping-expected {value=~}"),
        bad("a list", "- a\n", "1:1  mapping-expected {value=[…]}"),
        bad("text", "hello\n", "1:1  mapping-expected {value=hello}"),
        bad("two documents", SHORTEST + "---\na: 1\n", "13:1  yaml-several-documents {}"),
        bad(
            "a tab",
            "version: 1\nnodes:\n\t- a\n",
            "3:1  yaml-syntax {what=found character '\\t(TAB)' that cannot start any token. (Do"
                + " not use \\t(TAB) for indentation)}"),
        bad(
            "an open bracket",
            "version: 1\nnodes: [ a\nb: c\n",
            "3:2  yaml-syntax {what=expected ',' or ']', but got :}"),
        bad(
            "a control character",
            "version: 1\nname: a\u0007b\n",
            "2:8  yaml-character" + " {character=U+0007}"),
        bad(
            "another version",
            "version: 2\nclusters: []\n",
            "1:10 version profile-version-unsupported {supported=1, version=2}"),
        bad(
            "a quoted version",
            SHORTEST.replace("version: 1", "version: \"1\""),
            "1:10 version integer-expected {value=1}"),
        bad(
            "no version",
            SHORTEST.replace("version: 1\n", ""),
            "1:1 version key-missing {key=version}"),
        bad(
            "nothing but a version",
            "version: 1\n",
            "1:1 nodes key-missing {key=nodes}",
            "1:1 etcd key-missing {key=etcd}",
            "1:1 flannel key-missing {key=flannel}"),
        bad(
            "a misspelled key",
            with("nodes:", "nodse:"),
            "1:1 nodes key-missing {key=nodes}",
            "2:1 nodse key-misspelled {key=nodse, nearest=nodes}"),
        bad(
            "another tool's spelling",
            SHORTEST + "network: { subnetLen: 24 }\n",
            "12:12 network.subnetLen key-misspelled {key=subnetLen, nearest=subnet-length}"),
        bad(
            "an unknown key",
            SHORTEST + "docker: { colour: red }\n",
            "12:11 docker.colour key-unknown {key=colour, known=unit, style}"),
        bad(
            "a password",
            SHORTEST + "ssh: { password: hunter2 }\n",
            "12:8 ssh.password key-secret {key=password}"),
        bad(
            "a passphrase of a node",
            with("ip: 172.16.16.82", "ip: 172.16.16.82\n    ssh: { key-passphrase: x }"),
            "7:12 nodes[1].ssh.key-passphrase key-secret {key=key-passphrase}"),
        bad(
            "a key twice",
            SHORTEST + "version: 1\n",
            "12:1 version key-twice {key=version, line=1}"),
        bad("a key that is a list", SHORTEST + "? [a]\n: b\n", "12:3  key-not-text {}"),
        bad("an empty section", SHORTEST + "docker:\n", "12:8 docker value-missing {key=docker}"),
        bad(
            "a section of text",
            SHORTEST + "docker: overlay\n",
            "12:9 docker mapping-expected {value=overlay}"),
        bad(
            "nodes as a mapping",
            with(
                "nodes:\n  - name: vm01\n    ip: 172.16.16.81\n  - name:"
                    + " vm02\n    ip: 172.16.16.82\n",
                "nodes: { vm01: 172.16.16.81 }\n"),
            "2:8 nodes list-expected {value={…}}"),
        bad(
            "a node of text",
            with("  - name: vm02\n    ip: 172.16.16.82\n", "  - vm02\n"),
            "5:5 nodes[1] mapping-expected {value=vm02}"),
        bad(
            "nodes of text before a name taken twice",
            with("  - name: vm02\n", "  - vm03\n  - vm04\n  - name: vm01\n"),
            "5:5 nodes[1] mapping-expected {value=vm03}",
            "6:5 nodes[2] mapping-expected {value=vm04}",
            "7:11 nodes[3].name node-name-twice {first=vm01, value=vm01}"),
        bad(
            "no nodes",
            with(
                "nodes:\n  - name: vm01\n    ip: 172.16.16.81\n  - name:"
                    + " vm02\n    ip: 172.16.16.82\n",
                "nodes: []\n"),
            "2:8 nodes nodes-none {}"),
        bad(
            "a name that is a number",
            with("name: vm02", "name: 2"),
            "5:11 nodes[1].name text-expected {value=2}"),
        bad(
            "a name with a blank",
            with("name: vm02", "name: vm 02"),
            "5:11 nodes[1].name node-name-invalid {value=vm 02}"),
        bad(
            "an address of three parts",
            with("172.16.16.82", "172.16.16"),
            "6:9 nodes[1].ip ipv4-invalid {value=172.16.16}"),
        bad(
            "the same name and address twice",
            with("vm02", "vm01").replace("172.16.16.82", "172.16.16.81"),
            "5:11 nodes[1].name node-name-twice {first=vm01, value=vm01}",
            "6:9 nodes[1].ip node-ip-twice {first=vm01, value=172.16.16.81}"),
        bad(
            "the same SSH server twice",
            with("ip: 172.16.16.82", "ip: 172.16.16.82\n    ssh: { address: 172.16.16.81 }"),
            "7:21 nodes[1].ssh.address node-ssh-twice {first=vm01, value=172.16.16.81:22}"),
        bad(
            "a port out of range",
            with("ip: 172.16.16.82", "ip: 172.16.16.82\n    ssh: { port: 70000 }"),
            "7:18 nodes[1].ssh.port integer-out-of-range {least=1, most=65535, value=70000}"),
        bad(
            "a port of many digits",
            SHORTEST + "ssh: { port: 99999999999 }\n",
            "12:14 ssh.port integer-out-of-range {least=1, most=65535, value=99999999999}"),
        bad(
            "a port in quotes",
            SHORTEST + "ssh: { port: \"22\" }\n",
            "12:14 ssh.port integer-expected {value=22}"),
        bad(
            "a wrong word",
            SHORTEST + "ssh: { sudo: yes }\n",
            "12:14 ssh.sudo choice-unknown {allowed=auto, always, never, value=yes}"),
        bad(
            "a jump without host",
            SHORTEST + "ssh: { jump: [ \"ops@:22\" ] }\n",
            "12:16 ssh.jump[0] jump-invalid {value=ops@:22}"),
        bad(
            "a jump without address",
            SHORTEST + "ssh: { jump: { port: 22 } }\n",
            "12:14 ssh.jump.address key-missing {key=address}"),
        bad(
            "another user's home",
            SHORTEST + "ssh: { known-hosts: ~ops/known_hosts }\n",
            "12:21 ssh.known-hosts path-invalid {value=~ops/known_hosts}"),
        bad(
            "a key instead of its file",
            SHORTEST + "ssh:\n  identity: |\n    -----BEGIN KEY-----\n    abc\n",
            "13:13 ssh.identity path-invalid {value=-----BEGIN KEY-----…}"),
        bad(
            "an endpoint that is no URL",
            with("https://vm01:2379", "https://vm 01:2379"),
            "8:16 etcd.endpoints[0] url-invalid {value=https://vm 01:2379}"),
        bad(
            "endpoints of many kinds",
            with(
                "[ \"https://vm01:2379\" ]",
                "[ vm01, \"ftp://vm01:1\", \"https://a:1\","
                    + " \"https://a:1\", \"https://u:p@a:1\", 5 ]"),
            "8:16 etcd.endpoints[0] etcd-endpoint-invalid {value=vm01}",
            "8:22 etcd.endpoints[1] etcd-endpoint-invalid {value=ftp://vm01:1}",
            "8:53 etcd.endpoints[3] etcd-endpoint-twice {value=https://a:1}",
            "8:68 etcd.endpoints[4] url-credentials {}",
            "8:87 etcd.endpoints[5] text-expected {value=5}"),
        bad(
            "http beside https",
            with("[ \"https://vm01:2379\" ]", "[ \"https://a:1\", \"http://b:1\" ]"),
            "8:14 etcd.endpoints etcd-endpoints-mixed {}"),
        bad(
            "no endpoints",
            with("[ \"https://vm01:2379\" ]", "[]"),
            "8:14 etcd.endpoints etcd-endpoints-none {}"),
        bad(
            "a prefix without slash",
            with("flannel:\n", "  prefix: kubernetes\nflannel:\n"),
            "9:11 etcd.prefix etcd-prefix-invalid {value=kubernetes}"),
        bad(
            "v3 with an old flannel",
            with("flannel:\n", "  api: v3\nflannel:\n"),
            "9:8 etcd.api flannel-reads-v2-only {version=0.10.0}"),
        bad(
            "v2 with a new flannel",
            with("flannel:\n", "  api: v2\nflannel:\n").replace("0.10.0", "v0.21.4"),
            "9:8 etcd.api flannel-reads-v3-only {version=0.21.4}"),
        bad(
            "client files incomplete",
            with("flannel:\n", "  client: { ca: a }\nflannel:\n"),
            "9:11 etcd.client.certificate key-missing {key=certificate}",
            "9:11 etcd.client.key key-missing {key=key}"),
        bad(
            "a network with host bits",
            SHORTEST + "network: { cidr: 10.253.1.0/16 }\n",
            "12:18 network.cidr cidr-host-bits {network=10.253.0.0/16, value=10.253.1.0/16}"),
        bad(
            "no network",
            SHORTEST + "network: { cidr: 10.253.0.0 }\n",
            "12:18 network.cidr cidr-invalid {value=10.253.0.0}"),
        bad(
            "a size without reason",
            SHORTEST + "network: { cidr: 10.0.0.0/8 }\n",
            "12:18 network.cidr network-reason-missing {network=10.0.0.0/8, prefix=16}"),
        bad(
            "a node inside the network",
            SHORTEST + "network: { cidr: 172.16.0.0/16 }\n",
            "12:18 network.cidr network-covers-node {address=172.16.16.81, network=172.16.0.0/16}",
            "12:18 network.cidr network-covers-node {address=172.16.16.82, network=172.16.0.0/16}"),
        bad(
            "etcd inside the network",
            (SHORTEST + "network: { cidr: 10.253.0.0/16 }\n")
                .replace("https://vm01", "https://10.253.7.1"),
            "12:18 network.cidr network-covers-etcd {address=10.253.7.1, network=10.253.0.0/16}"),
        bad(
            "more nodes than subnets",
            SHORTEST
                + "network: { subnet-length: 24, subnet-min: 10.253.9.0, subnet-max: 10.253.9.0"
                + " }\n",
            "12:27 network.subnet-length network-capacity {capacity=1, nodes=2}"),
        bad(
            "subnets that are too large",
            SHORTEST + "network: { subnet-length: 17 }\n",
            "12:27 network.subnet-length subnet-len-range {least=18, most=30, subnetLen=17}"),
        bad(
            "bounds outside the network and between subnets",
            SHORTEST + "network: { subnet-min: 10.252.1.0, subnet-max: 10.253.1.7 }\n",
            "12:24 network.subnet-min subnet-bound-outside {address=10.252.1.0,"
                + " network=10.253.0.0/16, subnetLen=24}",
            "12:48 network.subnet-max subnet-bound-unaligned {address=10.253.1.7,"
                + " network=10.253.0.0/16, subnetLen=24}"),
        bad(
            "options the backend does not have",
            SHORTEST + "network: { backend: { type: vxlan, VNI: 0, Port: high } }\n",
            "12:41 network.backend.VNI backend-option-range {least=1, most=16777215,"
                + " option=VNI, value=0}",
            "12:50 network.backend.Port backend-option-type {option=Port, value=high,"
                + " wanted=number}"),
        bad(
            "no such backend",
            SHORTEST + "network: { backend: { type: vxlam } }\n",
            "12:29 network.backend.type backend-unknown {known=ali-vpc, alloc, aws-vpc, extension,"
                + " gce, host-gw, ipip, ipsec, tencent-vpc, udp, vxlan, wireguard, type=vxlam}"),
        bad(
            "a list among the backend's options",
            SHORTEST + "network: { backend: { Type: vxlan, VNI: [1] } }\n",
            "12:29 network.backend.Type key-misspelled {key=Type, nearest=type}",
            "12:41 network.backend.VNI scalar-expected {value=[…]}"),
        bad(
            "a release that YAML reads as a number",
            with("0.10.0", "0.10"),
            "10:12 flannel.version flannel-version-number {value=0.10}"),
        bad(
            "a release of two parts",
            with("0.10.0", "\"0.10\""),
            "10:12 flannel.version flannel-version-invalid {value=0.10}"),
        bad(
            "a tarball nowhere",
            with("{ file: flannel.tar.gz }", "{ sha256: abc }"),
            "11:12 flannel.tarball tarball-nowhere {}",
            "11:22 flannel.tarball.sha256 sha256-invalid {value=abc}"),
        bad(
            "a tarball here and there",
            with("{ file: flannel.tar.gz }", "{ file: a, url: \"https://h/a\" }"),
            "11:12 flannel.tarball tarball-file-and-url {}"),
        bad(
            "a download without digest",
            with("{ file: flannel.tar.gz }", "{ url: \"http://h/a\" }"),
            "11:12 flannel.tarball.sha256 key-missing {key=sha256}",
            "11:19 flannel.tarball.url url-not-https {value=http://h/a}"),
        bad(
            "a boolean in words",
            SHORTEST + "  ip-masq: yes\n",
            "12:12 flannel.ip-masq boolean-expected {value=yes}"),
        bad(
            "options that are decided elsewhere",
            SHORTEST + "  options: [ -etcd-prefix=/x, \"-iface eth0\", v=2, -v=2 ]\n",
            "12:14 flannel.options[0] flannel-option-decided {key=etcd.prefix,"
                + " option=etcd-prefix}",
            "12:31 flannel.options[1] flannel-option-invalid {value=-iface eth0}",
            "12:46 flannel.options[2] flannel-option-invalid {value=v=2}"),
        bad(
            "a CA on no known node",
            SHORTEST + "certificates: { ca: { node: vm09 } }\n",
            "12:29 certificates.ca.node node-unknown {node=vm09}"),
        bad(
            "a CA of local files, one missing",
            SHORTEST + "certificates: { ca: { certificate: ca.pem, key: ca-key.pem } }\n",
            "12:21 certificates.ca.config key-missing {key=config}"),
        bad(
            "a small key",
            SHORTEST + "certificates: { request: { key: { algo: rsa, size: 1024 } } }\n",
            "12:52 certificates.request.key.size key-size-invalid {algorithm=rsa,"
                + " allowed=2048–8192, size=1024}"),
        bad(
            "an unknown algorithm and attribute",
            SHORTEST
                + "certificates: { request: { key: { algo: dsa, size: 1 }, names: [ { CN: x }"
                + " ] } }\n",
            "12:41 certificates.request.key.algo choice-unknown {allowed=rsa, ecdsa, value=dsa}",
            "12:68 certificates.request.names[0].CN key-unknown {key=CN, known=C, ST, L, O, OU}"),
        bad(
            "a relative path on the node",
            SHORTEST + "paths: { ssl: etc/ssl }\n",
            "12:15 paths.ssl remote-path-invalid {value=etc/ssl}"),
        bad(
            "a unit without suffix",
            SHORTEST + "docker: { unit: docker }\n",
            "12:17 docker.unit unit-invalid {value=docker}"),
        bad(
            "mistakes all over the document",
            """
            version: 1
            nodes:
              - name: vm01
                ip: 172.16.16.300
              - name: vm01
                ip: 172.16.16.82
                ssh: { prot: 22 }
            etcd:
              endpoints: "https://vm01:2379"
              prefix: /kubernetes/
            flannel:
              version: 0.10.0
            """,
            "4:9 nodes[0].ip ipv4-invalid {value=172.16.16.300}",
            "5:11 nodes[1].name node-name-twice {first=vm01, value=vm01}",
            "7:12 nodes[1].ssh.prot key-misspelled {key=prot, nearest=port}",
            "9:14 etcd.endpoints list-expected {value=https://vm01:2379}",
            "10:11 etcd.prefix etcd-prefix-invalid {value=/kubernetes/}",
            "12:3 flannel.tarball key-missing {key=tarball}"));
  }

  @Test
  void aWarningDoesNotStopTheWork() {
    ProfileOutcome outcome = parse(with("https://vm01", "http://vm01"));

    assertThat(outcome).isInstanceOf(ProfileOutcome.Loaded.class);
    assertThat(((ProfileOutcome.Loaded) outcome).warnings().stream().map(ProfileYamlTest::brief))
        .containsExactly("8:14 etcd.endpoints etcd-endpoints-unencrypted {}");
  }

  @Test
  void bytesThatAreNoUtf8AreNamedWithTheirPlace() {
    byte[] latin1 = "version: 1\nname: Zürich\n".getBytes(StandardCharsets.ISO_8859_1);

    ProfileOutcome outcome = new ProfileYaml(HOME).parse(latin1, FILE);

    assertThat(((ProfileOutcome.Refused) outcome).problems().stream().map(ProfileYamlTest::brief))
        .containsExactly("2:8  profile-not-utf8 {byte=0xFC}");
  }

  @Test
  void aByteOrderMarkAndCarriageReturnsDoNoHarm() {
    assertThat(loaded("\uFEFF" + SHORTEST.replace("\n", "\r\n"))).isEqualTo(loaded(SHORTEST));
  }

  @Test
  void aReleaseReadsTheSameInQuotes() {
    assertThat(loaded(with("0.10.0", "\"0.10.0\""))).isEqualTo(loaded(SHORTEST));
  }

  @Test
  void nestingBeyondAnyProfileIsRefusedBeforeItExhaustsTheStack() {
    ProfileOutcome outcome = parse("version: 1\nname: " + "[".repeat(100_000));

    assertThat(((ProfileOutcome.Refused) outcome).problems().stream().map(ProfileYamlTest::brief))
        .containsExactly("2:70  yaml-too-deep {most=64}");
  }

  @Test
  void aFileThatIsMissingOrAFolderIsAProblemOfTheWholeFile(@TempDir Path folder) {
    ProfileYaml yaml = new ProfileYaml(HOME);

    assertThat(codes(yaml.read(folder.resolve("none.yaml")))).containsExactly("profile-missing");
    assertThat(codes(yaml.read(folder))).containsExactly("profile-unreadable");
  }

  @Test
  void aFileIsReadFromDiskWithItsFolder(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("lab.yaml"), SHORTEST);

    ProfileOutcome outcome = new ProfileYaml(HOME).read(file);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            ProfileOutcome.Loaded.class,
            loaded -> {
              assertThat(loaded.profile().name()).isEqualTo("lab");
              assertThat(loaded.profile().flannel().tarball())
                  .isEqualTo(new Tarball.OnDisk(folder.resolve("flannel.tar.gz"), null));
            });
  }

  private static Arguments bad(String what, String document, String... problems) {
    return Arguments.of(what, document, List.of(problems));
  }

  private static String with(String text, String instead) {
    assertThat(SHORTEST).contains(text);
    return SHORTEST.replace(text, instead);
  }

  private static ProfileOutcome parse(String document) {
    return new ProfileYaml(HOME).parse(document.getBytes(StandardCharsets.UTF_8), FILE);
  }

  private static ClusterProfile loaded(String document) {
    ProfileOutcome outcome = parse(document);
    assertThat(outcome).isInstanceOf(ProfileOutcome.Loaded.class);
    return ((ProfileOutcome.Loaded) outcome).profile();
  }

  private static List<String> codes(ProfileOutcome outcome) {
    return ((ProfileOutcome.Refused) outcome)
        .problems().stream().map(found -> found.problem().code()).toList();
  }

  private static String brief(LocatedProblem found) {
    return found.position()
        + " "
        + found.problem().path()
        + " "
        + found.problem().code()
        + " "
        + new TreeMap<>(found.problem().arguments());
  }

  private static String resource(String name) throws IOException {
    try (var in = ProfileYamlTest.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

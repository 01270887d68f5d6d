package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What can be wrong before and during a push. Each ends with its exit status and with a message
 * that names the culprit and what to do, and leaves the nodes as they were.
 */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputLabTest {

  private final Lab lab;
  private final Map<String, NodeState> before = new TreeMap<>();
  @TempDir private Path folder;

  BadInputLabTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void startWhereTheGuideStarts() {
    lab.reset();
    lab.on("vm02", "useradd -m -s /bin/bash guest");
    for (String user : List.of("guest", "opspw")) {
      lab.on(
          "vm02",
          "install -d -m 0700 -o %1$s -g %1$s ~%1$s/.ssh && install -m 0600 -o %1$s -g %1$s ~ops/.ssh/authorized_keys ~%1$s/.ssh/"
              .formatted(user));
    }
    lab.on("vm04", "install -d /opt/flannel");
    Lab.NODES.forEach(node -> before.put(node, NodeState.of(lab, node)));
  }

  @AfterEach
  void nothingIsHalfWritten() {
    for (String node : Lab.NODES) {
      NodeState then = Objects.requireNonNull(before.get(node));
      assertThat(then.differences(NodeState.of(lab, node))).as(node).isEmpty();
      String strays = "find / -xdev -name '*.flannelboard.*' -not -path '/proc/*'";
      assertThat(lab.on(node, strays)).as(node).isEmpty();
    }
  }

  /** Before anything is begun. */
  @Nested
  class Profile {

    @Test
    void isMalformedInSeveralPlaces() throws IOException {
      Path broken = folder.resolve("broken.yaml");
      Files.writeString(
          broken,
          Files.readString(lab.profile())
              .replace("subnet-length: 24", "subnet-lenght: 24")
              .replace("ip: 172.16.16.83", "ip: 172.16.16.283")
              .replace("/kubernetes/network", "kubernetes/network"));
      Ran push = new Flannelboard(lab, broken).run("push", "--all", "--yes").exits(2);
      assertThat(push.err())
          .contains("subnet-length")
          .contains("nodes[2].ip")
          .contains("etcd.prefix")
          .containsPattern("\\b\\d+:\\d+ "); // line and column
    }

    @Test
    void namesATarballOfAnotherDigest() {
      JsonNode failure = failure(2, flannel(f -> tarball(f).put("sha256", "0".repeat(64))));
      assertThat(failure.path("code").asString()).isEqualTo("tarball-digest-wrong");
      assertNames(failure, "flannel-v0.10.0-linux-amd64.tar.gz", "0".repeat(64));
    }

    @Test
    void namesATruncatedTarball() throws IOException {
      byte[] whole = Files.readAllBytes(lab.out().resolve("flannel-v0.10.0-linux-amd64.tar.gz"));
      Path half =
          Files.write(folder.resolve("half.tar.gz"), Arrays.copyOf(whole, whole.length / 2));
      JsonNode failure =
          failure(2, flannel(f -> f.putObject("tarball").put("file", half.toString())));
      assertThat(failure.path("code").asString()).isEqualTo("tarball-unusable");
      assertNames(failure, half.toString());
    }
  }

  /** Trust between etcd and us. */
  @Nested
  class EtcdTrust {

    @Test
    void aWrongCaDoesNotReachEtcd() throws IOException {
      authority("other");
      Flannelboard product =
          lab.flannelboard(
              root -> {
                ObjectNode ca = ((ObjectNode) root.get("certificates")).putObject("ca");
                ca.put("certificate", file("other.pem")).put("key", file("other-key.pem"));
                ca.put("config", file("ca-config.json"));
              });
      Files.writeString(
          folder.resolve("ca-config.json"),
          lab.on("vm01", "cat /etc/kubernetes/ssl/ca-config.json"));
      JsonNode failure = failure(3, product);
      assertThat(failure.path("code").asString()).isEqualTo("etcd-server-untrusted");
      assertNames(failure, "https://vm01:2379");
    }

    @Test
    void aWrongClientCertificateIsRejected() throws IOException {
      authority("stranger");
      Files.writeString(folder.resolve("ca.pem"), lab.on("vm01", "cat /etc/kubernetes/ssl/ca.pem"));
      Flannelboard product =
          lab.flannelboard(
              root -> {
                ObjectNode client = ((ObjectNode) root.get("etcd")).putObject("client");
                client.put("ca", file("ca.pem"));
                client.put("certificate", file("stranger.pem"));
                client.put("key", file("stranger-key.pem"));
              });
      JsonNode failure = failure(3, product);
      assertThat(failure.path("code").asString()).isEqualTo("etcd-client-rejected");
      assertNames(failure, "https://vm01:2379");
    }

    @Test
    void etcdWithoutTheV2ApiIsRecognised() {
      etcd("s/--enable-v2=true/--enable-v2=false/");
      try {
        Ran push = lab.flannelboard().json("push", "--all", "--yes");
        JsonNode failure = push.json().path("failure");
        assertThat(failure.path("code").asString()).as(push.toString()).isEqualTo("etcd-v2-off");
        assertThat(push.status()).isNotZero();
        assertNames(failure, "v2");
        assertThat(failure.path("remedy").asString()).contains("--enable-v2=true");
      } finally {
        etcd("s/--enable-v2=false/--enable-v2=true/");
      }
    }

    private void etcd(String edit) {
      for (String node : List.of("vm01", "vm02", "vm03")) {
        lab.on(
            node,
            "cp -p /etc/default/etcd /tmp/etcd && sed -i '%1$s' /etc/default/etcd && touch -r /tmp/etcd /etc/default/etcd"
                .formatted(edit));
      }
      // Together: one alone waits for a majority.
      for (String node : List.of("vm01", "vm02", "vm03")) {
        lab.on(node, "systemctl stop etcd && systemctl start --no-block etcd");
      }
      for (String node : List.of("vm01", "vm02", "vm03")) {
        lab.on(node, "timeout 60 systemctl start etcd");
      }
    }
  }

  /** The way to a node. */
  @Nested
  class NodeAccess {

    @Test
    void aChangedHostKeyStopsWithBothFingerprints() throws IOException {
      JsonNode failure = hostKeys("vm03", "vm04");
      assertThat(failure.path("code").asString()).isEqualTo("host-key-changed");
      assertThat(failure.path("message").asString()).containsPattern("SHA256:.*SHA256:");
      assertNames(failure, "vm03", "known_hosts");
    }

    @Test
    void anUnknownHostKeyIsNotAccepted() throws IOException {
      JsonNode failure = hostKeys("vm03", "");
      assertThat(failure.path("code").asString()).isEqualTo("host-key-unknown");
      assertNames(failure, "vm03", "SHA256:", "known_hosts");
      assertThat(Files.readString(folder.resolve("known_hosts"))).doesNotContain("vm03");
    }

    /** A push to a node whose key in known_hosts is that of another, or of none. */
    private JsonNode hostKeys(String node, String other) throws IOException {
      List<String> lines =
          Files.readAllLines(lab.knownHosts()).stream()
              .filter(line -> other.isEmpty() || !line.startsWith(other + ","))
              .filter(line -> !line.startsWith(node + ","))
              .toList();
      StringBuilder text = new StringBuilder();
      lines.forEach(line -> text.append(line).append('\n'));
      if (!other.isEmpty()) {
        Files.readAllLines(lab.knownHosts()).stream()
            .filter(line -> line.startsWith(other + ","))
            .map(line -> node + ",172.16.16.83 " + line.split(" ", 2)[1])
            .forEach(line -> text.append(line).append('\n'));
      }
      Path known = Files.writeString(folder.resolve("known_hosts"), text);
      Flannelboard product =
          lab.flannelboard(
              root -> ((ObjectNode) root.get("ssh")).put("known-hosts", known.toString()));
      return nodeFailure(3, product, node);
    }

    @Test
    void aNodeThatIsDownIsNamed() {
      lab.on("vm04", "ip link set eth0 down");
      try {
        JsonNode failure = nodeFailure(3, lab.flannelboard(), "vm04");
        assertThat(failure.path("code").asString()).isEqualTo("node-unreachable");
        assertNames(failure, "vm04", "172.16.16.84");
      } finally {
        lab.on("vm04", "ip link set eth0 up; ip route replace default via 172.16.16.1");
      }
    }

    @Test
    void aUserWithoutSudoRightsIsRefused() {
      JsonNode failure = nodeFailure(3, as("guest"), "vm02");
      assertThat(failure.path("code").asString()).isEqualTo("sudo-refused");
      assertNames(failure, "vm02", "guest");
    }

    @Test
    void aSudoPasswordThatNobodyCanGiveIsMissed() {
      JsonNode failure = nodeFailure(3, as("opspw"), "vm02");
      assertThat(failure.path("code").asString()).isEqualTo("sudo-refused");
      assertNames(failure, "vm02", "opspw");
    }

    private Flannelboard as(String user) {
      return lab.flannelboard(
          root -> ((ObjectNode) root.get("nodes").get(1).get("ssh")).put("user", user));
    }
  }

  /** In the middle of the work. */
  @Nested
  class OnTheNode {

    @BeforeEach
    void nothingIsThereToUndo() {
      lab.flannelboard().run("rollback", "vm04", "--yes").exits(1);
    }

    @Test
    void noSpaceIsLeft() {
      Flannelboard elsewhere =
          lab.flannelboard(root -> root.putObject("paths").put("binaries", "/opt/flannel"));
      lab.on("vm04", "mount -t tmpfs -o size=1m,mode=0755 none /opt/flannel");
      try {
        JsonNode failure = stepFailure(elsewhere, "flanneld-binary");
        assertThat(failure.path("code").asString()).isEqualTo("no-space");
        assertNames(failure, "vm04", "/opt/flannel/flanneld");
        assertThat(lab.on("vm04", "ls -A /opt/flannel")).isEmpty();
      } finally {
        lab.on("vm04", "umount /opt/flannel");
      }
      elsewhere.run("rollback", "vm04", "--yes").exits(0);
    }

    @Test
    void flanneldDoesNotStart() {
      lab.on(
          "vm04",
          "systemd-run --quiet --unit=squatter python3 -c 'import socket, signal;"
              + " s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind((\"\", 8472));"
              + " signal.pause()'; ss -uln");
      try {
        JsonNode failure = stepFailure(lab.flannelboard(), "flanneld-start");
        assertThat(failure.path("code").asString()).isEqualTo("unit-refused");
        assertNames(failure, "vm04", "flanneld.service");
        assertThat(failure.path("arguments").path("journal").asString()).isNotBlank();
        lab.flannelboard().run("rollback", "vm04", "--yes").exits(0);
      } finally {
        lab.on("vm04", "systemctl stop squatter; ip link delete flannel.1 2>/dev/null || true");
      }
    }

    private JsonNode stepFailure(Flannelboard product, String step) {
      JsonNode report = product.json("push", "vm04", "--yes").exits(1).json();
      JsonNode steps = report.path("nodes").path(0).path("steps");
      assertThat(steps)
          .as(report.toString())
          .filteredOn(s -> s.path("outcome").asString().equals("failed"))
          .extracting(s -> s.path("id").asString())
          .containsExactly(step);
      return StreamSupport.stream(steps.spliterator(), false)
          .filter(s -> s.has("failure"))
          .findFirst()
          .orElseThrow()
          .path("failure");
    }
  }

  /** A push to all nodes that is given up before it begins. */
  private static JsonNode failure(int status, Flannelboard product) {
    return product.json("push", "--all", "--yes").exits(status).json().path("failure");
  }

  /** A push to a node alone that cannot be reached. */
  private static JsonNode nodeFailure(int status, Flannelboard product, String node) {
    JsonNode report = product.json("push", node, "--yes").exits(status).json();
    JsonNode only = report.path("nodes").path(0);
    assertThat(only.path("name").asString()).as(report.toString()).isEqualTo(node);
    return only.path("failure");
  }

  private static void assertNames(JsonNode failure, String... culprits) {
    assertThat(failure.path("message").asString() + failure.path("remedy").asString())
        .contains(culprits);
    assertThat(failure.path("remedy").asString()).isNotBlank();
  }

  private Flannelboard flannel(Consumer<ObjectNode> change) {
    return lab.flannelboard(root -> change.accept((ObjectNode) root.get("flannel")));
  }

  private static ObjectNode tarball(ObjectNode flannel) {
    return (ObjectNode) flannel.get("tarball");
  }

  /** A CA that nobody knows, in the folder. */
  private void authority(String name) {
    Program.start(
            List.of(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=" + name,
                "-keyout",
                file(name + "-key.pem"),
                "-out",
                file(name + ".pem")))
        .await(Duration.ofMinutes(1))
        .exits(0);
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }
}

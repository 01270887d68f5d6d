package org.flannelboard.profile;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
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
import org.flannelboard.cluster.FlannelRelease;
import org.flannelboard.cluster.FlannelRelease.Tarball;
import org.flannelboard.cluster.FlannelVersion;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileWriterTest {

  private static final Path HOME = Path.of("/home/admin");
  private static final Path FILE = Path.of("/home/admin/clusters/lab/cluster.yaml");

  @Test
  void whatIsWrittenIsShortAndSaysTheCommonOnce() throws Exception {
    ClusterProfile profile = read(resource("full.yaml"));

    assertThat(ProfileWriter.write(profile, FILE, HOME)).isEqualTo(resource("full-written.yaml"));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatIsWrittenReadsBackAsTheSame(long seed) {
    ClusterProfile profile = new Arbitrary(new Random(seed)).profile();

    String text = ProfileWriter.write(profile, FILE, HOME);

    assertThat(read(text)).isEqualTo(profile);
    assertThat(ProfileWriter.write(read(text), FILE, HOME)).isEqualTo(text);
  }

  static Stream<Long> seeds() {
    return IntStream.range(0, 300).mapToObj(Long::valueOf);
  }

  /** Starts from valid documents, so that the damage reaches every part of the reading. */
  @ParameterizedTest
  @MethodSource("seeds")
  void aDamagedDocumentIsRefusedOrReadButNeverThrows(long seed) {
    Random random = new Random(seed);
    String text = ProfileWriter.write(new Arbitrary(random).profile(), FILE, HOME);
    for (int i = 0; i < 20; i++) {
      byte[] damaged = damage(text, random);

      ProfileOutcome outcome = new ProfileYaml(HOME).parse(damaged, FILE);

      if (outcome instanceof ProfileOutcome.Refused(var problems)) {
        assertThat(problems).anyMatch(LocatedProblem::isError);
        assertThat(problems).allMatch(found -> found.position() != null);
      }
    }
  }

  private static byte[] damage(String text, Random random) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    List<String> shards =
        List.of(
            "~",
            "null",
            "[]",
            "{}",
            "5",
            "1.5",
            "true",
            "\"",
            "*a",
            "&a",
            "!!int x",
            "- -",
            "? ",
            "<<: {}",
            "\t",
            "::",
            "|",
            "%",
            "\uFFFE",
            "'",
            "@",
            "2026-01-01",
            "{",
            "]",
            "a: *a");
    for (int hits = 1 + random.nextInt(3); hits > 0; hits--) {
      int at = random.nextInt(lines.size());
      String line = lines.get(at);
      String shard = shards.get(random.nextInt(shards.size()));
      int column = random.nextInt(line.length() + 1);
      switch (random.nextInt(5)) {
        case 0 -> lines.set(at, line.substring(0, column) + shard + line.substring(column));
        case 1 -> lines.set(at, line.substring(0, column));
        case 2 -> lines.set(at, line.replaceFirst(": .*", ": " + shard.replace("$", "")));
        case 3 -> lines.add(at, line);
        default -> lines.remove(at);
      }
      if (lines.isEmpty()) {
        lines.add("");
      }
    }
    byte[] bytes = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 0 && random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "yes",
        "null",
        "~",
        "1.5",
        "0x10",
        "a: b",
        "a #b",
        " lead",
        "#x",
        "[x]",
        "{x}",
        "- x",
        "\"q\"",
        "it's",
        "back\\slash",
        "网络",
        "\u2028",
        "\u0007",
        "line\nline",
        "\uD83D\uDE00",
        "-v=2",
        "10.253.0.0/16",
        "1.2.3.4",
        "1e5",
        "12.",
        "@x",
        "`x",
        "!x",
        "*x",
        "&x",
        "%x",
        "?"
      })
  void anyTextIsSpelledSoThatItReadsAsItself(String text) {
    Findings findings = new Findings();

    String document = "{ a: " + YamlText.text(text) + ", b: [ " + YamlText.text(text) + " ] }";

    Fields fields =
        YamlDocument.compose(document.getBytes(StandardCharsets.UTF_8), findings)
            .flatMap(node -> new Value(node, "", findings).openMapping())
            .orElseThrow();
    assertThat(fields.get("a").flatMap(Value::text)).contains(text);
    assertThat(fields.get("b").orElseThrow().list().getFirst().text()).contains(text);
  }

  static ClusterProfile read(String text) {
    ProfileOutcome outcome =
        new ProfileYaml(HOME).parse(text.getBytes(StandardCharsets.UTF_8), FILE);
    assertThat(outcome).as(text).isInstanceOf(ProfileOutcome.Loaded.class);
    return ((ProfileOutcome.Loaded) outcome).profile();
  }

  private static String resource(String name) throws Exception {
    try (var in = ProfileWriterTest.class.getResourceAsStream(name)) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Valid profiles of every shape. */
  private record Arbitrary(Random random) {

    ClusterProfile profile() {
      List<NodeSpec> nodes = new ArrayList<>();
      boolean alike = random.nextBoolean();
      SshAccess common = ssh("x");
      for (int i = 0; i < 1 + random.nextInt(5); i++) {
        String ip = "172.16.16." + (81 + i);
        SshAccess own = alike ? common : ssh(random.nextBoolean() ? ip : "host-" + i);
        nodes.add(
            new NodeSpec(
                new NodeId("vm" + i),
                Ipv4Address.of(ip),
                new SshAccess(
                    alike ? ip : own.address(),
                    own.port(),
                    own.user(),
                    own.identities(),
                    own.jumps(),
                    own.sudo())));
      }
      FlannelVersion version = new FlannelVersion(0, oneOf(10, 20, 21, 26), random.nextInt(9));
      boolean sixteen = random.nextBoolean();
      return new ClusterProfile(
          text(),
          nodes,
          path(),
          new EtcdSpec(
              random.nextBoolean() ? EtcdSpec.ApiChoice.AUTO : version.api(),
              List.of(URI.create("https://vm1:2379"), URI.create("https://[fd00::1]:2379")),
              oneOf("/kubernetes/network", "/coreos.com/network"),
              oneOf(EtcdSpec.Route.values()),
              maybe(() -> new EtcdSpec.ClientFiles(file(), file(), file()))),
          new NetworkConfig(
              Cidr.of(sixteen ? "10.253.0.0/16" : "10.253.0.0/18"),
              oneOf(24, 25, 26),
              maybe(() -> Ipv4Address.of("10.253.1.0")),
              maybe(() -> Ipv4Address.of("10.253.60.0")),
              new Backend(
                  oneOf("vxlan", "host-gw", "udp"),
                  new TreeMap<>(
                      oneOf(
                          Map.of(),
                          Map.of("VNI", 7, "DirectRouting", true),
                          Map.of("Odd key", text()))))),
          sixteen ? null : text(),
          new FlannelRelease(
              version,
              random.nextBoolean()
                  ? new Tarball.OnDisk(path(), maybe(() -> Digest.of(new byte[] {1})))
                  : new Tarball.Download(
                      URI.create("https://example.org/f,1.tar.gz?a=b#c"),
                      Digest.of(new byte[] {2})),
              random.nextBoolean(),
              oneOf(List.of(), List.of("-v=2", "--iface-regex=10.*"))),
          new CertificateSpec(
              oneOf(
                  new CertificateSpec.Ca(file(), file(), file()),
                  new CertificateSpec.Ca(onNode(), onNode(), onNode())),
              text(),
              new CertificateSpec.Request(
                  text(),
                  oneOf(List.of(), List.of("vm1", "10.0.0.1", text())),
                  oneOf(
                      new CertificateSpec.Key("rsa", 3072), new CertificateSpec.Key("ecdsa", 521)),
                  oneOf(
                      List.of(),
                      List.of(Map.of()),
                      List.of(Map.of("C", "CN", "O", text()), Map.of("OU", text()))))),
          random.nextBoolean() ? Paths.guide() : otherPaths(),
          new DockerSpec(
              oneOf("docker.service", "snap.docker@x.service"), oneOf(DockerSpec.Style.values())));
    }

    private Paths otherPaths() {
      return new Paths(
          remote(), remote(), remote(), remote(), remote(), remote(), remote(), remote());
    }

    private SshAccess ssh(String address) {
      List<Path> identities = oneOf(List.of(), List.of(path()), List.of(path(), path()));
      return new SshAccess(
          address,
          oneOf(22, 2222),
          oneOf("root", "ops", "ops@example.org", "EXAMPLE\\ops"),
          identities,
          oneOf(
              List.of(),
              List.of(new SshAccess.Jump("bastion", 22, "ops", identities)),
              List.of(
                  new SshAccess.Jump("fd00::2", 2200, "a@b", List.of(path())),
                  new SshAccess.Jump("inner.example.org", 22, "root", List.of()))),
          oneOf(SudoMode.values()));
    }

    private FileRef file() {
      return random.nextBoolean() ? new FileRef.Local(path()) : onNode();
    }

    private FileRef onNode() {
      return new FileRef.OnNode(new NodeId("vm0"), remote());
    }

    private RemotePath remote() {
      return RemotePath.of(oneOf("/usr/bin", "/etc/flannel d/ssl", "/opt/网络: a#b", "/x'\"y"));
    }

    private Path path() {
      return oneOf(
          Path.of("/etc/ssl/a.pem"),
          FILE.resolveSibling("keys/a b"),
          FILE.resolveSibling("~odd"),
          FILE.resolveSibling("true"),
          Path.of("/home/admin/.ssh/known_hosts"),
          Path.of("/home/admin/clusters/lab"),
          Path.of("/home/admin"));
    }

    private String text() {
      return oneOf(
          "lab", "two words", "yes", "5", "网络", "a: b # c", "\"quoted\"", "it's", "{x}", "-", "é");
    }

    private <T> @Nullable T maybe(Supplier<T> value) {
      return random.nextBoolean() ? value.get() : null;
    }

    @SafeVarargs
    private <T> T oneOf(T... values) {
      return values[random.nextInt(values.length)];
    }
  }
}

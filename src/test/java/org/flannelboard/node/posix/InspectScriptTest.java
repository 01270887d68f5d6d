package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Inspection;
import org.flannelboard.node.facts.Inspection.Depth;
import org.flannelboard.node.facts.NodeFacts;
import org.flannelboard.node.facts.ProbeRequest;
import org.flannelboard.node.facts.UdpSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The script that looks, run on this machine. */
@EnabledOnOs(OS.LINUX)
class InspectScriptTest {

  /** What every Linux has; without ip, bridge, iptables, nft, ethtool, ss, docker and systemd. */
  private static final List<String> BASE =
      List.of(
          "cat",
          "date",
          "uname",
          "ls",
          "awk",
          "sed",
          "grep",
          "tr",
          "tail",
          "readlink",
          "stat",
          "base64",
          "sha256sum",
          "id",
          "timeout");

  private static final Ipv4Address LOOPBACK = Ipv4Address.of("127.0.0.1");

  @TempDir private Path folder;

  @Test
  void knowsWhatItCanWithoutAnyTool() throws IOException {
    RemotePath file =
        RemotePath.of(Files.writeString(folder.resolve("a file"), "x=1\n").toString());
    RemotePath absent = RemotePath.of(folder.resolve("absent").toString());
    Inspection everything =
        new Inspection(
            Depth.EVERYTHING,
            List.of(LOOPBACK),
            List.of("docker.service"),
            List.of(file, absent),
            10);
    try (PosixNodeOps ops = new PosixNodeOps(new BareShell(baseTools()))) {
      NodeFacts facts = ops.inspect(everything, soon()).orElseThrow();

      assertThat(why(facts.network().links())).isEqualTo("ip is not installed");
      assertThat(why(facts.network().addresses())).isEqualTo("ip is not installed");
      assertThat(why(facts.network().routes())).isEqualTo("ip is not installed");
      assertThat(why(facts.network().rules())).isEqualTo("ip is not installed");
      assertThat(why(facts.network().neighbours())).isEqualTo("ip is not installed");
      assertThat(why(facts.network().forwards())).isEqualTo("bridge is not installed");
      assertThat(why(facts.network().offloads())).isEqualTo("ethtool is not installed");
      assertThat(why(facts.firewall())).isEqualTo("neither iptables nor nft is installed");
      assertThat(why(facts.daemons().docker())).isEqualTo("docker is not installed");
      assertThat(why(facts.daemons().journal())).isEqualTo("journalctl is not installed");
      assertThat(facts.daemons().units()).isEmpty();
      assertThat(facts.network().lookups()).isEmpty();
      assertThat(why(facts.host().toOptional().orElseThrow().synchronised()))
          .isEqualTo("timedatectl is not installed");

      assertThat(facts.clock()).isBetween(Instant.now().minusSeconds(60), Instant.now());
      assertThat(facts.network().sockets()).isInstanceOf(Known.Value.class);
      assertThat(facts.network().sysctl("ipv4/ip_forward")).isPresent();
      assertThat(facts.network().sysctl("ipv4/conf/lo/rp_filter")).isPresent();
      assertThat(facts.counters().toOptional().orElseThrow().counts("dev/lo/rx")).isTrue();
      assertThat(facts.counters().toOptional().orElseThrow().counts("Udp/InDatagrams")).isTrue();
      assertThat(at(facts.daemons().files(), file).map(it -> it.map(DaemonFacts.FileText::text)))
          .isEqualTo(Known.of(Optional.of("x=1\n")));
      assertThat(facts.daemons().files().get(absent)).isEqualTo(Known.of(Optional.empty()));
    }
  }

  @Test
  void sendsDatagramsWithBashAlone() throws IOException {
    try (PosixNodeOps ops = new PosixNodeOps(new BareShell(baseTools()))) {
      assertThat(ops.probe(new ProbeRequest.Datagrams(LOOPBACK, 9, 1), soon()).toFailure())
          .contains(new NodeFailure.ToolMissing(new NodeId("bare"), "bash"));
      assertThat(
              ops.probe(new ProbeRequest.Echoes(LOOPBACK, LOOPBACK, 1, 56, false), soon())
                  .toFailure())
          .contains(new NodeFailure.ToolMissing(new NodeId("bare"), "ping"));
    }
  }

  /** The kernel's own settings may be larger than what a shell reads of them at a time. */
  @ParameterizedTest
  @MethodSource("org.flannelboard.node.posix.ScriptsTest#shells")
  void readsSocketsAndSettingsInEveryShell(List<String> shell) throws IOException {
    try (DatagramSocket socket =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        PosixNodeOps ops = local(shell)) {
      NodeFacts facts = ops.inspect(state(), soon()).orElseThrow();
      UdpSocket seen =
          facts.network().sockets().toOptional().orElseThrow().stream()
              .filter(it -> it.port() == socket.getLocalPort())
              .findFirst()
              .orElseThrow();
      assertThat(seen.address()).isEqualTo(LOOPBACK);
      assertThat(seen.owner().toOptional().orElseThrow().orElseThrow().pid())
          .isEqualTo((int) ProcessHandle.current().pid());
      assertThat(facts.network().sysctl("ipv4/neigh/default/gc_thresh3"))
          .contains(setting("ipv4/neigh/default/gc_thresh3"));
    }
  }

  @Test
  void keepsPasswordsOnTheNode() throws IOException {
    Path flanneld = folder.resolve("flanneld");
    Files.writeString(flanneld, "#!/bin/sh\nread -r line\n");
    Files.setPosixFilePermissions(flanneld, PosixFilePermissions.fromString("rwxr-xr-x"));
    ProcessBuilder builder =
        new ProcessBuilder(
            flanneld.toString(),
            "-etcd-endpoints=https://root:secret@172.16.16.81:2379",
            "--etcd-password=secret",
            "-etcd-password",
            "secret",
            "-iface",
            "eth0 it's");
    builder.environment().put("FLANNELD_ETCD_PASSWORD", "secret");
    builder.environment().put("FLANNELD_ETCD_PREFIX", "/kubernetes/network");
    builder.environment().put("OTHER", "secret");
    Process process = builder.start();
    try (PosixNodeOps ops = local(List.of("sh"))) {
      DaemonFacts.Process seen =
          ops
              .inspect(state(), soon())
              .orElseThrow()
              .daemons()
              .processes()
              .toOptional()
              .orElseThrow()
              .stream()
              .filter(it -> it.pid() == process.pid())
              .findFirst()
              .orElseThrow();
      assertThat(seen.program()).isEqualTo("flanneld");
      assertThat(seen.arguments())
          .endsWith(
              "-etcd-endpoints=https://***@172.16.16.81:2379",
              "--etcd-password=***",
              "-etcd-password",
              "***",
              "-iface",
              "eth0 it's");
      assertThat(seen.environment()).containsOnlyKeys("FLANNELD_ETCD_PREFIX");
    } finally {
      process.destroy();
    }
  }

  /** In one read: the kernel gives a reader that comes again nothing more. */
  private static int setting(String path) throws IOException {
    byte[] digits = new byte[64];
    try (InputStream in = Files.newInputStream(Path.of("/proc/sys/net", path))) {
      int length = in.read(digits);
      return Integer.parseInt(new String(digits, 0, length, StandardCharsets.US_ASCII).strip());
    }
  }

  private static PosixNodeOps local(List<String> shell) {
    return new PosixNodeOps(new LocalShell(new NodeId("here"), shell, Map.of()));
  }

  private static Inspection state() {
    return new Inspection(Depth.STATE, List.of(), List.of(), List.of(), 0);
  }

  private Path baseTools() throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    for (String tool : BASE) {
      Path program =
          Stream.of("/usr/bin", "/bin")
              .map(place -> Path.of(place, tool))
              .filter(Files::exists)
              .findFirst()
              .orElseThrow();
      Path wrapped = bin.resolve(tool);
      Files.writeString(wrapped, "#!/bin/sh\nexec " + program + " \"$@\"\n");
      Files.setPosixFilePermissions(wrapped, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    return bin;
  }

  private static String why(Known<?> fact) {
    return fact instanceof Known.Unknown<?>(String why) ? why : "no reason, but " + fact;
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }

  private static <K, V> V at(Map<K, V> map, K key) {
    return Optional.ofNullable(map.get(key)).orElseThrow();
  }
}

package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.MacAddress;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.facts.Firewall.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked of the tools, and what comes of their words. */
@EnabledOnOs(OS.LINUX)
class KernelChangeTest {

  private static final Ipv4Address GATEWAY = Ipv4Address.of("10.253.6.0");
  private static final Ipv4Address VTEP = Ipv4Address.of("172.16.16.83");
  private static final MacAddress MAC = new MacAddress("92:14:8f:74:3a:00");
  private static final List<String> RULE = List.of("-p", "udp", "--dport", "8472", "-j", "ACCEPT");

  @TempDir private Path folder;
  private PosixNodeOps ops;

  @BeforeEach
  void setUp() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("ip", "bridge", "iptables", "iptables-legacy")) {
      try (InputStream in = getClass().getResourceAsStream("bin/kernel-tool")) {
        Files.copy(Objects.requireNonNull(in), bin.resolve(tool));
      }
      Files.setPosixFilePermissions(
          bin.resolve(tool), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Map<String, String> environment = new HashMap<>(LocalShell.finding(bin));
    environment.put("FAKE_KERNEL", folder.toString());
    ops = new PosixNodeOps(new LocalShell(new NodeId("here"), List.of("sh"), environment));
  }

  @AfterEach
  void tearDown() {
    ops.close();
  }

  static Stream<KernelChange> changes() {
    Cidr peer = Cidr.of("10.253.6.0/24");
    return Stream.of(
        new KernelChange.PutRoute(peer, "flannel.1", GATEWAY, null, true),
        new KernelChange.PutRoute(peer, "docker0", null, Ipv4Address.of("10.253.6.1"), false),
        new KernelChange.RemoveRoute(peer, "flannel.1"),
        new KernelChange.PutNeighbour("flannel.1", GATEWAY, MAC),
        new KernelChange.RemoveNeighbour("flannel.1", GATEWAY),
        new KernelChange.PutForward("flannel.1", MAC, VTEP),
        new KernelChange.RemoveForward("flannel.1", MAC, VTEP),
        new KernelChange.SetLink("flannel.1", true),
        new KernelChange.SetLink("flannel.1", false),
        new KernelChange.RemoveLink("flannel.1"),
        new KernelChange.InsertRule(Tool.IPTABLES, "filter", "INPUT", RULE),
        new KernelChange.RemoveRule(Tool.IPTABLES_LEGACY, "raw", "PREROUTING", RULE));
  }

  @ParameterizedTest
  @MethodSource("changes")
  void doesWhatItSaysInOneCall(KernelChange change) throws IOException {
    String now = ops.change(change, soon()).orElseThrow();
    assertThat(now).isEmpty();
    List<String> calls = calls();
    assertThat(calls).hasSize(2);
    String call = calls.getFirst().replace("|", " ").strip();
    assertThat(call.replaceFirst("^(iptables\\S*) -w ", "$1 ")).isEqualTo(change.command());
    assertThat(calls.getFirst()).matches(it -> !it.startsWith("iptables") || it.contains("|-w|"));
    assertThat(calls.getLast()).containsAnyOf("|show|", "|-S|", "|-C|");
  }

  @Test
  void passesWordsAsTheyAre() throws IOException {
    String odd = "a b'\"$(id)*";
    assertThat(ops.change(new KernelChange.PutNeighbour(odd, GATEWAY, MAC), soon()).toFailure())
        .isEmpty();
    assertThat(calls().getFirst())
        .isEqualTo("ip|neigh|replace|10.253.6.0|lladdr|" + MAC + "|dev|" + odd + "|nud|permanent|");
    List<String> rule = List.of("-m", "comment", "--comment", "it's * two words", "-j", "ACCEPT");
    assertThat(
            ops.change(new KernelChange.InsertRule(Tool.IPTABLES, "filter", "INPUT", rule), soon())
                .toFailure())
        .isEmpty();
    assertThat(calls().get(2))
        .isEqualTo("iptables|-w|-t|filter|-I|INPUT|" + String.join("|", rule) + "|");
  }

  @Test
  void showsWhatCameOfIt() throws IOException {
    Files.writeString(folder.resolve("now"), "10.253.6.0 lladdr " + MAC + " PERMANENT \n");
    assertThat(ops.change(new KernelChange.PutNeighbour("flannel.1", GATEWAY, MAC), soon()))
        .isEqualTo(Result.ok("10.253.6.0 lladdr " + MAC + " PERMANENT"));
    Files.writeString(folder.resolve("now"), "10.253.6.0 FAILED \n");
    assertThat(ops.change(new KernelChange.RemoveNeighbour("flannel.1", GATEWAY), soon()))
        .isEqualTo(Result.ok(""));
    String fdb =
        "33:33:00:00:00:01 self permanent\n"
            + MAC
            + " dst 172.16.16.83 self permanent\n"
            + MAC
            + " dst 172.16.16.99 self permanent\n";
    Files.writeString(folder.resolve("now"), fdb);
    assertThat(ops.change(new KernelChange.PutForward("flannel.1", MAC, VTEP), soon()))
        .isEqualTo(
            Result.ok(
                MAC
                    + " dst 172.16.16.83 self permanent\n"
                    + MAC
                    + " dst 172.16.16.99 self permanent"));
    assertThat(ops.change(new KernelChange.RemoveForward("flannel.1", MAC, VTEP), soon()))
        .isEqualTo(Result.ok(MAC + " dst 172.16.16.83 self permanent"));
    // iptables -C says by its status alone that another rule like this one is left.
    Files.writeString(folder.resolve("now"), "");
    assertThat(
            ops.change(new KernelChange.RemoveRule(Tool.IPTABLES, "filter", "INPUT", RULE), soon()))
        .isEqualTo(Result.ok("-A INPUT -p udp --dport 8472 -j ACCEPT"));
  }

  @Test
  void failsWithTheToolsWords() throws IOException {
    Files.writeString(folder.resolve("refusal"), "RTNETLINK answers: No such process\n");
    KernelChange change = new KernelChange.RemoveRoute(Cidr.of("10.253.6.0/24"), "flannel.1");
    assertThat(ops.change(change, soon()).toFailure())
        .contains(
            new NodeFailure.CommandFailed(
                new NodeId("here"),
                "ip route del 10.253.6.0/24 dev flannel.1",
                2,
                "RTNETLINK answers: No such process"));
    assertThat(calls()).hasSize(1);
  }

  @Test
  void replacesAForwardingEntryWhereBridgeCannot() throws IOException {
    Files.writeString(folder.resolve("unknown"), "replace");
    Files.writeString(
        folder.resolve("now"),
        "33:33:00:00:00:01 dev eth0 self permanent\n" + MAC + " dst 172.16.16.99 self permanent\n");
    assertThat(ops.change(new KernelChange.PutForward("flannel.1", MAC, VTEP), soon()).toFailure())
        .isEmpty();
    assertThat(calls())
        .containsSubsequence(
            "bridge|fdb|del|" + MAC + "|dev|flannel.1|dst|172.16.16.99|self|",
            "bridge|fdb|add|" + MAC + "|dev|flannel.1|dst|172.16.16.83|self|permanent|");
  }

  @Test
  void saysThatASettingIsNotThere() {
    KernelChange change = new KernelChange.SetSysctl("ipv4/no-such-setting-of-any-kernel", 1);
    assertThat(ops.change(change, soon()).toFailure())
        .containsInstanceOf(NodeFailure.CommandFailed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ip_forward", "/ipv4/ip_forward", "../../etc/passwd", "ipv4/../x", "ipv4/a b"})
  void takesNoSettingElsewhere(String path) {
    assertThatThrownBy(() -> new KernelChange.SetSysctl(path, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhichToolIsMissing() throws IOException {
    Files.delete(folder.resolve("bin/iptables-legacy"));
    KernelChange change =
        new KernelChange.InsertRule(Tool.IPTABLES_LEGACY, "filter", "INPUT", RULE);
    try (PosixNodeOps bare = new PosixNodeOps(new BareShell(folder.resolve("bin")))) {
      assertThat(bare.change(change, soon()).toFailure())
          .contains(new NodeFailure.ToolMissing(new NodeId("bare"), "iptables-legacy"));
    }
  }

  private List<String> calls() throws IOException {
    return Files.readAllLines(folder.resolve("calls"));
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }
}

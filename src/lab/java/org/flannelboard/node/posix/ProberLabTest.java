package org.flannelboard.node.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each prober in a network namespace of its own where packets get lost in different ways: 10.77.1.1
 * by a blackhole route, 10.77.2.1 by an unreachable one, 10.77.3.1 by a prohibiting one, 10.77.5.1
 * because nobody answers its ARP requests, 10.77.6.1 for want of a route.
 */
class ProberLabTest {

  private static final String NAMESPACE = "flannelboard-prober-test";
  private static final NodeId NODE = new NodeId("here");
  private static final Ipv4Address SOURCE = Ipv4Address.of("10.77.0.1");

  /** An address in a network without anybody in it. */
  private static final Ipv4Address MUTE = Ipv4Address.of("10.77.5.1");

  private static final List<Ipv4Address> TARGETS =
      List.of("127.0.0.1", "10.77.1.1", "10.77.2.1", "10.77.3.1", "10.77.5.1", "10.77.6.1").stream()
          .map(Ipv4Address::of)
          .toList();

  private final BlockingQueue<PingRound> rounds = new LinkedBlockingQueue<>();
  @TempDir private Path folder;

  @BeforeAll
  static void build() {
    run(
        """
        ip netns add "$1"
        ip -n "$1" link set lo up
        ip -n "$1" addr add 10.77.0.1/32 dev lo
        ip -n "$1" route add blackhole 10.77.1.0/24
        ip -n "$1" route add unreachable 10.77.2.0/24
        ip -n "$1" route add prohibit 10.77.3.0/24
        ip -n "$1" link add v0 type veth peer name v1
        ip -n "$1" link set v0 up
        ip -n "$1" link set v1 up
        ip -n "$1" route add 10.77.5.0/24 dev v0
        """);
  }

  @AfterAll
  static void tearDown() {
    run("ip netns del \"$1\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fping", "perl", "python", "ping"})
  void losesWhatIsLost(String prober) throws InterruptedException {
    ping(prober, TARGETS, 1, Map.of());
    List<PingRound.Echo> echoes = rounds.remove().echoes();
    assertThat(echoes).extracting(PingRound.Echo::target).isEqualTo(TARGETS);
    assertThat(echoes.getFirst().rtt()).isPositive();
    assertThat(echoes.subList(1, 6)).allSatisfy(echo -> assertThat(echo.rtt()).isNull());
  }

  @ParameterizedTest
  @ValueSource(strings = {"perl", "python"})
  void saysWhatTheKernelSays(String prober) throws InterruptedException {
    List<Ipv4Address> refused = TARGETS.stream().filter(target -> !target.equals(MUTE)).toList();
    ping(prober, refused, 1, Map.of());
    assertThat(rounds.remove().echoes())
        .extracting(PingRound.Echo::error)
        .containsExactly(
            null, "route-discards", "host-unreachable", "route-prohibits", "network-unreachable");
  }

  /** The kernel gives up on an ARP request after three seconds (arp(7)): rounds later. */
  @ParameterizedTest
  @CsvSource({"perl, 10.77.5.10", "python, 10.77.5.11"})
  void reportsAnErrorThatComesRoundsLater(String prober, String neverAskedBefore)
      throws InterruptedException {
    ping(prober, List.of(Ipv4Address.of(neverAskedBefore)), 5, Map.of());
    assertThat(rounds)
        .extracting(round -> round.echoes().getFirst().error())
        .startsWith((String) null)
        .contains("host-unreachable");
  }

  @Test
  void needsNothingButPerlBase() throws IOException, InterruptedException {
    Files.createDirectory(folder.resolve("Time"));
    Files.writeString(folder.resolve("Time").resolve("HiRes.pm"), "die 'not installed'");
    ping("perl", TARGETS, 1, Map.of("PERL5LIB", folder.toString()));
    assertThat(rounds.remove().echoes().getFirst().rtt())
        .isBetween(Duration.ofNanos(1), Duration.ofMillis(500));
  }

  private void ping(
      String prober, List<Ipv4Address> targets, int count, Map<String, String> environment)
      throws InterruptedException {
    PingRequest request =
        new PingRequest(SOURCE, targets, Duration.ofSeconds(1), Duration.ofMillis(500), count);
    List<String> sh = List.of("ip", "netns", "exec", NAMESPACE, "sh");
    try (NodeShell shell = new LocalShell(NODE, sh, environment);
        PingStream stream =
            PosixPingStream.start(shell, prober, request, rounds::add, soon()).orElseThrow()) {
      assertThat(stream.prober()).isEqualTo(prober);
      assertThat(stream.awaitEnd()).isEmpty();
    }
    assertThat(rounds).hasSize(count);
  }

  private static void run(String commands) {
    try (NodeShell shell = new LocalShell(NODE, List.of("sh", "-e"), Map.of())) {
      ExecResult result = shell.exec(Script.of("build", commands, NAMESPACE), soon()).orElseThrow();
      assertThat(result.exitStatus()).as(result.stderr()).isZero();
    }
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(30));
  }
}

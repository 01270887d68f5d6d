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
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.PingRequest;
import org.flannelboard.node.PingRound;
import org.flannelboard.node.PingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each prober this machine has, pinging loopback addresses. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ProberTest {

  private static final Ipv4Address SOURCE = Ipv4Address.of("127.0.0.1");
  private static final NodeId NODE = new NodeId("here");

  private final NodeShell shell = new LocalShell(NODE, List.of("/bin/sh"), Map.of());
  private final BlockingQueue<PingRound> rounds = new LinkedBlockingQueue<>();

  /** perl and python need the right to raw sockets, which here root alone has (raw(7)). */
  static Stream<String> probers() throws IOException {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    return Stream.of("fping", "perl", "python", "ping")
        .filter(
            prober ->
                switch (prober) {
                  case "perl" -> root && installed("perl");
                  case "python" -> root && installed("python3");
                  default -> installed(prober);
                });
  }

  private static boolean installed(String tool) {
    return Stream.of("/usr/bin", "/bin", "/usr/sbin", "/sbin")
        .anyMatch(folder -> Files.exists(Path.of(folder, tool)));
  }

  @AfterEach
  void tearDown() {
    shell.close();
  }

  @ParameterizedTest
  @MethodSource("probers")
  void pingsManyTargets(String prober) throws InterruptedException {
    List<Ipv4Address> targets =
        IntStream.rangeClosed(2, 64).mapToObj(i -> Ipv4Address.of("127.0.1." + i)).toList();
    try (PingStream stream = start(prober, targets, 2).orElseThrow()) {
      assertThat(stream.prober()).isEqualTo(prober);
      assertThat(stream.awaitEnd()).isEmpty();
    }
    assertThat(rounds).extracting(PingRound::number).containsExactly(1, 2);
    for (PingRound round : rounds) {
      assertThat(round.echoes()).extracting(PingRound.Echo::target).isEqualTo(targets);
      assertThat(round.echoes()).allSatisfy(echo -> assertThat(echo.rtt()).isPositive());
    }
  }

  @ParameterizedTest
  @MethodSource("probers")
  void countsWhatIsNotAnsweredAsLost(String prober) throws InterruptedException {
    // The kernel sends nothing to a broadcast address unasked (ip(7)).
    Ipv4Address silent = Ipv4Address.of("127.255.255.255");
    Ipv4Address answering = Ipv4Address.of("127.0.0.2");
    try (PingStream stream = start(prober, List.of(silent, answering), 2).orElseThrow()) {
      assertThat(stream.awaitEnd()).isEmpty();
    }
    assertThat(rounds)
        .hasSize(2)
        .allSatisfy(
            round -> {
              assertThat(round.echoes().getFirst().rtt()).isNull();
              assertThat(round.echoes().getLast().rtt()).isPositive();
            });
  }

  @ParameterizedTest
  @MethodSource("probers")
  void endsWithItsStandardInput(String prober) throws InterruptedException {
    try (PingStream stream = start(prober, List.of(Ipv4Address.of("127.0.0.2")), 0).orElseThrow()) {
      assertThat(rounds.poll(20, TimeUnit.SECONDS)).isNotNull();
      // LocalShell closes standard input and kills nothing.
      stream.close();
      assertThat(stream.awaitEnd()).isEmpty();
    }
  }

  @Test
  void saysThatThereIsNoProber() {
    assertThat(start("none", List.of(Ipv4Address.of("127.0.0.2")), 1).toFailure())
        .contains(new NodeFailure.ToolMissing(NODE, "ping"));
  }

  @Test
  void saysThatTheSourceIsNotTheNodes() {
    PingRequest request =
        new PingRequest(
            Ipv4Address.of("192.0.2.7"),
            List.of(SOURCE),
            Duration.ofSeconds(1),
            Duration.ofMillis(500),
            1);
    assertThat(PosixPingStream.start(shell, request, rounds::add, soon()).toFailure())
        .contains(
            new NodeFailure.CommandFailed(
                NODE, "ping from 192.0.2.7", 1, "192.0.2.7 is not an address of this node"));
  }

  private Result<PingStream, NodeFailure> start(
      String prober, List<Ipv4Address> targets, int count) {
    PingRequest request =
        new PingRequest(SOURCE, targets, Duration.ofMillis(400), Duration.ofMillis(350), count);
    return PosixPingStream.start(shell, prober, request, rounds::add, soon());
  }

  private static Deadline soon() {
    return Deadline.after(Duration.ofSeconds(20));
  }
}

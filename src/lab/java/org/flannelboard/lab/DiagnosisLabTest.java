package org.flannelboard.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.lab.LabDiagnosis.Seen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * The diagnosis on real nodes where nothing is wrong although it looks odd, where tools are
 * missing, on the command line, and against the clock.
 */
@FourNodes
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DiagnosisLabTest {

  /** So many looks at a healthy cluster must not raise one false alarm. */
  private static final int ROUNDS = 50;

  private final Lab lab;
  private LabDiagnosis diagnosis;

  DiagnosisLabTest(Lab lab) {
    this.lab = lab;
  }

  @BeforeAll
  void deploy(@TempDir Path folder) throws IOException {
    lab.flannelboard().deploy();
    diagnosis = LabDiagnosis.open(lab, folder);
  }

  @AfterAll
  void close() throws IOException {
    diagnosis.close();
  }

  @Test
  void aHealthyClusterRaisesNoAlarm() {
    for (int round = 1; round <= ROUNDS; round++) {
      Report report = diagnosis.all();
      assertThat(Seen.in(report)).as("round %d", round).isEqualTo(Seen.HEALTHY);
      assertThat(report.diagnosis().unexplained()).isEmpty();
    }
  }

  /** docker 20.10 shows its default MTU on a bridge without containers, whatever it was told. */
  @Test
  void anIdleBridgeOfFullSizeIsNoFault() {
    assertThat(lab.on("vm04", "ip -o link show docker0")).contains("mtu 1500", "NO-CARRIER");
    assertThat(lab.on("vm04", "ip -o link show flannel.1")).contains("mtu 1450");
    assertThat(Seen.in(diagnosis.pair("vm04", "vm02"))).isEqualTo(Seen.HEALTHY);
  }

  /** No forwarding entry leads IPv6's multicast anywhere: the device counts each as dropped. */
  @Test
  void droppedIpv6IsNoFaultAndIsNotTakenForOne() {
    String dropped =
        "ip -s link show flannel.1 | awk '/TX:/ { getline; print $4 }'"; // ip-link(8): dropped
    long before = Long.parseLong(lab.on("vm04", dropped).strip());
    lab.on("vm04", "ping -6 -q -c 30 -i 0.02 -W 1 ff02::1%flannel.1 >/dev/null || true");
    assertThat(Long.parseLong(lab.on("vm04", dropped).strip())).isGreaterThan(before + 20);
    assertThat(Seen.in(diagnosis.all())).isEqualTo(Seen.HEALTHY);

    lab.on("vm04", "systemd-run --quiet --unit=lab-noise ping -6 -q -i 0.02 ff02::1%flannel.1");
    try {
      LabFault fault = LabFault.of("vxlan-blocked-one-way vm04 vm02");
      diagnosis.during(List.of(fault), () -> diagnosis.await(fault));
    } finally {
      lab.on("vm04", "systemctl stop lab-noise");
    }
    diagnosis.awaitHealthy();
  }

  @ParameterizedTest
  @EnumSource
  void whatLooksOddIsNoFault(OddState odd) {
    lab.on("vm04", odd.make());
    try {
      assertThat(Seen.in(diagnosis.all())).isEqualTo(Seen.HEALTHY);
      assertThat(Seen.in(diagnosis.pair("vm04", "vm02"))).isEqualTo(Seen.HEALTHY);
    } finally {
      lab.on("vm04", odd.undo());
    }
    diagnosis.awaitHealthy();
  }

  /** Packets flow on until the lease ends; what docker does follows from it. */
  @Test
  void aStoppedFlanneldIsOneWarning() {
    LabFault fault = LabFault.of("flanneld-stopped vm03");
    diagnosis.during(
        List.of(fault),
        () ->
            assertThat(diagnosis.await(fault).diagnosis().roots())
                .filteredOn(it -> it.severity() != Severity.INFO)
                .extracting(Finding::severity)
                .containsExactly(Severity.WARNING));
    diagnosis.awaitHealthy();
  }

  /** Gone from the disk: neither the login's shell nor sudo's finds them. */
  @ParameterizedTest
  @ValueSource(strings = {"vm02", "vm04"})
  void findsTheSameWithoutTheUsualTools(String node, @TempDir Path folder) throws IOException {
    lab.on(node, HIDE);
    try (LabDiagnosis bare = LabDiagnosis.open(lab, folder)) {
      for (String tool : TOOLS.split(" ")) {
        lab.tryOn(node, "command -v " + tool).exits(127);
      }
      for (String words :
          List.of(
              "input-firewall %s",
              "vxlan-blocked-one-way %s vm01",
              "route-missing %s vm01",
              "neighbour-stale %s vm01",
              "forward-wrong %s vm01",
              "docker0-down %s",
              "mtu-blackhole %s vm01")) {
        LabFault fault = LabFault.of(words.formatted(node));
        bare.during(List.of(fault), () -> bare.await(fault));
      }
      bare.awaitHealthy();
    } finally {
      lab.on(node, SHOW);
    }
  }

  private static final String TOOLS = "python3 ethtool tcpdump nft ss";

  private static final String HIDE =
      """
      mkdir -p /var/lib/lab-hidden
      for tool in %s; do
        path=$(command -v $tool) || continue
        echo $path >>/var/lib/lab-hidden/paths
        mv $path /var/lib/lab-hidden/$tool
      done
      """
          .formatted(TOOLS);

  private static final String SHOW =
      """
      while read -r path; do mv /var/lib/lab-hidden/${path##*/} $path; done </var/lib/lab-hidden/paths
      rm -r /var/lib/lab-hidden
      """;

  @Test
  void theCommandSaysTheSameAndExitsAccordingly() {
    Flannelboard product = lab.flannelboard();
    assertThat(product.json("diagnose", "--all").exits(0).json().path("unexplained")).isEmpty();
    product.json("diagnose", "vm01", "vm02").exits(0);

    LabFault route = LabFault.of("route-missing vm04 vm02");
    diagnosis.during(
        List.of(route),
        () -> {
          JsonNode found = product.json("diagnose", "vm02", "vm04").exits(1).json();
          assertThat(roots(found)).containsExactly("route-missing@vm04>vm02");
          assertThat(found.path("path").valueStream())
              .filteredOn(hop -> hop.path("state").asString().equals("broken"))
              .extracting(
                  hop -> hop.path("direction").asString() + " " + hop.path("hop").asString())
              .containsExactly("back route");
          product.json("diagnose", "vm01", "vm03").exits(0);
        });

    LabFault down = LabFault.of("node-down vm04");
    diagnosis.during(
        List.of(down),
        () -> {
          product.json("diagnose", "vm01", "vm04").exits(3);
          JsonNode all = product.json("diagnose", "--all").exits(3).json();
          assertThat(roots(all)).containsExactlyElementsOf(down.causes());
        });
    diagnosis.awaitHealthy();
  }

  private static List<String> roots(JsonNode document) {
    return document
        .path("findings")
        .valueStream()
        .filter(
            it -> it.path("dependsOn").isEmpty() && !it.path("severity").asString().equals("info"))
        .map(it -> it.path("id").asString())
        .toList();
  }

  /** The figures that count are those of a quiet machine. */
  @Test
  void verdictsComeInTime(TestReporter reporter) throws IOException {
    Map<String, Duration> times = new TreeMap<>();
    times.put("pair, healthy", median(() -> diagnosis.pair("vm01", "vm02")));
    times.put("all, healthy", median(diagnosis::all));
    LabFault seen = LabFault.of("route-missing vm04 vm02");
    diagnosis.during(
        List.of(seen), () -> times.put("pair, seen", median(() -> diagnosis.pair("vm04", "vm02"))));
    LabFault counted = LabFault.of("vxlan-blocked-one-way vm04 vm02");
    diagnosis.during(
        List.of(counted),
        () -> {
          times.put("pair, counted", median(() -> diagnosis.pair("vm04", "vm02")));
        });
    List<String> lines = new ArrayList<>();
    times.forEach((what, took) -> lines.add(what + ": " + took.toMillis() + " ms"));
    reporter.publishEntry("times", String.join("; ", lines));
    Files.write(Path.of("target", "diagnosis-times.txt"), lines);
    assertThat(times.get("pair, healthy")).isLessThan(within(Duration.ofMillis(500)));
    assertThat(times.get("pair, seen")).isLessThan(within(Duration.ofSeconds(1)));
    assertThat(times.get("pair, counted")).isLessThan(within(Duration.ofSeconds(3)));
    assertThat(times.get("all, healthy")).isLessThan(within(Duration.ofMillis(2500)));
    diagnosis.awaitHealthy();
  }

  /** Twice what is promised; more where each processor has more than two programs to run. */
  private static Duration within(Duration promised) {
    OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
    double waiting = machine.getSystemLoadAverage() / machine.getAvailableProcessors();
    return promised.multipliedBy(Math.max(2, Math.round(waiting)));
  }

  private static Duration median(Supplier<Report> look) {
    List<Duration> took = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long start = System.nanoTime();
      var _ = look.get();
      took.add(Duration.ofNanos(System.nanoTime() - start));
    }
    return took.stream().sorted().toList().get(took.size() / 2);
  }
}

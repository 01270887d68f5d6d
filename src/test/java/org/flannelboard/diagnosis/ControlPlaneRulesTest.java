package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.diagnosis.HealthyCluster.AT;
import static org.flannelboard.diagnosis.HealthyCluster.vm;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.RemotePath;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.diagnosis.ClusterFacts.CertificateTerm;
import org.flannelboard.etcd.StoreFailure;
import org.flannelboard.node.facts.DaemonFacts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** flanneld, its configuration, and what time does to leases, clocks and certificates. */
class ControlPlaneRulesTest {

  private static final Instant STARTED = AT.minusSeconds(60);

  private static Diagnosis examine(HealthyCluster cluster) {
    return Diagnostician.examine(cluster.facts());
  }

  private static DaemonFacts.Unit unit(String active, String result, String restart) {
    return new DaemonFacts.Unit(
        "flanneld.service",
        "loaded",
        active,
        "dead",
        result,
        restart,
        0,
        STARTED,
        null,
        List.of(),
        List.of());
  }

  private static HealthyCluster stopped(DaemonFacts.Unit unit) {
    return HealthyCluster.of(4)
        .withUnit(3, unit)
        .withProcesses(
            3, all -> HealthyCluster.without(all, it -> it.program().equals("flanneld")));
  }

  @Test
  void aStoppedFlanneldIsAWarningWhileItsDeviceCarriesPackets() {
    Diagnosis diagnosis = examine(stopped(unit("inactive", "success", "always")));

    assertThat(diagnosis.findings())
        .extracting(Finding::id)
        .containsExactly("flanneld-not-running@vm03");
    assertThat(diagnosis.findings().getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(diagnosis.findings().getFirst().remedies())
        .containsExactly(
            new Remedy.RestartUnit(vm(3), "flanneld.service", List.of(), List.of()),
            new Remedy.PushNode(vm(3)));
  }

  @Test
  void dockerThatWasStoppedWithFlanneldIsStartedAfterIt() {
    DaemonFacts.Unit docker =
        HealthyNode.unit("docker.service", "always", List.of(), List.of("flanneld.service"));
    DaemonFacts.Unit waiting =
        new DaemonFacts.Unit(
            docker.name(),
            docker.loadState(),
            "inactive",
            "dead",
            "success",
            docker.restart(),
            0,
            docker.started(),
            null,
            docker.after(),
            docker.boundTo());
    Diagnosis diagnosis =
        examine(stopped(unit("inactive", "success", "always")).withUnit(3, waiting));

    assertThat(diagnosis.finding("flanneld-not-running@vm03").orElseThrow().remedies().getFirst())
        .isEqualTo(
            new Remedy.InTurn(
                List.of(
                    new Remedy.RestartUnit(vm(3), "flanneld.service", List.of(), List.of("web")),
                    new Remedy.RestartUnit(vm(3), "docker.service", List.of(), List.of("web")))));
  }

  @Test
  void aRestartThatTakesDockerAlongSaysWhichContainersStop() {
    DaemonFacts.Unit docker =
        HealthyNode.unit("docker.service", "always", List.of(), List.of("flanneld.service"));
    Diagnosis diagnosis =
        examine(stopped(unit("inactive", "success", "always")).withUnit(3, docker));

    assertThat(diagnosis.findings().getFirst().remedies())
        .containsExactly(
            new Remedy.RestartUnit(vm(3), "flanneld.service", List.of(), List.of("web")),
            new Remedy.PushNode(vm(3)));
  }

  @Test
  void withoutItsDeviceNothingIsCarried() {
    Diagnosis diagnosis =
        examine(
            stopped(unit("inactive", "success", "always"))
                .withLinks(
                    3, all -> HealthyCluster.without(all, it -> it.name().equals("flannel.1")))
                .lostNode(3));

    assertThat(diagnosis.roots())
        .extracting(Finding::id)
        .containsExactly("flanneld-not-running@vm03");
    assertThat(diagnosis.roots().getFirst().severity()).isEqualTo(Severity.ERROR);
  }

  @Test
  void aStartThatFailsSaysWhy() {
    Diagnosis diagnosis =
        examine(
            stopped(unit("activating", "exit-code", "always"))
                .withJournal(
                    3,
                    List.of(
                        line(STARTED.minusSeconds(9), "failed to acquire lease: out of subnets"),
                        line(STARTED.plusSeconds(1), "unknown backend type: vxlann"),
                        line(STARTED.plusSeconds(2), "timed out"))));

    Finding finding = diagnosis.finding("flanneld-start-fails@vm03").orElseThrow();
    assertThat(finding.arguments()).containsEntry("cause", "backend-unknown");
    assertThat(finding.evidence().getFirst().line()).isEqualTo("unknown backend type: vxlann");
    assertThat(diagnosis.findings()).hasSize(1);
  }

  @Test
  void whatIsOlderThanTheStartTellsNothingOfIt() {
    Diagnosis diagnosis =
        examine(
            stopped(unit("failed", "exit-code", "always"))
                .withJournal(
                    3, List.of(line(STARTED.minusSeconds(9), "unknown backend type: vxlann"))));

    assertThat(diagnosis.findings())
        .extracting(Finding::id)
        .containsExactly("flanneld-not-running@vm03");
  }

  private static DaemonFacts.JournalLine line(Instant at, String text) {
    return new DaemonFacts.JournalLine(at, text);
  }

  @Test
  void whoStartsItByHandHasItRunning() {
    assertThat(
            examine(HealthyCluster.of(4).withUnit(3, unit("inactive", "success", "always")))
                .findings())
        .isEmpty();
  }

  @Test
  void onFailureDoesNotRestartWhatEndsWell() {
    Diagnosis diagnosis =
        examine(
            HealthyCluster.of(4)
                .withUnit(
                    2, HealthyNode.unit("flanneld.service", "on-failure", List.of(), List.of())));

    assertThat(diagnosis.findings())
        .extracting(Finding::id)
        .containsExactly("flanneld-without-restart@vm02");
  }

  @Test
  void aMissingConfigurationIsTheReasonForEveryStartThatFails() {
    Diagnosis diagnosis =
        examine(
            stopped(unit("activating", "exit-code", "always"))
                .withJournal(3, List.of(line(AT, "100: Key not found (/kubernetes) [7]")))
                .withConfig(Known.unknown("nobody has written one"), null));

    assertThat(diagnosis.roots()).extracting(Finding::id).containsExactly("config-missing@cluster");
    assertThat(diagnosis.finding("flanneld-start-fails@vm03").orElseThrow().dependsOn())
        .containsExactly("config-missing@cluster");
  }

  @Test
  void anotherReasonOfItsOwnStaysARoot() {
    Diagnosis diagnosis =
        examine(
            stopped(unit("activating", "exit-code", "always"))
                .withJournal(3, List.of(line(AT, "Could not find valid interface matching eth9")))
                .withConfig(Known.unknown("nobody has written one"), null));

    assertThat(diagnosis.roots())
        .extracting(Finding::id)
        .containsExactlyInAnyOrder("config-missing@cluster", "flanneld-start-fails@vm03");
  }

  @Test
  void etcdThatDoesNotAnswerIsNoMissingConfiguration() {
    StoreFailure failure = StoreFailure.unreachable("https://172.16.16.81:2379", "refused");
    Diagnosis diagnosis =
        examine(
            HealthyCluster.of(4).withConfig(Known.unknown("refused"), failure).withLeasesUnknown());

    assertThat(diagnosis.findings())
        .extracting(Finding::id)
        .containsExactly("etcd-unreachable@cluster");
    assertThat(diagnosis.findings().getFirst().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void aValueThatIsNoConfigurationIsInvalid() {
    Diagnosis diagnosis =
        examine(
            HealthyCluster.of(4)
                .withConfig(
                    Known.unknown("malformed"),
                    new StoreFailure.Malformed("/kubernetes/network/config", "no JSON")));

    assertThat(diagnosis.findings())
        .extracting(Finding::id)
        .containsExactly("config-invalid@cluster");
  }

  @Test
  void anotherBackendIsWrong() {
    NetworkConfig udp =
        NetworkConfig.of(Cidr.of("10.253.0.0/16"), 24, new Backend("udp", new TreeMap<>()));

    assertThat(examine(HealthyCluster.of(4).withConfig(Known.of(udp), null)).findings())
        .extracting(Finding::code)
        .contains(FindingCode.BACKEND_WRONG);
  }

  @Test
  void subnetsAreExhaustedWhenAllAreLeasedAndANodeHasNone() {
    NetworkConfig small = NetworkConfig.of(Cidr.of("10.253.0.0/22"), 24, Backend.vxlan());
    HealthyCluster cluster =
        HealthyCluster.of(4)
            .withConfig(Known.of(small), null)
            .withLeases(
                all ->
                    HealthyCluster.replace(
                        all,
                        it -> it.publicIp().equals(Ipv4Address.of("172.16.16.84")),
                        it ->
                            new SubnetLease(
                                it.subnet(),
                                Ipv4Address.of("172.16.16.99"),
                                "vxlan",
                                new MacAddress("92:14:8f:74:3a:99"),
                                it.ttl())));

    Finding finding = examine(cluster).finding("subnets-exhausted@cluster").orElseThrow();
    assertThat(finding.arguments()).containsEntry("nodes", "vm04");
    assertThat(finding.remedies())
        .containsExactly(new Remedy.RemoveLease("10.253.4.0/24", List.of()));
    assertThat(examine(HealthyCluster.of(4)).finding("subnets-exhausted@cluster")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"22h,false", "59m,false", "58m,true"})
  void aLeaseThatIsNotRenewed(String left, boolean found) {
    Duration ttl = Duration.parse("PT" + left.toUpperCase(Locale.ROOT));
    HealthyCluster cluster =
        HealthyCluster.of(4)
            .withLeases(
                all ->
                    HealthyCluster.replace(
                        all,
                        it -> it.subnet().equals(HealthyCluster.subnet(2)),
                        it -> lease(it, ttl)));

    assertThat(examine(cluster).finding("lease-expiring@vm02").isPresent()).isEqualTo(found);
  }

  @Test
  void aReservationNeverEnds() {
    HealthyCluster cluster =
        HealthyCluster.of(4).withLeases(all -> all.stream().map(it -> lease(it, null)).toList());

    assertThat(examine(cluster).findings()).isEmpty();
  }

  private static SubnetLease lease(SubnetLease it, @Nullable Duration ttl) {
    return new SubnetLease(it.subnet(), it.publicIp(), it.backendType(), it.vtepMac(), ttl);
  }

  @ParameterizedTest
  @CsvSource({"4,", "-4,", "6,WARNING", "-6,WARNING", "-120,WARNING", "61,WARNING"})
  void aClockThatIsOff(int minutes, @Nullable Severity severity) {
    Optional<Finding> found =
        examine(HealthyCluster.of(4).withClock(2, Duration.ofMinutes(minutes)))
            .finding("clock-skew@vm02");

    assertThat(found.map(Finding::severity)).isEqualTo(Optional.ofNullable(severity));
  }

  @Test
  void theWorkstationsOwnClockIsNobodysFault() {
    HealthyCluster cluster = HealthyCluster.of(4);
    for (int i = 1; i <= 4; i++) {
      cluster.withClock(i, Duration.ofHours(3));
    }

    assertThat(examine(cluster).findings()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "-10,400,",
    "-10,20,CERTIFICATE_EXPIRING",
    "-10,-1,CERTIFICATE_EXPIRED",
    "1,400,CERTIFICATE_EXPIRED",
  })
  void certificatesEnd(int from, int until, @Nullable FindingCode code) {
    CertificateTerm term =
        new CertificateTerm(
            RemotePath.of("/etc/flanneld/ssl/flannel.pem"),
            AT.plus(Duration.ofDays(from)),
            AT.plus(Duration.ofDays(until)));
    ClusterFacts facts = HealthyCluster.of(4).facts().withCertificates(Map.of(vm(1), term));

    assertThat(Diagnostician.examine(facts).findings().stream().map(Finding::code).findFirst())
        .isEqualTo(Optional.ofNullable(code));
  }
}

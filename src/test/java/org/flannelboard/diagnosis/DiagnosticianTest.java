package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.flannelboard.diagnosis.HealthyCluster.and;
import static org.flannelboard.diagnosis.HealthyCluster.replace;
import static org.flannelboard.diagnosis.HealthyCluster.subnet;
import static org.flannelboard.diagnosis.HealthyCluster.vm;
import static org.flannelboard.diagnosis.HealthyCluster.vtepMac;
import static org.flannelboard.diagnosis.HealthyCluster.without;
import static org.flannelboard.diagnosis.HealthyNode.DOCKER0;
import static org.flannelboard.diagnosis.HealthyNode.FLANNEL;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.Host;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.NetworkFacts;
import org.flannelboard.node.facts.PolicyRule;
import org.flannelboard.probe.matrix.Cell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of healthy clusters, odd ones, blind ones, and of two faults at once. */
class DiagnosticianTest {

  @Test
  void ofAHealthyClusterNothingIsSaid() {
    Diagnosis diagnosis = Diagnostician.examine(HealthyCluster.of(4).facts());
    assertThat(diagnosis.findings()).isEmpty();
    assertThat(diagnosis.shape()).isEqualTo(new MatrixShape.AllReached());
  }

  // Two at once

  static Stream<DoubleFault> doubleFaults() {
    return Stream.of(
        new DoubleFault(
            Faults.routeMissing(Faults.deviceDown(4), 1, 2),
            "vxlan-device-down@vm04",
            "route-missing@vm01>vm02"),
        new DoubleFault(
            Faults.forwardWrong(Faults.neighbourMissing(1, 2), 3, 4),
            "neighbour-missing@vm01>vm02",
            "forward-wrong@vm03>vm04"),
        new DoubleFault(
            Faults.leaseMissing(Faults.portTaken(1), 4),
            "lease-missing@vm04",
            "udp-port-taken@vm01"),
        new DoubleFault(
            Faults.deviceMissing(Faults.macChanged(1), 4),
            "vtep-mac-changed@vm01",
            "vxlan-device-missing@vm04"),
        new DoubleFault(
            Faults.forwardMissing(Faults.routeMissing(1, 2), 2, 1),
            "route-missing@vm01>vm02",
            "forward-missing@vm02>vm01"),
        new DoubleFault(
            Faults.neighbourMissing(Faults.macChanged(4), 2, 3),
            "vtep-mac-changed@vm04",
            "neighbour-missing@vm02>vm03"));
  }

  record DoubleFault(HealthyCluster cluster, String one, String other) {
    @Override
    public String toString() {
      return one + " and " + other;
    }
  }

  @ParameterizedTest
  @MethodSource("doubleFaults")
  void twoFaultsAreTwoRoots(DoubleFault fault) {
    Diagnosis diagnosis = Diagnostician.examine(fault.cluster().facts());
    assertThat(errors(diagnosis)).containsExactlyInAnyOrder(fault.one(), fault.other());
    assertThat(diagnosis.unexplained()).isEmpty();
  }

  @Test
  void whatNoRootExplainsIsLeftForTheLadder() {
    Diagnosis diagnosis = Diagnostician.examine(Faults.routeMissing(1, 2).lostPair(3, 4).facts());
    assertThat(errors(diagnosis)).containsExactly("route-missing@vm01>vm02");
    assertThat(diagnosis.unexplained())
        .extracting(Subject.OnPair::text)
        .containsExactlyInAnyOrder("vm03>vm04", "vm04>vm03");
  }

  @Test
  void whatProbesFoundExplainsAsWell() {
    ClusterFacts facts = HealthyCluster.of(4).lostPair(3, 4).facts();
    Finding blocked =
        Finding.of(
            FindingCode.UNDERLAY_BLOCKED,
            Severity.ERROR,
            new Subject.OnPair(vm(3), vm(4)),
            Direction.OUTBOUND,
            Map.of(),
            List.of(new Evidence(vm(4), "counters", "Udp/InDatagrams +0", HealthyCluster.AT)),
            List.of(new Remedy.Instruct("open-underlay", Map.of())));
    Diagnosis diagnosis = Diagnostician.examine(facts, List.of(blocked));
    assertThat(errors(diagnosis)).containsExactly("underlay-blocked@vm03>vm04");
    assertThat(diagnosis.unexplained()).isEmpty();
  }

  // Consequences

  @Test
  void aCauseHidesWhatFollowsFromItAndSpeaksForIt() {
    Diagnosis diagnosis = Diagnostician.examine(Faults.subnetDuplicate(4, 2).facts());
    assertThat(diagnosis.findings()).hasSizeGreaterThan(1);
    assertThat(diagnosis.findings().getFirst().id()).isEqualTo("subnet-duplicate@vm04");
    assertThat(diagnosis.findings().stream().skip(1))
        .allSatisfy(it -> assertThat(it.dependsOn()).contains("subnet-duplicate@vm04"));
  }

  @ParameterizedTest
  @EnumSource(FindingCode.class)
  void nothingFollowsFromItself(FindingCode code) {
    Set<FindingCode> below = EnumSet.noneOf(FindingCode.class);
    below.addAll(Consequences.hiddenBy(code));
    int before = -1;
    while (before != below.size()) {
      before = below.size();
      List.copyOf(below).forEach(it -> below.addAll(Consequences.hiddenBy(it)));
    }
    assertThat(below).doesNotContain(code);
  }

  // Odd, and well

  static Stream<HealthyCluster> oddButWell() {
    return Stream.of(
        // docker0 without containers keeps the size it was made with.
        HealthyCluster.of(4)
            .withLink(
                4,
                DOCKER0,
                it ->
                    HealthyNode.link(
                        DOCKER0,
                        Set.of("BROADCAST", "MULTICAST", "UP", "NO-CARRIER"),
                        1500,
                        it.mac(),
                        null,
                        null))
            .withLinks(4, all -> without(all, it -> it.name().startsWith("veth"))),
        // Somebody else's tunnel, and networks of somebody else's.
        HealthyCluster.of(4)
            .withLinks(
                4,
                all ->
                    and(
                        all,
                        HealthyNode.link(
                            "vxlan.calico",
                            Set.of("UP"),
                            1450,
                            Faults.OTHER_MAC,
                            null,
                            new Link.Vxlan(4096, Known.of(4789), null, "eth0"))))
            .withRoutes(
                4,
                all ->
                    and(all, HealthyNode.route("main", "10.8.0.0/16", "tun0", null, null, false))),
        // A policy for another network.
        HealthyCluster.of(4)
            .withRules(
                4,
                all ->
                    and(
                        all,
                        new PolicyRule(
                            100,
                            "from all to 10.8.0.0/16",
                            "200",
                            "100: from all to 10.8.0.0/16 lookup 200"))),
        // Entries of machines that are gone.
        HealthyCluster.of(4)
            .withForwards(
                4,
                all ->
                    and(
                        all,
                        HealthyNode.forward(Faults.OTHER_MAC, HealthyCluster.of(4).underlay(3)))),
        // Clones, though flannel gave them different addresses.
        HealthyCluster.of(4)
            .withHost(1, DiagnosticianTest::cloned)
            .withHost(2, DiagnosticianTest::cloned),
        // The configuration changed and nobody has started flanneld since.
        HealthyCluster.of(4).withConfig(Known.of(withPort(4789)), null));
  }

  @ParameterizedTest
  @MethodSource("oddButWell")
  void ofWhatIsOddAndWellNothingIsAnError(HealthyCluster cluster) {
    Diagnosis diagnosis = Diagnostician.examine(cluster.facts());
    assertThat(errors(diagnosis)).isEmpty();
    assertThat(diagnosis.findings()).hasSizeLessThan(2);
  }

  @Test
  void anEntryThatLooksWrongWherePingsAreAnsweredIsAWarning() {
    HealthyCluster cluster = Faults.forwardWrong(1, 2);
    cluster.withCell(1, 2, answered()).withCell(2, 1, answered());
    assertThat(Diagnostician.examine(cluster.facts()).findings())
        .extracting(Finding::id, Finding::severity)
        .containsExactly(tuple("forward-wrong@vm01>vm02", Severity.WARNING));
  }

  @Test
  void machineIdsMatterWhereAddressesAreDerivedFromThem() {
    Diagnosis diagnosis =
        Diagnostician.examine(
            HealthyCluster.of(4)
                .withHost(1, DiagnosticianTest::cloned)
                .withHost(2, DiagnosticianTest::cloned)
                .facts());
    assertThat(diagnosis.findings())
        .extracting(Finding::code, Finding::severity)
        .containsExactly(tuple(FindingCode.SHARED_MACHINE_ID, Severity.INFO));
  }

  // Blind

  @Test
  void aSilentNodeIsNamedAndItsCellsAreNotJudged() {
    Diagnosis diagnosis =
        Diagnostician.examine(HealthyCluster.of(4).silent(4).lostColumn(4).facts());
    assertThat(errors(diagnosis)).containsExactly("node-unreachable@vm04");
    assertThat(diagnosis.unexplained()).isEmpty();
  }

  /** A red node without the tools to look. */
  static HealthyCluster blind() {
    HealthyCluster cluster = HealthyCluster.of(4).lostNode(4);
    return cluster.withNetwork(
        4,
        it ->
            new NetworkFacts(
                Known.unknown("ip is not installed"),
                Known.unknown("ip is not installed"),
                Known.unknown("ip is not installed"),
                Known.unknown("ip is not installed"),
                Map.of(),
                Known.unknown("ip is not installed"),
                Known.unknown("bridge is not installed"),
                Known.unknown("not readable"),
                Map.of(),
                Known.notChecked()));
  }

  @Test
  void nothingIsConcludedFromWhatCouldNotBeSeen() {
    Diagnosis diagnosis = Diagnostician.examine(blind().facts());
    assertThat(errors(diagnosis)).isEmpty();
    assertThat(diagnosis.findings()).extracting(Finding::id).contains("not-enough-seen@vm04");
    assertThat(diagnosis.unexplained()).hasSize(6);
  }

  @Test
  void withoutLeasesNoEntryIsExpected() {
    Diagnosis diagnosis =
        Diagnostician.examine(Faults.routeMissing(1, 2).withLeasesUnknown().facts());
    assertThat(errors(diagnosis)).isEmpty();
    assertThat(diagnosis.unexplained()).hasSize(2);
  }

  // Look-alikes

  @Test
  void anAddressThatTheLeaseDoesNotKnowIsTheOwnersAndOneThePeerMissedIsThePeers() {
    assertThat(errors(Diagnostician.examine(Faults.macChanged(4).facts())))
        .containsExactly("vtep-mac-changed@vm04");
    assertThat(errors(Diagnostician.examine(Faults.neighbourStale(2, 4).facts())))
        .containsExactly("neighbour-stale@vm02>vm04");
  }

  @Test
  void aTargetThatIsTheSourcesOwnIsToldFromAReachedOne() {
    HealthyCluster cluster =
        HealthyCluster.of(4)
            .withAddresses(
                4,
                all ->
                    replace(
                        all,
                        it -> it.device().equals(DOCKER0),
                        _ -> HealthyNode.address(DOCKER0, subnet(2).firstHost(), 24)));
    assertThat(Diagnostician.examine(cluster.facts()).findings())
        .extracting(Finding::id)
        .contains("target-local@vm04>vm02");
  }

  // Remedies

  @Test
  void anEntryIsPutBackBeforeAnythingIsRestarted() {
    Finding finding = Diagnostician.examine(Faults.eventMissed(4, 2).facts()).roots().getFirst();
    assertThat(finding.remedies()).hasSize(2);
    assertThat(finding.remedies().getFirst()).isInstanceOf(Remedy.ChangeKernel.class);
    assertThat(((Remedy.ChangeKernel) finding.remedies().getFirst()).changes())
        .extracting(KernelChange::command)
        .containsExactly(
            "ip route replace 10.253.2.0/24 via 10.253.2.0 dev flannel.1 onlink",
            "ip neigh replace 10.253.2.0 lladdr " + vtepMac(2) + " dev flannel.1 nud permanent",
            "bridge fdb replace " + vtepMac(2) + " dev flannel.1 dst 172.16.16.82 self permanent");
    assertThat(finding.remedies().getLast())
        .isEqualTo(new Remedy.RestartUnit(vm(4), "flanneld.service", List.of(), List.of()));
  }

  @Test
  void aDeviceThatWouldBeReusedIsRemovedFirst() {
    Finding finding = Diagnostician.examine(Faults.portMismatch(4).facts()).roots().getFirst();
    assertThat(finding.remedies())
        .containsExactly(
            new Remedy.RestartUnit(
                vm(4),
                "flanneld.service",
                List.of(new KernelChange.RemoveLink(FLANNEL)),
                List.of()));
  }

  @Test
  void aNodeWithoutItsSubnetEnvGetsAnotherSubnetAndDockerHasToFollow() {
    HealthyCluster cluster =
        Faults.leaseMissing(4).withFile(4, HealthyNode.SUBNET_ENV, Optional.empty());
    Remedy remedy = Diagnostician.examine(cluster.facts()).roots().getFirst().remedies().getFirst();
    assertThat(remedy)
        .isEqualTo(
            new Remedy.InTurn(
                List.of(
                    new Remedy.RestartUnit(vm(4), "flanneld.service", List.of(), List.of()),
                    new Remedy.RestartUnit(vm(4), "docker.service", List.of(), List.of("web")))));
  }

  @Test
  void aStaleLeaseGoesAndTheRouteToTheContainersComesBack() {
    Remedy remedy =
        Diagnostician.examine(Faults.leaseStaleOwn(4).facts())
            .roots()
            .getFirst()
            .remedies()
            .getFirst();
    assertThat(remedy).isInstanceOf(Remedy.RemoveLease.class);
    assertThat(((Remedy.ChangeKernel) ((Remedy.RemoveLease) remedy).then().getFirst()).changes())
        .extracting(KernelChange::command)
        .containsExactly(
            "ip route replace 10.253.4.0/24 dev docker0 proto kernel scope link src 10.253.4.1",
            "bridge fdb del " + vtepMac(4) + " dev flannel.1 dst 172.16.16.84 self");
  }

  // Size

  @Test
  void a255NodesTakeNoTimeToSpeakOf(TestReporter reporter) {
    HealthyCluster cluster = HealthyCluster.of(255);
    Faults.routeMissing(Faults.deviceDown(cluster, 200), 1, 2);
    ClusterFacts facts = cluster.facts();
    long start = cpu();
    Diagnosis diagnosis = Diagnostician.examine(facts);
    Duration took = Duration.ofNanos(cpu() - start);
    reporter.publishEntry("255 nodes", took.toMillis() + " ms");
    assertThat(errors(diagnosis))
        .containsExactly("vxlan-device-down@vm200", "route-missing@vm01>vm02");
    assertThat(took).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void a255NodesThatMissEveryEntryTakeLittleMore(TestReporter reporter) {
    HealthyCluster cluster = HealthyCluster.of(255);
    for (int i = 1; i <= 255; i++) {
      cluster.lostNode(i).withForwards(i, all -> all.subList(0, 1));
    }
    ClusterFacts facts = cluster.facts();
    long start = cpu();
    Diagnosis diagnosis = Diagnostician.examine(facts);
    Duration took = Duration.ofNanos(cpu() - start);
    reporter.publishEntry("255 nodes, 64515 findings", took.toMillis() + " ms");
    assertThat(diagnosis.findings()).hasSize(255 * 253);
    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }

  /** What this thread has used of a processor: others may want it as well. */
  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static List<String> errors(Diagnosis diagnosis) {
    return diagnosis.roots().stream()
        .filter(it -> it.severity() == Severity.ERROR)
        .map(Finding::id)
        .toList();
  }

  private static Host cloned(Host host) {
    return new Host(
        host.hostname(),
        host.operatingSystem(),
        host.kernel(),
        host.uptime(),
        host.root(),
        Known.of("0123456789abcdef0123456789abcdef"),
        host.synchronised());
  }

  private static NetworkConfig withPort(int port) {
    NetworkConfig config = HealthyCluster.of(4).profile().network();
    TreeMap<String, Object> options = new TreeMap<>();
    options.put("Port", port);
    return NetworkConfig.of(config.network(), config.subnetLen(), new Backend("vxlan", options));
  }

  private static Cell answered() {
    return new Cell.Reached(Duration.ofMillis(1), 0, HealthyCluster.AT);
  }
}

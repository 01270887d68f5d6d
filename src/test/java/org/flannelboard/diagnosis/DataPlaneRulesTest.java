package org.flannelboard.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.diagnosis.HealthyCluster.subnet;
import static org.flannelboard.diagnosis.HealthyCluster.vm;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Firewall;
import org.flannelboard.node.facts.Firewall.Chain;
import org.flannelboard.node.facts.Firewall.Rule;
import org.flannelboard.node.facts.Firewall.Tool;
import org.flannelboard.node.facts.Link;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters, forwarding, docker and kernel settings: what each fault is called, and alone. */
class DataPlaneRulesTest {

  private static Diagnosis examine(HealthyCluster cluster) {
    return Diagnostician.examine(cluster.facts());
  }

  private static List<String> ids(Diagnosis diagnosis) {
    return diagnosis.findings().stream().map(Finding::id).toList();
  }

  /** A rule put before all others of a chain; the chain is made where there is none. */
  private static HealthyCluster filtered(
      HealthyCluster cluster, int number, Tool tool, String table, String chain, String rule) {
    return cluster.withFirewall(
        number,
        known ->
            known.map(
                firewall -> {
                  List<Chain> chains = new ArrayList<>();
                  List<Rule> rules = new ArrayList<>(List.of(FilterWalkTest.rule(rule)));
                  for (Chain it : firewall.chains()) {
                    if (it.tool() == tool && it.table().equals(table) && it.name().equals(chain)) {
                      rules.addAll(it.rules());
                    } else {
                      chains.add(it);
                    }
                  }
                  String policy =
                      chain.equals("FORWARD") && tool == Tool.IPTABLES ? "DROP" : "ACCEPT";
                  boolean base =
                      chain.equals(chain.toUpperCase(Locale.ROOT)) && !chain.startsWith("DOCKER");
                  chains.add(
                      new Chain(
                          tool, table, chain, base ? chain : "", base ? policy : "", 0, rules));
                  return new Firewall(chains);
                }));
  }

  @ParameterizedTest
  @CsvSource({
    "filter, INPUT, -p udp --dport 8472 -j DROP, input-firewall@vm04",
    "filter, INPUT, -p udp -j REJECT, input-firewall@vm04",
    "raw, PREROUTING, -p udp --dport 8472 -j DROP, input-firewall@vm04",
    "filter, OUTPUT, -p udp --dport 8472 -j DROP, output-firewall@vm04",
    "filter, INPUT, -i flannel.1 -p icmp -j DROP, icmp-filtered@vm04",
    "filter, OUTPUT, -o flannel.1 -p icmp --icmp-type 0 -j DROP, icmp-filtered@vm04",
  })
  void aFilterOfANode(String table, String chain, String rule, String id) {
    Diagnosis diagnosis =
        examine(filtered(HealthyCluster.of(4), 4, Tool.IPTABLES, table, chain, rule).lostNode(4));

    assertThat(ids(diagnosis)).containsExactly(id);
    assertThat(diagnosis.unexplained()).isEmpty();
    assertThat(diagnosis.findings().getFirst().evidence().getFirst().line()).contains(rule);
  }

  @Test
  void vxlanIsLetInFromTheOtherNodesAlone() {
    Diagnosis diagnosis =
        examine(
            filtered(
                    HealthyCluster.of(3),
                    3,
                    Tool.IPTABLES,
                    "filter",
                    "INPUT",
                    "-p udp --dport 8472 -j DROP")
                .lostNode(3));

    assertThat(diagnosis.findings().getFirst().remedies())
        .containsExactly(
            new Remedy.ChangeKernel(
                vm(3), List.of(insert("172.16.16.81"), insert("172.16.16.82"))));
  }

  private static KernelChange insert(String source) {
    return new KernelChange.InsertRule(
        Tool.IPTABLES,
        "filter",
        "INPUT",
        List.of("-p", "udp", "--dport", "8472", "-s", source, "-j", "ACCEPT"));
  }

  @Test
  void whatNftOwnsIsChangedByAPerson() {
    Diagnosis diagnosis =
        examine(
            filtered(
                    HealthyCluster.of(3),
                    3,
                    Tool.NFT,
                    "inet mine",
                    "INPUT",
                    "udp -p udp --dport 8472 -j DROP")
                .lostNode(3));

    assertThat(ids(diagnosis)).isEmpty(); // its first word is none that is known
    Diagnosis plain =
        examine(
            filtered(HealthyCluster.of(3), 3, Tool.NFT, "inet mine", "INPUT", "-p udp -j DROP")
                .lostNode(3));
    assertThat(plain.findings().getFirst().remedies())
        .first()
        .isInstanceOfSatisfying(
            Remedy.Instruct.class,
            it -> {
              assertThat(it.code()).isEqualTo("open-in-nft");
              assertThat(it.arguments()).containsEntry("table", "inet mine");
            });
  }

  @Test
  void onePeerAloneIsAPair() {
    Diagnosis diagnosis =
        examine(
            filtered(
                    HealthyCluster.of(4),
                    4,
                    Tool.IPTABLES,
                    "filter",
                    "INPUT",
                    "-s 172.16.16.82/32 -p udp -j DROP")
                .lostPair(2, 4));

    assertThat(ids(diagnosis)).containsExactly("input-firewall@vm02>vm04");
    assertThat(diagnosis.unexplained()).isEmpty();
  }

  @Test
  void answeredPingsRefuteWhatAFilterSeemsToDo() {
    assertThat(
            ids(
                examine(
                    filtered(
                        HealthyCluster.of(4),
                        4,
                        Tool.IPTABLES,
                        "filter",
                        "INPUT",
                        "-p udp -j DROP"))))
        .isEmpty();
  }

  @Test
  void aDropThatMayMatchIsLeftToTheCounters() {
    Diagnosis diagnosis =
        examine(
            filtered(
                    HealthyCluster.of(4),
                    4,
                    Tool.IPTABLES,
                    "filter",
                    "INPUT",
                    "-m recent --name x -p udp -j DROP")
                .lostNode(4));

    assertThat(ids(diagnosis)).isEmpty();
    assertThat(diagnosis.unexplained()).hasSize(6);
  }

  @Test
  void nothingFollowsFromFiltersNobodyCouldRead() {
    assertThat(
            examine(
                    HealthyCluster.of(4)
                        .withFirewall(4, _ -> Known.unknown("not root"))
                        .lostNode(4))
                .findings())
        .extracting(Finding::code)
        .containsOnly(FindingCode.NOT_ENOUGH_SEEN);
  }

  // Containers behind green cells

  @ParameterizedTest
  @CsvSource({
    "ipv4/ip_forward, 0, ip-forward-off@vm04",
    "ipv4/conf/flannel.1/forwarding, 0, ip-forward-off@vm04",
    "ipv4/icmp_echo_ignore_all, 1, icmp-ignored@vm04",
    "ipv4/conf/all/rp_filter, 1,",
  })
  void aKernelSetting(String path, int value, String id) {
    Diagnosis diagnosis = examine(HealthyCluster.of(4).withSysctl(4, path, value));

    assertThat(ids(diagnosis)).isEqualTo(id == null ? List.of() : List.of(id));
    diagnosis.findings().stream()
        .flatMap(it -> it.remedies().stream())
        .forEach(
            it ->
                assertThat(it)
                    .isEqualTo(
                        new Remedy.ChangeKernel(
                            vm(4), List.of(new KernelChange.SetSysctl(path, 1 - value)))));
  }

  @Test
  void ignoredEchoesReddenAColumn() {
    Diagnosis diagnosis =
        examine(HealthyCluster.of(4).withSysctl(4, "ipv4/icmp_echo_ignore_all", 1).lostColumn(4));

    assertThat(ids(diagnosis)).containsExactly("icmp-ignored@vm04");
    assertThat(diagnosis.unexplained()).isEmpty();
    assertThat(plane(diagnosis, HealthyCluster.of(4).lostColumn(4), 1, 4))
        .isEqualTo(ContainerPlane.State.OK);
  }

  private static ContainerPlane.State plane(
      Diagnosis diagnosis, HealthyCluster cluster, int from, int to) {
    return new ContainerPlanes(cluster.facts(), diagnosis).of(vm(from), vm(to)).state();
  }

  @Test
  void withoutFlannelsRulesNothingNewIsForwardedIn() {
    HealthyCluster cluster =
        HealthyCluster.of(4)
            .withFirewall(
                4,
                known ->
                    known.map(
                        it ->
                            new Firewall(
                                it.chains().stream().map(DataPlaneRulesTest::bare).toList())));
    Diagnosis diagnosis = examine(cluster);

    assertThat(ids(diagnosis)).containsExactly("forward-drop@vm04");
    Finding finding = diagnosis.findings().getFirst();
    assertThat(finding.direction()).isEqualTo(Direction.INBOUND);
    assertThat(finding.remedies().getFirst())
        .isInstanceOfSatisfying(
            Remedy.ChangeKernel.class,
            it ->
                assertThat(it.changes().getFirst().command())
                    .isEqualTo("iptables -t filter -I FORWARD -d 10.253.0.0/16 -j ACCEPT"));
    assertThat(plane(diagnosis, cluster, 1, 4)).isEqualTo(ContainerPlane.State.BROKEN);
    assertThat(plane(diagnosis, cluster, 4, 1)).isEqualTo(ContainerPlane.State.OK);
  }

  private static Chain bare(Chain chain) {
    List<Rule> rules =
        chain.name().equals("FORWARD")
            ? HealthyCluster.without(chain.rules(), it -> it.line().contains("10.253.0.0/16"))
            : chain.rules();
    return new Chain(
        chain.tool(), chain.table(), chain.name(), chain.hook(), chain.policy(), 4, rules);
  }

  @ParameterizedTest
  @CsvSource({
    "raw, PREROUTING, -d 10.253.4.2/32 ! -i docker0 -j DROP",
    "filter, DOCKER, ! -i docker0 -o docker0 -j DROP",
  })
  void dockerItselfDropsWhatIsRoutedToContainers(String table, String chain, String rule) {
    HealthyCluster cluster = filtered(HealthyCluster.of(4), 4, Tool.IPTABLES, table, chain, rule);
    Diagnosis diagnosis = examine(cluster);

    assertThat(ids(diagnosis)).containsExactly("direct-routing-drop@vm04");
    assertThat(plane(diagnosis, cluster, 1, 4)).isEqualTo(ContainerPlane.State.BROKEN);
  }

  @Test
  void dockersMasqueradeHidesWhoAsks() {
    HealthyCluster cluster =
        filtered(
            HealthyCluster.of(4),
            4,
            Tool.IPTABLES,
            "nat",
            "POSTROUTING",
            "-s 10.253.4.0/24 ! -o docker0 -j MASQUERADE");
    Diagnosis diagnosis = examine(cluster);

    assertThat(ids(diagnosis)).containsExactly("masqueraded@vm04");
    assertThat(diagnosis.findings().getFirst().severity()).isEqualTo(Severity.WARNING);
    assertThat(plane(diagnosis, cluster, 4, 1)).isEqualTo(ContainerPlane.State.OK);
  }

  @Test
  void theContainersAreNotCheckedWhereFiltersAreNotSeen() {
    HealthyCluster cluster = HealthyCluster.of(4).withFirewall(4, _ -> Known.unknown("not root"));

    assertThat(plane(examine(cluster), cluster, 1, 4)).isEqualTo(ContainerPlane.State.NOT_CHECKED);
    assertThat(plane(examine(cluster), cluster, 1, 2)).isEqualTo(ContainerPlane.State.OK);
    HealthyCluster red = HealthyCluster.of(4).lostPair(1, 2);
    assertThat(plane(examine(red), red, 1, 2)).isEqualTo(ContainerPlane.State.NOT_CHECKED);
  }

  // docker

  private static DaemonFacts.Unit docker(String active, String result) {
    return new DaemonFacts.Unit(
        "docker.service",
        "loaded",
        active,
        "dead",
        result,
        "always",
        1,
        null,
        null,
        List.of(),
        List.of());
  }

  private static HealthyCluster withoutDockerd(HealthyCluster cluster) {
    return cluster.withProcesses(
        4, all -> HealthyCluster.without(all, it -> it.program().equals("dockerd")));
  }

  @Test
  void docker0IsGoneWithDocker() {
    Diagnosis diagnosis =
        examine(
            withoutDockerd(HealthyCluster.of(4))
                .withUnit(4, docker("failed", "start-limit-hit"))
                .withLinks(4, all -> HealthyCluster.without(all, it -> it.name().equals("docker0")))
                .lostNode(4));

    assertThat(ids(diagnosis)).containsExactly("docker0-missing@vm04");
    assertThat(diagnosis.findings().getFirst().arguments())
        .containsEntry("result", "start-limit-hit");
  }

  @Test
  void dockerThatDoesNotRunLeavesItsBridge() {
    assertThat(
            ids(
                examine(
                    withoutDockerd(HealthyCluster.of(4))
                        .withUnit(4, docker("inactive", "success")))))
        .containsExactly("docker-not-running@vm04");
  }

  @Test
  void aBridgeThatIsDownIsNoBridgeWithoutContainers() {
    assertThat(ids(examine(HealthyCluster.of(4).withLink(4, "docker0", it -> flags(it, Set.of())))))
        .containsExactly("docker0-down@vm04");
    assertThat(
            ids(
                examine(
                    HealthyCluster.of(4)
                        .withLink(4, "docker0", it -> flags(it, Set.of("NO-CARRIER", "UP"))))))
        .isEmpty();
  }

  private static Link flags(Link it, Set<String> flags) {
    return new Link(it.name(), flags, it.mtu(), it.mac(), it.master(), it.vxlan(), it.line());
  }

  private static Link mtu(Link it, int mtu) {
    return new Link(it.name(), it.flags(), mtu, it.mac(), it.master(), it.vxlan(), it.line());
  }

  /** The device has 1450 on an interface of 1400: 1350 fits, and flannel goes by the outer 1400. */
  @Test
  void aSmallerMtuByHandIsThatOfTheOuterPacket() {
    Finding found =
        examine(HealthyCluster.of(4).withLink(4, "eth0", it -> mtu(it, 1400))).roots().getFirst();
    assertThat(found.arguments()).containsEntry("fits", "1350");
    assertThat(found.remedies())
        .contains(
            new Remedy.Instruct(
                "lower-mtu", Map.of("node", "vm04", "mtu", "1350", "outer", "1400")));
  }

  @Test
  void sizesThatDoNotFit() {
    assertThat(ids(examine(HealthyCluster.of(4).withLink(4, "eth0", it -> mtu(it, 1400)))))
        .containsExactly("mtu-too-large@vm04");
    assertThat(ids(examine(HealthyCluster.of(4).withLink(4, "docker0", it -> mtu(it, 1500)))))
        .isEmpty();
    assertThat(
            ids(
                examine(
                    HealthyCluster.of(4)
                        .withDocker(
                            4,
                            it ->
                                new DaemonFacts.Docker(
                                    it.subnet(),
                                    Map.of("com.docker.network.driver.mtu", "1500"),
                                    it.containers())))))
        .containsExactly("mtu-too-large@vm04");
  }

  private static HealthyCluster docker0At(String address, int prefix, String bip) {
    return HealthyCluster.of(4)
        .withAddresses(
            4,
            all ->
                HealthyCluster.replace(
                    all,
                    it -> it.device().equals("docker0"),
                    _ -> HealthyNode.address("docker0", Ipv4Address.of(address), prefix)))
        .withRoutes(
            4,
            all ->
                HealthyCluster.replace(
                    all,
                    it -> it.device().equals("docker0") && it.table().equals("main"),
                    _ ->
                        HealthyNode.route(
                            "main",
                            Cidr.containing(Ipv4Address.of(address), prefix).toString(),
                            "docker0",
                            null,
                            Ipv4Address.of(address),
                            false)))
        .withProcesses(
            4,
            all ->
                HealthyCluster.replace(
                    all, it -> it.program().equals("dockerd"), it -> dockerd(it, bip)));
  }

  private static DaemonFacts.Process dockerd(DaemonFacts.Process it, String bip) {
    return new DaemonFacts.Process(
        it.program(),
        it.pid(),
        bip.isEmpty() ? List.of("/usr/bin/dockerd") : List.of("/usr/bin/dockerd", bip),
        it.environment());
  }

  @ParameterizedTest
  @CsvSource({
    "172.17.0.1, 16, '', docker0-wrong-subnet@vm04",
    "10.253.99.1, 24, --bip=10.253.99.1/24, subnet-env-stale@vm04",
    "10.253.4.1, 24, --bip=10.253.4.1/24,",
  })
  void docker0InAnotherSubnet(String address, int prefix, String bip, String id) {
    HealthyCluster cluster = docker0At(address, prefix, bip);
    Diagnosis diagnosis = examine(id == null ? cluster : cluster.lostColumn(4));

    assertThat(ids(diagnosis)).contains(id == null ? new String[0] : new String[] {id});
    assertThat(diagnosis.roots()).hasSize(id == null ? 0 : 1);
    assertThat(diagnosis.unexplained()).isEmpty();
  }

  @Test
  void theFileDockersOptionsComeFromIsOfAnotherLease() {
    Diagnosis diagnosis =
        examine(
            HealthyCluster.of(4)
                .withFile(
                    4,
                    HealthyNode.SUBNET_ENV,
                    Optional.of(
                        new DaemonFacts.FileText(
                            "FLANNEL_SUBNET=10.253.99.1/24\n", HealthyCluster.AT))));

    assertThat(ids(diagnosis)).containsExactly("subnet-env-stale@vm04");
    assertThat(diagnosis.findings().getFirst().severity()).isEqualTo(Severity.WARNING);
  }

  @Test
  void dockerThatIsRightByChance() {
    HealthyCluster bare = docker0At("10.253.4.1", 24, "");

    assertThat(ids(examine(bare))).as("daemon.json was not seen").isEmpty();
    assertThat(ids(examine(bare.withFile(4, DockerRules.DAEMON_JSON, Optional.empty()))))
        .containsExactly("docker-without-bip@vm04");
    assertThat(
            ids(
                examine(
                    bare.withFile(
                        4,
                        DockerRules.DAEMON_JSON,
                        Optional.of(
                            new DaemonFacts.FileText(
                                "{\"bip\": \"10.253.4.1/24\"}", HealthyCluster.AT))))))
        .isEmpty();
  }

  @Test
  void somebodyFlushedTheFilters() {
    HealthyCluster flushed =
        HealthyCluster.of(4)
            .withFile(4, DockerRules.DAEMON_JSON, Optional.empty())
            .withFirewall(
                4,
                _ ->
                    Known.of(
                        new Firewall(
                            List.of(
                                HealthyFirewall.chain(
                                    "filter", "FORWARD", "FORWARD", "ACCEPT", List.of())))));

    assertThat(ids(examine(flushed))).containsExactly("docker-chains-flushed@vm04");
    assertThat(
            ids(
                examine(
                    flushed.withFile(
                        4,
                        DockerRules.DAEMON_JSON,
                        Optional.of(
                            new DaemonFacts.FileText(
                                "{\"iptables\": false}", HealthyCluster.AT))))))
        .isEmpty();
  }

  @Test
  void aStrictFilterOnlyMakesAWayElsewhereWorse() {
    Diagnosis diagnosis =
        examine(
            HealthyCluster.of(4)
                .withSysctl(4, "ipv4/conf/all/rp_filter", 1)
                .withLookup(
                    4,
                    HealthyNode.lookup(
                        subnet(2).firstHost(), "tun0", null, Ipv4Address.of("10.8.0.2")))
                .lostPair(2, 4));

    assertThat(diagnosis.roots())
        .extracting(Finding::id)
        .containsExactly("route-shadowed@vm04>vm02");
    assertThat(diagnosis.finding("reverse-path-filter@vm04>vm02").orElseThrow().dependsOn())
        .containsExactly("route-shadowed@vm04>vm02");
  }
}

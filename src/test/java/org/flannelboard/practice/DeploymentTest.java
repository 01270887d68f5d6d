package org.flannelboard.practice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.practice.Fixture.DOCKER;
import static org.flannelboard.practice.Fixture.FLANNELD;
import static org.flannelboard.practice.Fixture.PATHS;
import static org.flannelboard.practice.Fixture.pem;
import static org.flannelboard.practice.Fixture.put;
import static org.flannelboard.practice.Fixture.soon;

import java.time.Duration;
import java.util.List;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.etcd.Entry;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.KeyStore.Api;
import org.flannelboard.node.NetworkState;
import org.flannelboard.node.NodeFailure;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitState;
import org.flannelboard.node.UnitVerb;
import org.junit.jupiter.api.Test;

/** The guide carried out by hand through the ports: each file and each start has its effect. */
class DeploymentTest {

  @Test
  void beginsWhereTheGuideBegins() {
    try (Fixture fixture = Fixture.initial(4)) {
      assertThat(fixture.observe(1).unit(DOCKER).activeState()).isEqualTo("inactive");
      assertThat(fixture.network(1).link("docker0")).isEmpty();
      assertThat(fixture.observe(2).unit(DOCKER).active()).isTrue();
      assertThat(fixture.network(2).address("docker0"))
          .contains(new NetworkState.Address("docker0", Ipv4Address.of("172.17.0.1"), 16));
      assertThat(fixture.observe(2).containers().toOptional().orElseThrow())
          .extracting(Observation.Container::name)
          .containsExactly("web");
      assertThat(fixture.observe(1).unit(FLANNELD).exists()).isFalse();
      assertThat(fixture.observe(3).unit("etcd.service").active()).isTrue();
      assertThat(fixture.observe(4).unit("etcd.service").exists()).isFalse();
      assertThat(fixture.store(Api.V2).list("/kubernetes/network", soon()).orElseThrow()).isEmpty();
    }
  }

  @Test
  void fourNodesDeployedByHandReachEachOther() {
    try (Fixture fixture = Fixture.initial(4)) {
      fixture.configure();
      for (int i = 1; i <= 4; i++) {
        fixture.deploy(i);
      }
      assertThat(fixture.brokenPairs()).isEmpty();
      assertThat(fixture.network(1).routes())
          .filteredOn(route -> route.device().equals("flannel.1"))
          .hasSize(3);
      assertThat(fixture.observe(1).unit(FLANNELD).enabled()).isTrue();
    }
  }

  @Test
  void theDeployedLabIsTheSameAndGreen() {
    try (Fixture fixture = Fixture.deployed(4)) {
      assertThat(fixture.brokenPairs()).isEmpty();
      for (int i = 1; i <= 4; i++) {
        Observation seen = fixture.observe(i);
        assertThat(seen.unit(FLANNELD).active()).isTrue();
        assertThat(seen.unit(FLANNELD).enabled()).isTrue();
        assertThat(seen.unit(FLANNELD).needsReload()).isFalse();
        assertThat(seen.unit(DOCKER).active()).isTrue();
        assertThat(seen.unit(DOCKER).enabled()).isTrue();
        assertThat(fixture.network(i).address("docker0").orElseThrow().address())
            .isEqualTo(fixture.docker0(i));
      }
      List<Entry> leases =
          fixture.store(Api.V2).list("/kubernetes/network/subnets", soon()).orElseThrow();
      assertThat(leases)
          .hasSize(4)
          .allSatisfy(e -> assertThat(e.ttl()).isEqualTo(Duration.ofHours(24)));
      assertThat(leases.getFirst().value())
          .matches(
              "\\{\"PublicIP\":\"172\\.16\\.16\\.8[1-4]\",\"BackendType\":\"vxlan\","
                  + "\"BackendData\":\\{\"VtepMAC\":\"[0-9a-f:]{17}\"}}");
    }
  }

  @Test
  void dockerRunsWithWhatFlannelWrote() {
    try (Fixture fixture = Fixture.initial(4)) {
      fixture.configure();
      fixture.deploy(4);
      UnitState docker = fixture.observe(4).unit(DOCKER);
      String bip = "--bip=" + fixture.docker0(4) + "/24";
      assertThat(docker.process())
          .isInstanceOfSatisfying(
              Known.Value.class,
              known ->
                  assertThat(((UnitState.MainProcess) known.value()).arguments())
                      .containsExactly(
                          "/usr/sbin/dockerd", "-H", "fd://", bip, "--ip-masq=true", "--mtu=1450"));
      assertThat(docker.files()).hasSize(2);
    }
  }

  @Test
  void withoutTheVariableInTheCommandDockerKeepsItsOwnNetwork() {
    try (Fixture fixture = Fixture.initial(4)) {
      fixture.configure();
      fixture.prepare(4);
      put(
          fixture.node(4),
          Fixture.DROP_IN,
          "[Service]\nEnvironmentFile=-/run/flannel/docker\n",
          0644);
      fixture.node(4).reloadUnits(soon()).orElseThrow();
      fixture.control(4, UnitVerb.START, FLANNELD);
      fixture.control(4, UnitVerb.RESTART, DOCKER);
      assertThat(fixture.network(4).address("docker0").orElseThrow().address())
          .isEqualTo(Ipv4Address.of("172.17.0.1"));
    }
  }

  @Test
  void aChangedUnitCountsOnlyAfterReload() {
    try (Fixture fixture = Fixture.deployed(2)) {
      String other = Fixture.flanneldUnit().replace("$FLANNEL_OPTIONS", "$FLANNEL_OPTIONS -v=4");
      put(fixture.node(1), PATHS.unit(), other, 0644);
      assertThat(fixture.observe(1).unit(FLANNELD).needsReload()).isTrue();
      fixture.control(1, UnitVerb.RESTART, FLANNELD);
      assertThat(arguments(fixture)).doesNotContain("-v=4");
      fixture.node(1).reloadUnits(soon()).orElseThrow();
      assertThat(fixture.observe(1).unit(FLANNELD).needsReload()).isFalse();
      fixture.control(1, UnitVerb.RESTART, FLANNELD);
      assertThat(arguments(fixture)).contains("-v=4");
    }
  }

  @Test
  void aReplacedProgramIsNoticed() {
    try (Fixture fixture = Fixture.deployed(2)) {
      assertThat(process(fixture).executableReplaced()).isFalse();
      put(fixture.node(1), PATHS.flanneld(), "#!/bin/false\nnewer\n", 0755);
      assertThat(process(fixture).executableReplaced()).isTrue();
      fixture.control(1, UnitVerb.RESTART, FLANNELD);
      assertThat(process(fixture).executableReplaced()).isFalse();
    }
  }

  @Test
  void restartingFlanneldTakesDockerAndItsContainersAlong() {
    try (Fixture fixture = Fixture.deployed(2)) {
      int before = dockerPid(fixture);
      fixture.control(2, UnitVerb.RESTART, FLANNELD);
      assertThat(dockerPid(fixture)).isNotEqualTo(before);
    }
  }

  @Test
  void restartingDockerStopsContainers() {
    try (Fixture fixture = Fixture.initial(4)) {
      fixture.control(2, UnitVerb.RESTART, DOCKER);
      assertThat(fixture.observe(2).containers()).isEqualTo(Known.of(List.of()));
    }
  }

  @Test
  void startOfAMissingProgramIsRefusedWithTheJournal() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.configure();
      fixture.prepare(1);
      fixture.node(1).remove(PATHS.flanneld(), soon()).orElseThrow();
      assertThat(refused(fixture, 1).journal()).contains("No such file or directory", "203/EXEC");
      assertThat(fixture.observe(1).unit(FLANNELD).activeState()).isEqualTo("failed");
    }
  }

  @Test
  void startWithoutOptionsFileIsRefused() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.prepare(1);
      fixture.node(1).remove(PATHS.options(), soon()).orElseThrow();
      assertThat(refused(fixture, 1).why()).contains("unavailable resources");
    }
  }

  @Test
  void startWithoutKeyIsRefused() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.configure();
      fixture.prepare(1);
      fixture.node(1).remove(PATHS.key(), soon()).orElseThrow();
      assertThat(refused(fixture, 1).journal()).contains("flannel-key.pem: no such file");
    }
  }

  @Test
  void startWithoutScriptForDockerIsRefused() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.configure();
      fixture.prepare(1);
      fixture.node(1).remove(PATHS.mkDockerOpts(), soon()).orElseThrow();
      assertThat(refused(fixture, 1).why()).contains("control process exited");
    }
  }

  @Test
  void flanneldWaitsForItsConfiguration() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.prepare(1);
      assertThat(fixture.node(1).control(UnitVerb.START, FLANNELD, soon()).toFailure())
          .containsInstanceOf(NodeFailure.TimedOut.class);
      assertThat(fixture.observe(1).unit(FLANNELD).activeState()).isEqualTo("activating");
      assertThat(fixture.node(1).journal(FLANNELD, 5, soon()).orElseThrow())
          .contains("100: Key not found (/kubernetes/network)");
      fixture.configure();
      assertThat(fixture.observe(1).unit(FLANNELD).active()).isTrue();
      assertThat(fixture.network(1).link("flannel.1")).isPresent();
    }
  }

  @Test
  void aConfigurationWrittenThroughV3IsNotSeen() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture
          .store(Api.V3)
          .put("/kubernetes/network/config", Fixture.CONFIG, new Expect.Absent(), null, soon())
          .orElseThrow();
      fixture.prepare(1);
      assertThat(waiting(fixture)).contains("Key not found");
    }
  }

  @Test
  void flanneldWithAForeignCertificateIsNotLetIn() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.configure();
      fixture.prepare(1);
      put(fixture.node(1), PATHS.certificate(), pem("foreign"), 0644);
      assertThat(waiting(fixture)).contains("remote error: tls: bad certificate");
    }
  }

  @Test
  void flanneldWithAnotherAuthorityDoesNotTrustEtcd() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.configure();
      fixture.prepare(1);
      put(fixture.node(1), PATHS.etcdCa(), pem("other-ca"), 0644);
      assertThat(waiting(fixture)).contains("x509: certificate signed by unknown authority");
    }
  }

  @Test
  void flanneldSaysThatV2IsOff() {
    try (Fixture fixture = Fixture.initial(2)) {
      fixture.configure();
      fixture.cluster.switchOn(new PracticeFault.EtcdV2Off());
      fixture.prepare(1);
      assertThat(waiting(fixture)).contains("response is invalid json");
    }
  }

  /** The journal of a start that goes on waiting, as whoever waits long enough gets it. */
  private static String waiting(Fixture fixture) {
    Deadline long2 = Deadline.after(Duration.ofMinutes(5));
    Result<UnitState, NodeFailure> result =
        fixture.node(1).control(UnitVerb.START, FLANNELD, long2);
    return ((NodeFailure.UnitRefused) result.toFailure().orElseThrow()).journal();
  }

  private static NodeFailure.UnitRefused refused(Fixture fixture, int number) {
    return (NodeFailure.UnitRefused)
        fixture.node(number).control(UnitVerb.START, FLANNELD, soon()).toFailure().orElseThrow();
  }

  private static UnitState.MainProcess process(Fixture fixture) {
    return fixture.observe(1).unit(FLANNELD).process().toOptional().orElseThrow();
  }

  private static List<String> arguments(Fixture fixture) {
    return process(fixture).arguments();
  }

  private static int dockerPid(Fixture fixture) {
    return fixture.observe(2).unit(DOCKER).process().toOptional().orElseThrow().pid();
  }
}

package org.flannelboard.deploy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.flannelboard.deploy.plan.NodeSight.MAC;
import static org.flannelboard.deploy.plan.NodeSight.activity;
import static org.flannelboard.deploy.plan.NodeSight.enablement;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.MacAddress;
import org.flannelboard.cluster.Backend;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.etcd.Expect;
import org.flannelboard.etcd.FlannelStore.StoredConfig;
import org.flannelboard.etcd.Revision;
import org.flannelboard.node.NetworkState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The proof of a node, and the one step that belongs to no node. */
class VerificationTest {

  private static final NetworkConfig WANTED = Guide.profile().network();

  @Test
  void aDeployedNodeHolds() {
    Verification proof = verify(NodeSight.deployed(), lease("10.253.36.0/24", MAC));
    assertThat(proof.failing()).isEmpty();
    assertThat(proof.holds()).isTrue();
    assertThat(proof.checks())
        .extracting(Verification.Check::code)
        .containsExactly(
            "flanneld-active",
            "flanneld-enabled",
            "docker-active",
            "docker-enabled",
            "lease-held",
            "lease-in-network",
            "vtep-matches-lease",
            "docker0-in-lease");
  }

  static Stream<Arguments> faults() {
    SubnetLease lease = lease("10.253.36.0/24", MAC);
    MacAddress other = new MacAddress("02:00:00:00:00:01");
    return Stream.of(
        Arguments.of(
            NodeSight.deployed().unit("flanneld.service", activity("failed", "failed")),
            lease,
            List.of("flanneld-active")),
        Arguments.of(
            NodeSight.deployed().unit("flanneld.service", enablement("disabled")),
            lease,
            List.of("flanneld-enabled")),
        Arguments.of(
            NodeSight.deployed().unit("docker.service", activity("inactive", "dead")),
            lease,
            List.of("docker-active")),
        Arguments.of(
            NodeSight.deployed().unit("docker.service", enablement("disabled")),
            lease,
            List.of("docker-enabled")),
        Arguments.of(
            NodeSight.deployed(), lease("10.253.36.0/24", other), List.of("vtep-matches-lease")),
        Arguments.of(
            NodeSight.deployed().network(NodeSight.network(MAC, false, "10.253.36.1")),
            lease,
            List.of("vtep-matches-lease")),
        Arguments.of(
            NodeSight.deployed().network(NodeSight.network(MAC, true, "172.17.0.1")),
            lease,
            List.of("docker0-in-lease")),
        Arguments.of(
            NodeSight.deployed().network(new NetworkState(List.of(), List.of(), List.of())),
            lease,
            List.of("vtep-matches-lease", "docker0-in-lease")),
        Arguments.of(
            NodeSight.deployed().network(NodeSight.network(MAC, true, "10.9.36.1")),
            lease("10.9.36.0/24", MAC),
            List.of("lease-in-network")));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void eachFaultIsSeenByItsOwnCheck(NodeSight sight, SubnetLease lease, List<String> codes) {
    assertThat(verify(sight, lease).failing())
        .extracting(Verification.Check::code)
        .isEqualTo(codes);
  }

  @Test
  void withoutALeaseNothingOfTheNetworkHolds() {
    Verification proof =
        Verification.of(Guide.profile(), Guide.node(2), NodeSight.deployed().seen(), List.of());
    assertThat(proof.failing())
        .extracting(Verification.Check::code)
        .containsExactly(
            "lease-held", "lease-in-network", "vtep-matches-lease", "docker0-in-lease");
  }

  @Test
  void whatIsNotThereIsWrittenWithoutRisk() {
    assertThat(NetworkStep.plan("/k/config", WANTED, null, List.of()))
        .isEqualTo(
            new Step.PutConfig(
                StepId.ETCD_CONFIG,
                "/k/config",
                WANTED,
                null,
                new Expect.Absent(),
                new Risk.None()));
  }

  @Test
  void whatMeansTheSameStaysAsItIsSpelled() {
    String raw = "{ \"Network\": \"10.253.0.0/16\", \"SubnetLen\": 24 }";
    StoredConfig stored = new StoredConfig(WANTED, raw, new Revision(7));
    assertThat(NetworkStep.plan("/k/config", WANTED, stored, List.of()))
        .isEqualTo(new Step.InSync(StepId.ETCD_CONFIG, raw));
  }

  @Test
  void anotherNetworkIsReplacedAtItsRevisionAndNamesTheLostLeases() {
    NetworkConfig old = NetworkConfig.of(Cidr.of("10.0.0.0/8"), 24, Backend.vxlan());
    StoredConfig stored = new StoredConfig(old, "raw", new Revision(7));
    Step step =
        NetworkStep.plan(
            "/k/config",
            WANTED,
            stored,
            List.of(
                lease("10.253.36.0/24", MAC),
                lease("10.7.1.0/24", MAC),
                lease("10.253.0.0/20", MAC)));
    assertThat(step)
        .isEqualTo(
            new Step.PutConfig(
                StepId.ETCD_CONFIG,
                "/k/config",
                WANTED,
                "raw",
                new Expect.At(new Revision(7)),
                new Risk.NetworkChanges(List.of("10.7.1.0/24", "10.253.0.0/20"))));
  }

  private static SubnetLease lease(String subnet, MacAddress mac) {
    return new SubnetLease(Cidr.of(subnet), Guide.VM01.ip(), "vxlan", mac, Duration.ofHours(24));
  }

  private static Verification verify(NodeSight sight, SubnetLease lease) {
    return Verification.of(Guide.profile(), Guide.VM01, sight.seen(), List.of(lease));
  }
}

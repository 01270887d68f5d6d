package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import org.flannelboard.app.Bench.Session;
import org.flannelboard.app.NetworkImpact.Effect;
import org.flannelboard.base.Known;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NetworkConfig;
import org.flannelboard.etcd.NetworkConfigJson;
import org.flannelboard.node.Observation;
import org.flannelboard.node.Observation.Container;
import org.flannelboard.practice.PracticeFault;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another configuration does to three nodes that have the guide's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NetworkImpactTest {

  private Bench bench;
  private ClusterStatus status;

  @BeforeAll
  void deploy() {
    bench = Bench.bare(3);
    assertThat(bench.session().push().succeeded()).isTrue();
    status = read();
  }

  @AfterAll
  void close() {
    bench.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"Network":"10.253.0.0/16","SubnetLen":24,"Backend":{"Type":"vxlan"}} |
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan"}}                |
          {"Network":"10.9.0.0/16","Backend":{"Type":"vxlan"}}   | network-moves, leases-orphaned, docker0, restart, profile
          {"Network":"10.252.0.0/15","Backend":{"Type":"vxlan"}} | network-grows, leases-kept, restart, profile
          {"Network":"10.253.0.0/16","SubnetLen":25,"Backend":{"Type":"vxlan"}} | subnet-len, leases-orphaned, docker0, restart, profile
          {"Network":"10.253.0.0/16","SubnetMax":"10.253.255.0","Backend":{"Type":"vxlan"}} | bounds, leases-kept, restart, profile
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan","VNI":7}}     | split, device, restart, profile
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan","Port":4789}} | split, firewall, restart, profile
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan","GBP":true}}  | split, restart, profile
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan","MTU":1400}}  | mtu, restart, profile
          {"Network":"10.253.0.0/16","Backend":{"Type":"vxlan","DirectRouting":true}} | option, restart, profile
          {"Network":"10.253.0.0/16","Backend":{"Type":"host-gw"}} | split, restart, profile
          """)
  void followsFromWhatWasSeen(String wanted, String codes) {
    assertThat(
            impact(wanted, status).effects().stream()
                .map(effect -> effect.said().code().replace("impact-", "")))
        .containsExactly(codes == null ? new String[0] : codes.split(", "));
  }

  @Test
  void namesNodesSubnetsAddressesAndContainers() {
    NetworkImpact moved =
        impact("{\"Network\":\"10.9.0.0/16\",\"Backend\":{\"Type\":\"vxlan\"}}", status);
    assertThat(moved.disrupts()).isTrue();
    assertThat(effect(moved, "impact-leases-orphaned").whom())
        .hasSize(3)
        .allMatch(whom -> whom.matches("vm0[123] \\(10\\.253\\.\\d+\\.0/24\\)"));
    assertThat(effect(moved, "impact-docker0").whom())
        .hasSize(3)
        .allMatch(whom -> whom.matches("vm0[123] \\(10\\.253\\.\\d+\\.1\\)"));
    assertThat(effect(moved, "impact-restart").whom()).containsExactly("vm01", "vm02", "vm03");
  }

  @Test
  void containersRestartWhereDocker0Changes() {
    Known<List<Container>> two =
        Known.of(List.of(new Container("1", "web", "nginx"), new Container("2", "db", "mariadb")));
    List<NodeStatus> nodes =
        List.of(
            running(status.nodes().get(0), two),
            running(status.nodes().get(1), Known.unknown("docker does not answer")),
            status.nodes().get(2));
    NetworkImpact moved =
        impact(
            "{\"Network\":\"10.9.0.0/16\",\"Backend\":{\"Type\":\"vxlan\"}}",
            new ClusterStatus(status.at(), nodes, status.etcd()));
    Effect stopped = effect(moved, "impact-containers");
    assertThat(stopped.whom()).containsExactly("vm01 (web, db)");
    assertThat(stopped.said().arguments()).containsEntry("count", "2");
    assertThat(effect(moved, "impact-containers-unknown").whom()).containsExactly("vm02");
  }

  private static NodeStatus running(NodeStatus node, Known<List<Container>> containers) {
    NodeStatus.View view = node.view().orElseThrow();
    Observation seen = view.seen();
    Observation other =
        new Observation(
            seen.node(),
            seen.clock(),
            seen.host(),
            seen.files(),
            seen.units(),
            seen.network(),
            containers);
    return new NodeStatus(
        node.spec(),
        Result.ok(
            new NodeStatus.View(other, view.lease(), view.certificate(), view.verification())));
  }

  @Test
  void ofANodeThatCannotBeReadNothingIsSaidButThat() {
    PracticeFault down = new PracticeFault.NodeDown(bench.id(3));
    bench.practice.switchOn(down);
    NetworkImpact moved =
        impact("{\"Network\":\"10.9.0.0/16\",\"Backend\":{\"Type\":\"vxlan\"}}", read());
    bench.practice.switchOff(down);
    assertThat(effect(moved, "impact-unseen").whom()).containsExactly("vm03");
    assertThat(effect(moved, "impact-docker0").whom()).noneMatch(whom -> whom.startsWith("vm03"));
    assertThat(effect(moved, "impact-restart").whom()).containsExactly("vm01", "vm02");
    assertThat(effect(moved, "impact-leases-orphaned").whom())
        .as("the leases are etcd's to tell")
        .hasSize(3);
  }

  @Test
  void theFirstConfigurationStopsNobody() {
    NetworkImpact first =
        NetworkImpact.of(
            bench.profile(),
            null,
            bench.profile().network(),
            status.etcd().orElseThrow().leases(),
            status.nodes());
    assertThat(first.disrupts()).isFalse();
    assertThat(first.effects().getFirst().said().code()).isEqualTo("impact-first");
  }

  private NetworkImpact impact(String wanted, ClusterStatus seen) {
    EtcdStatus etcd = seen.etcd().orElseThrow();
    NetworkConfig config = NetworkConfigJson.parse("", wanted).orElseThrow();
    return NetworkImpact.of(
        bench.profile(),
        Objects.requireNonNull(etcd.config()).config(),
        config,
        etcd.leases(),
        seen.nodes());
  }

  private static Effect effect(NetworkImpact impact, String code) {
    List<Effect> found =
        impact.effects().stream().filter(it -> it.said().code().equals(code)).toList();
    assertThat(found).as(code).hasSize(1);
    return found.getFirst();
  }

  private ClusterStatus read() {
    Session session = bench.session();
    return new StatusReader(session.cluster(), session.door()).read();
  }
}

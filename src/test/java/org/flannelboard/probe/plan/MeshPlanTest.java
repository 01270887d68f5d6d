package org.flannelboard.probe.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.flannelboard.base.Cidr;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SubnetLease;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.probe.matrix.Cell.Reason;
import org.flannelboard.probe.plan.MeshPlan.Locals;
import org.flannelboard.probe.plan.MeshPlan.Pair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whom to ping from where, and why not. */
class MeshPlanTest {

  private static final NodeSpec A = node("a", "172.16.0.1");
  private static final NodeSpec B = node("b", "172.16.0.2");
  private static final NodeSpec C = node("c", "172.16.0.3");
  private static final List<NodeSpec> NODES = List.of(A, B, C);
  private static final SubnetLease LEASE_A = lease(A, "10.253.1.0/24", 24);
  private static final SubnetLease LEASE_B = lease(B, "10.253.2.0/24", 24);
  private static final SubnetLease LEASE_C = lease(C, "10.253.3.0/24", 24);
  private static final List<SubnetLease> LEASES = List.of(LEASE_A, LEASE_B, LEASE_C);
  private static final Map<NodeId, Locals> LOCALS =
      Map.of(
          A.id(), locals("10.253.1.1"), B.id(), locals("10.253.2.1"), C.id(), locals("10.253.3.1"));

  @Test
  void everybodyPingsTheDocker0OfEverybodyElsesLease() {
    MeshPlan plan = MeshPlan.full(NODES, LEASES, LOCALS);
    assertThat(plan.unmeasured()).isEmpty();
    assertThat(plan.sources())
        .containsOnlyKeys(A.id(), B.id(), C.id())
        .containsEntry(
            A.id(),
            new MeshPlan.Source(
                Ipv4Address.of("10.253.1.1"),
                new TreeMap<>(
                    Map.of(
                        Ipv4Address.of("10.253.2.1"),
                        B.id(),
                        Ipv4Address.of("10.253.3.1"),
                        C.id()))));
  }

  @Test
  void ofTwoLeasesTheOneWithMoreTimeIsInUse() {
    List<SubnetLease> leases =
        List.of(lease(B, "10.253.9.0/24", 2), LEASE_B, lease(B, "10.253.8.0/24", 1));
    MeshPlan plan = MeshPlan.full(List.of(A, B), leases, LOCALS);
    assertThat(plan.sources().get(A.id()))
        .extracting(source -> source == null ? Set.of() : source.targets().keySet())
        .isEqualTo(Set.of(Ipv4Address.of("10.253.2.1")));
  }

  @Test
  void aNodeWithoutLeaseIsNobodysTarget() {
    MeshPlan plan = MeshPlan.full(NODES, List.of(LEASE_A, LEASE_B), LOCALS);
    assertThat(plan.unmeasured())
        .containsOnly(
            Map.entry(new Pair(A.id(), C.id()), Reason.TARGET_HAS_NO_LEASE),
            Map.entry(new Pair(B.id(), C.id()), Reason.TARGET_HAS_NO_LEASE));
    assertThat(plan.sources()).containsKey(C.id());
  }

  @Test
  void aTargetThatIsLocalWouldAnswerItself() {
    Locals both = locals("10.253.1.1", "10.253.2.1");
    MeshPlan plan =
        MeshPlan.full(List.of(A, B), LEASES, Map.of(A.id(), both, B.id(), locals("10.253.2.1")));
    assertThat(plan.unmeasured())
        .containsOnly(Map.entry(new Pair(A.id(), B.id()), Reason.TARGET_IS_LOCAL));
    assertThat(plan.sources()).containsOnlyKeys(B.id());
  }

  @Test
  void aSourceWithoutDocker0MeasuresNothing() {
    MeshPlan plan =
        MeshPlan.full(NODES, LEASES, Map.of(A.id(), locals(null), B.id(), locals("10.253.2.1")));
    assertThat(plan.unmeasured())
        .containsOnly(
            Map.entry(new Pair(A.id(), B.id()), Reason.SOURCE_HAS_NO_DOCKER0),
            Map.entry(new Pair(A.id(), C.id()), Reason.SOURCE_HAS_NO_DOCKER0));
    assertThat(plan.sources()).containsOnlyKeys(B.id());
  }

  @Test
  void aNodeThatCouldNotBeAskedIsATargetAllTheSame() {
    MeshPlan plan = MeshPlan.full(List.of(A, B), LEASES, Map.of(A.id(), locals("10.253.1.1")));
    assertThat(plan.sources()).containsOnlyKeys(A.id());
    assertThat(plan.unmeasured()).isEmpty();
  }

  @Test
  void anAddressThatTwoNodesClaimIsPingedOnce() {
    List<SubnetLease> leases =
        List.of(LEASE_A, lease(B, "10.253.2.0/24", 24), lease(C, "10.253.2.0/24", 24));
    MeshPlan plan = MeshPlan.full(NODES, leases, Map.of(A.id(), locals("10.253.1.1")));
    assertThat(plan.unmeasured())
        .containsOnly(Map.entry(new Pair(A.id(), C.id()), Reason.TARGET_IS_LOCAL));
  }

  private static NodeSpec node(String name, String ip) {
    return new NodeSpec(
        new NodeId(name),
        Ipv4Address.of(ip),
        new SshAccess(ip, 22, "root", List.of(), List.of(), SudoMode.AUTO));
  }

  private static SubnetLease lease(NodeSpec node, String subnet, int hours) {
    return new SubnetLease(Cidr.of(subnet), node.ip(), "vxlan", null, Duration.ofHours(hours));
  }

  private static Locals locals(@Nullable String docker0, String... others) {
    Set<Ipv4Address> all = new HashSet<>();
    Ipv4Address own = docker0 == null ? null : Ipv4Address.of(docker0);
    if (own != null) {
      all.add(own);
    }
    for (String other : others) {
      all.add(Ipv4Address.of(other));
    }
    return new Locals(own, all);
  }
}

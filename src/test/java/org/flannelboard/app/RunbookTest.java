package org.flannelboard.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.flannelboard.base.Ipv4Address;
import org.flannelboard.cluster.ClusterProfile;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.SshAccess;
import org.flannelboard.cluster.SudoMode;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Plan;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.junit.jupiter.api.Test;

class RunbookTest {

  private static final SshAccess.Jump GATE =
      new SshAccess.Jump("gate", 2222, "ops", List.of(Path.of("/k/gate")));
  private static final SshAccess.Jump INNER = new SshAccess.Jump("inner", 22, "ops", List.of());

  @Test
  void reachesANodeThroughAllItsJumpHosts() {
    NodeSpec node =
        new NodeSpec(
            new NodeId("vm01"),
            Ipv4Address.of("172.16.16.81"),
            new SshAccess(
                "172.16.16.81", 22, "root", List.of(), List.of(GATE, INNER), SudoMode.AUTO));
    ClusterProfile profile = with(node);
    String script = script(profile);
    // ssh(1) takes one -J alone, and gives jump hosts neither their keys nor the known_hosts file.
    assertThat(script)
        .doesNotContain("-J ")
        .contains("vm01) " + SshCommand.to(node, profile.knownHosts()) + " \"$2\" ;;");
  }

  @Test
  void becomesRootWhereTheUserIsNot() {
    NodeSpec node =
        new NodeSpec(
            new NodeId("vm01"),
            Ipv4Address.of("172.16.16.81"),
            new SshAccess("172.16.16.81", 22, "ops", List.of(), List.of(), SudoMode.AUTO));
    assertThat(script(with(node))).contains(" ops@172.16.16.81 \"sudo -n sh -c '$(printf %s ");
  }

  private static String script(ClusterProfile profile) {
    List<Step> steps = StepId.OF_A_NODE.stream().<Step>map(id -> new Step.InSync(id, "")).toList();
    NodePlan node = new NodePlan(profile.nodes().getFirst().id(), steps, List.of(), Map.of());
    Plan plan = new Plan(new Step.InSync(StepId.ETCD_CONFIG, ""), List.of(node));
    return new Runbook(profile, plan, Messages.of(Locale.ENGLISH)).script();
  }

  private static ClusterProfile with(NodeSpec node) {
    ClusterProfile lab;
    try (Bench bench = Bench.bare(2)) {
      lab = bench.profile();
    }
    return new ClusterProfile(
        lab.name(),
        List.of(node),
        lab.knownHosts(),
        lab.etcd(),
        lab.network(),
        lab.sizeReason(),
        lab.flannel(),
        lab.certificates(),
        lab.paths(),
        lab.docker());
  }
}

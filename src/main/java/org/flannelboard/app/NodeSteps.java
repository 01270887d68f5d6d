package org.flannelboard.app;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flannelboard.base.Deadline;
import org.flannelboard.base.Failure;
import org.flannelboard.base.Result;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.deploy.plan.KernelBefore;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.SettingsFile;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepId;
import org.flannelboard.diagnosis.ClusterFacts;
import org.flannelboard.node.Content;
import org.flannelboard.node.FileState;
import org.flannelboard.node.FileWrite;
import org.flannelboard.node.KernelChange;
import org.flannelboard.node.ObservationQuery;
import org.flannelboard.node.UnitVerb;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.NodeFacts;

/** The steps of a remedy on one node, of what the node said of itself. */
final class NodeSteps {

  private final Cluster cluster;

  NodeSteps(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Changes of the kernel; what a file can make lasting is written to one, too. */
  Result<List<Step>, Failure> kernel(NodeId node, List<KernelChange> changes, ClusterFacts facts) {
    NodeFacts seen = seen(node, facts);
    List<Step> steps = new ArrayList<>();
    List<KernelChange.SetSysctl> settings = new ArrayList<>();
    for (KernelChange change : changes) {
      KernelBefore before = KernelBefore.of(change, seen);
      steps.add(
          before.stands()
              ? new Step.InSync(StepId.KERNEL, before.seen())
              : new Step.ChangeKernel(StepId.KERNEL, node, change, before));
      if (change instanceof KernelChange.SetSysctl setting) {
        settings.add(setting);
      }
    }
    if (settings.isEmpty()) {
      return Result.ok(steps);
    }
    return file(node, facts)
        .map(
            file -> {
              steps.add(setting(node, file, settings));
              return steps;
            });
  }

  private Result<FileState, Failure> file(NodeId node, ClusterFacts facts) {
    ObservationQuery query =
        new ObservationQuery(
            List.of(ObservationQuery.text(SettingsFile.PATH)), List.of(), false, false);
    return cluster
        .on(facts.spec(node), ops -> ops.observe(query, Deadline.after(Deployment.LOOK)))
        .map(seen -> seen.file(SettingsFile.PATH));
  }

  private static Step setting(
      NodeId node, FileState before, List<KernelChange.SetSysctl> settings) {
    Content old = before instanceof FileState.Regular file ? file.content() : null;
    String text = SettingsFile.with(old == null ? "" : old.text(), settings);
    return old != null && old.text().equals(text)
        ? new Step.InSync(StepId.SETTING, SettingsFile.PATH.text())
        : new Step.PutFile(
            StepId.SETTING,
            node,
            FileWrite.rootOwned(SettingsFile.PATH, Content.of(text), 0644),
            before);
  }

  /**
   * A unit brought up anew.
   *
   * @param containers those that run, and stop with docker
   */
  List<Step> restart(NodeId node, String unit, List<String> containers, ClusterFacts facts) {
    NodeFacts seen = seen(node, facts);
    String state = seen.daemons().unit(unit).map(DaemonFacts.Unit::activeState).orElse("active");
    boolean runs = state.equals("active");
    boolean down = state.equals("inactive") || state.equals("failed");
    StepId id = isFlanneld(unit) ? StepId.FLANNELD_START : StepId.DOCKER_START;
    List<Step> steps = new ArrayList<>();
    if (!runs && !state.equals("inactive")) {
      // Clears systemd's start counter: what an administrator asks for is no crash loop. Of a unit
      // that is inactive there is nothing to clear, and systemd may not have it loaded.
      steps.add(
          new Step.ControlUnit(
              StepId.UNIT_RESET,
              node,
              unit,
              UnitVerb.RESET_FAILED,
              "not-running",
              new Risk.None()));
    }
    steps.add(
        new Step.ControlUnit(
            id,
            node,
            unit,
            down ? UnitVerb.START : UnitVerb.RESTART,
            runs ? "finding" : "not-running",
            down ? new Risk.None() : risk(unit, containers, seen)));
    return steps;
  }

  /** flanneld's restart takes docker with it where docker's unit says so. */
  private Risk risk(String unit, List<String> containers, NodeFacts seen) {
    boolean flanneldAlone =
        isFlanneld(unit)
            && !seen.daemons()
                .unit(cluster.profile().docker().unit())
                .map(docker -> docker.active() && docker.boundTo().contains(unit))
                .orElse(false);
    if (flanneldAlone) {
      return new Risk.FlanneldRestarts();
    }
    var settings = seen.daemons().files().get(Restarts.DAEMON_JSON);
    boolean live =
        Optional.ofNullable(settings)
            .flatMap(file -> file.toOptional())
            .flatMap(file -> file)
            .map(DaemonFacts.FileText::text)
            .filter(Restarts::keepsContainers)
            .isPresent();
    return new Risk.DockerRestarts(containers, live);
  }

  private boolean isFlanneld(String unit) {
    return unit.equals(Service.FLANNELD.unit(cluster.profile()));
  }

  private static NodeFacts seen(NodeId node, ClusterFacts facts) {
    return facts.sighting(node).orElseThrow().facts();
  }
}

package org.flannelboard.deploy.plan;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flannelboard.cluster.NodeSpec;
import org.flannelboard.cluster.Paths;
import org.flannelboard.cluster.Problem;
import org.flannelboard.node.Observation;
import org.flannelboard.node.UnitVerb;

/**
 * The part of a node's plan that is about its certificate: CA, certificate and key, and a restart
 * of flanneld if it runs, as it reads them once.
 *
 * <p>A node that is not set up yet gets the files alone; that is how the guide begins.
 */
public final class CertificatePlan {

  private static final Set<StepId> FILES =
      EnumSet.of(StepId.ETCD_CA, StepId.CERTIFICATE, StepId.CERTIFICATE_KEY);

  private CertificatePlan() {}

  /**
   * Plans a node.
   *
   * @param desired only its CA, certificate and key are looked at
   * @param seen the answer to {@link DeployPlanner#query}
   * @param interrupted whether the node's last push did not come to its end
   * @param proven whether the node was wholly as it should be before: then it has to be afterwards
   */
  public static NodePlan of(
      Desired desired, NodeSpec node, Observation seen, boolean interrupted, boolean proven) {
    NodePlan whole = DeployPlanner.plan(desired, node, seen, interrupted);
    List<Step> steps = new ArrayList<>();
    whole.steps().stream().filter(step -> FILES.contains(step.id())).forEach(steps::add);
    boolean changes = steps.stream().anyMatch(Step::changes);
    if (seen.unit(DockerUnit.FLANNELD).active()) {
      steps.add(
          changes || interrupted
              ? restart(whole, changes)
              : new Step.InSync(StepId.FLANNELD_START, "active"));
    }
    if (proven) {
      steps.add(new Step.Verify(StepId.VERIFY, whole.node()));
    }
    Map<StepId, Problem> refused = new EnumMap<>(StepId.class);
    refused.putAll(whole.refused());
    refused.keySet().retainAll(FILES);
    return new NodePlan(whole.node(), steps, problems(whole, desired.profile().paths()), refused);
  }

  /** The problems among a plan's that stand in the way of the three files. */
  private static List<Problem> problems(NodePlan whole, Paths paths) {
    Set<String> ours =
        Set.of(paths.etcdCa().text(), paths.certificate().text(), paths.key().text());
    return whole.problems().stream()
        .filter(problem -> ours.contains(problem.arguments().getOrDefault("path", "")))
        .toList();
  }

  private static Step restart(NodePlan whole, boolean changes) {
    Step planned = whole.step(StepId.FLANNELD_START);
    return new Step.ControlUnit(
        StepId.FLANNELD_START,
        whole.node(),
        DockerUnit.FLANNELD,
        UnitVerb.RESTART,
        changes ? "files-changed" : "push-interrupted",
        planned.risk());
  }
}

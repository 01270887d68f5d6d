package org.flannelboard.cli;

import java.time.Instant;
import org.flannelboard.app.Messages;
import org.flannelboard.app.Proposal;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.plan.NodePlan;
import org.flannelboard.deploy.plan.Risk;
import org.flannelboard.deploy.plan.Step;
import org.flannelboard.deploy.plan.StepDiff;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code plan --json}. */
final class PlanJson {

  private PlanJson() {}

  static ObjectNode of(Proposal proposal, Messages messages) {
    ObjectNode root = Json.object();
    root.put("changes", proposal.plan().changes().size());
    root.put("certificateIssued", proposal.certificateIssued());
    Json.putText(
        root,
        "certificateEndsWithCa",
        proposal.endWithAuthority().map(Instant::toString).orElse(null));
    ObjectNode etcd = root.putObject("etcd");
    write(proposal.plan().etcd(), etcd);
    ArrayNode network = etcd.putArray("problems");
    proposal.networkProblems().forEach(it -> network.add(Json.problem(it, messages)));
    ArrayNode nodes = root.putArray("nodes");
    proposal.plan().nodes().forEach(plan -> write(plan, nodes.addObject(), messages));
    ArrayNode unreachable = root.putArray("unreachable");
    proposal
        .unreachable()
        .forEach(
            (node, failure) ->
                unreachable
                    .addObject()
                    .put("name", node.name())
                    .set("failure", Json.describe(failure, messages)));
    return root;
  }

  private static void write(NodePlan plan, ObjectNode to, Messages messages) {
    to.put("name", plan.node().name());
    ArrayNode steps = to.putArray("steps");
    plan.steps().forEach(step -> write(step, steps.addObject()));
    ArrayNode problems = to.putArray("problems");
    for (Problem problem : plan.problems()) {
      problems.add(Json.problem(problem, messages));
    }
  }

  private static void write(Step step, ObjectNode to) {
    to.put("id", step.id().code());
    to.put("changes", step.changes());
    switch (step) {
      case Step.InSync inSync -> to.put("evidence", inSync.evidence());
      case Step.PutFile put -> to.put("path", put.write().path().text());
      case Step.ControlUnit control ->
          to.put("unit", control.unit())
              .put("verb", control.verb().word())
              .put("reason", control.reason());
      case Step.PutConfig put -> to.put("key", put.key());
      case Step.RemoveLease remove -> to.put("key", remove.key());
      case Step.ChangeKernel kernel -> to.put("command", kernel.change().command());
      case Step.ReloadUnits _, Step.Verify _ -> {}
    }
    ArrayNode diff = to.putArray("diff");
    StepDiff.of(step).forEach(diff::add);
    switch (step.risk()) {
      case Risk.None _ -> to.put("risk", "none");
      case Risk.FlanneldRestarts _ -> to.put("risk", "flanneld-restarts");
      case Risk.DockerRestarts docker -> {
        to.put("risk", "docker-restarts");
        ArrayNode containers = to.putArray("containers");
        docker.containers().forEach(containers::add);
      }
      case Risk.NetworkChanges network -> {
        to.put("risk", "network-changes");
        ArrayNode orphaned = to.putArray("orphaned");
        network.orphaned().forEach(orphaned::add);
      }
    }
  }
}

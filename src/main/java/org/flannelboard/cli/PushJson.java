package org.flannelboard.cli;

import java.util.List;
import org.flannelboard.app.Messages;
import org.flannelboard.app.PushReport;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.cluster.Problem;
import org.flannelboard.deploy.apply.NodeOutcome;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.deploy.plan.StepId;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code push --json}. */
final class PushJson {

  private PushJson() {}

  static ObjectNode of(PushReport report, Messages messages) {
    ObjectNode root = Json.object();
    root.put("succeeded", report.succeeded());
    root.put("changes", report.changes());
    write(StepId.ETCD_CONFIG, report.etcd(), root.putObject("etcd"), messages);
    ArrayNode nodes = root.putArray("nodes");
    report.nodes().forEach(node -> write(node, nodes.addObject(), messages));
    report.blocked().forEach((node, problems) -> write(node, problems, nodes, messages));
    report
        .unreachable()
        .forEach(
            (node, failure) -> {
              ObjectNode to = nodes.addObject().put("name", node.name()).put("succeeded", false);
              to.putArray("steps");
              to.set("failure", Json.describe(failure, messages));
            });
    return root;
  }

  private static void write(
      NodeId node, List<Problem> problems, ArrayNode nodes, Messages messages) {
    ObjectNode to = nodes.addObject().put("name", node.name()).put("succeeded", false);
    to.putArray("steps");
    ArrayNode list = to.putArray("problems");
    problems.forEach(problem -> list.add(Json.problem(problem, messages)));
  }

  private static void write(NodeOutcome node, ObjectNode to, Messages messages) {
    to.put("name", node.node().name());
    to.put("succeeded", node.succeeded());
    ArrayNode steps = to.putArray("steps");
    node.steps().forEach((id, outcome) -> write(id, outcome, steps.addObject(), messages));
  }

  private static void write(StepId id, StepOutcome outcome, ObjectNode to, Messages messages) {
    to.put("id", id.code());
    to.put("changed", outcome.changed());
    to.put("outcome", outcome.code());
    switch (outcome) {
      case StepOutcome.Unchanged unchanged -> to.put("evidence", unchanged.evidence());
      case StepOutcome.Changed changed -> to.put("evidence", changed.evidence());
      case StepOutcome.Failed failed ->
          to.set("failure", Json.describe(failed.failure(), messages));
      case StepOutcome.NotReached _ -> {}
    }
  }
}

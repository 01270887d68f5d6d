package org.flannelboard.cli;

import java.util.List;
import java.util.Locale;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Fixes;
import org.flannelboard.app.Messages;
import org.flannelboard.base.Failure;
import org.flannelboard.deploy.apply.StepOutcome;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Subject;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code fix --json}. */
final class FixJson {

  private FixJson() {}

  /** What would be done. */
  static ObjectNode of(Fixes.Choice choice, Fixes.Proposal proposal, Messages messages) {
    ObjectNode root = head(choice, proposal, messages);
    ArrayNode steps = root.putArray("steps");
    proposal.lines().forEach(line -> write(line, steps.addObject()));
    return root;
  }

  /** What was done, and what came of it. */
  static ObjectNode of(Fixes.Choice choice, Fixes.Report report, Messages messages) {
    ObjectNode root = head(choice, report.proposal(), messages);
    ArrayNode steps = root.putArray("steps");
    List<Fixes.Line> lines = report.proposal().lines();
    for (int i = 0; i < report.outcomes().size(); i++) {
      Fixes.Outcome outcome = report.outcomes().get(i);
      String command = i < lines.size() ? lines.get(i).command() : "";
      ObjectNode step = steps.addObject();
      write(new Fixes.Line(outcome.node(), outcome.step(), command), step);
      step.put("outcome", outcome.outcome().code());
      if (outcome.outcome() instanceof StepOutcome.Failed(Failure why)) {
        step.set("failure", Json.describe(why, messages));
      }
    }
    root.put("healed", report.healed());
    ArrayNode red = root.putArray("red");
    report.red().stream().map(Subject.OnPair::text).forEach(red::add);
    ArrayNode left = root.putArray("left");
    report.left().stream().map(Finding::id).forEach(left::add);
    return root;
  }

  private static ObjectNode head(Fixes.Choice choice, Fixes.Proposal proposal, Messages messages) {
    ObjectNode root = Json.object();
    root.put("finding", proposal.finding().id());
    root.put("remedy", choice.number());
    root.put("disturbance", proposal.disturbance().name().toLowerCase(Locale.ROOT));
    root.put("undo", proposal.undo().name().toLowerCase(Locale.ROOT));
    ArrayNode containers = root.putArray("containers");
    proposal.containers().forEach(containers::add);
    ArrayNode byHand = root.putArray("byHand");
    DiagnosisWords words = new DiagnosisWords(messages);
    proposal.byHand().forEach(it -> words.lines(it).forEach(byHand::add));
    return root;
  }

  private static void write(Fixes.Line line, ObjectNode to) {
    to.put("node", line.node() == null ? null : line.node().name());
    to.put("id", line.step().id().code());
    to.put("command", line.command());
  }
}

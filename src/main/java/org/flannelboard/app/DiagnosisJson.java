package org.flannelboard.app;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.ContainerPlane;
import org.flannelboard.diagnosis.Diagnosis;
import org.flannelboard.diagnosis.Evidence;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.diagnosis.PacketWay;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.node.NodeFailure;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A diagnosis as machines read it; codes are stable, sentences are for people. */
public final class DiagnosisJson {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Messages messages;
  private final DiagnosisWords words;

  public DiagnosisJson(Messages messages) {
    this.messages = messages;
    this.words = new DiagnosisWords(messages);
  }

  /**
   * The diagnosis.
   *
   * @param pair the pair whose way it shows; null for none
   */
  public ObjectNode of(Diagnostics.Report report, Subject.@Nullable OnPair pair) {
    Diagnosis diagnosis = report.diagnosis();
    ObjectNode root = MAPPER.createObjectNode();
    root.put("at", report.facts().at().toString());
    root.put("shape", words.sentence(diagnosis.shape()));
    ArrayNode findings = root.putArray("findings");
    (pair == null ? diagnosis.findings() : diagnosis.about(pair))
        .forEach(finding -> write(finding, findings.addObject()));
    if (pair != null) {
      PacketWay way = report.way(pair.from(), pair.to());
      ArrayNode path = root.putArray("path");
      write(way.there(), "there", path);
      write(way.back(), "back", path);
      write(report.containers(pair.from(), pair.to()), root.putObject("containers"));
    }
    ArrayNode unexplained = root.putArray("unexplained");
    diagnosis.unexplained().stream().map(Subject.OnPair::text).sorted().forEach(unexplained::add);
    write(report.facts().silent(), root.putArray("silent"));
    write(report.probes(), root.putArray("probes"));
    return root;
  }

  private void write(Map<NodeId, NodeFailure> failures, ArrayNode silent) {
    new TreeMap<>(failures)
        .forEach(
            (node, failure) ->
                silent
                    .addObject()
                    .put("node", node.name())
                    .set("failure", FailureJson.of(failure, messages)));
  }

  private static void write(List<Diagnostics.Probe> sent, ArrayNode probes) {
    for (Diagnostics.Probe probe : sent) {
      probes
          .addObject()
          .put("from", probe.from().name())
          .put("to", probe.to().name())
          .put("kind", probe.kind().code())
          .put("packets", probe.packets());
    }
  }

  private static void write(ContainerPlane containers, ObjectNode to) {
    to.put("state", containers.state().code());
    ArrayNode causes = to.putArray("findings");
    containers.findings().forEach(causes::add);
  }

  private void write(Finding finding, ObjectNode to) {
    to.put("id", finding.id());
    to.put("code", finding.code().code());
    to.put("severity", finding.severity().code());
    to.put("subject", finding.subject().text());
    to.put("direction", finding.direction().code());
    to.put("message", words.sentence(finding));
    ArrayNode evidence = to.putArray("evidence");
    finding.evidence().forEach(it -> write(it, evidence.addObject()));
    ArrayNode pairs = to.putArray("pairs");
    finding.pairs().stream().map(Subject.OnPair::text).sorted().forEach(pairs::add);
    ArrayNode causes = to.putArray("dependsOn");
    finding.dependsOn().stream().sorted().forEach(causes::add);
    to.put("advice", words.advice(finding));
    ArrayNode remedies = to.putArray("remedy");
    finding
        .remedies()
        .forEach(
            remedy -> {
              ArrayNode lines = remedies.addArray();
              words.lines(remedy).forEach(lines::add);
            });
  }

  private static void write(List<Hop> hops, String direction, ArrayNode path) {
    for (Hop hop : hops) {
      ObjectNode one =
          path.addObject()
              .put("direction", direction)
              .put("hop", hop.kind().code())
              .put("node", hop.node().name())
              .put("state", hop.state().code());
      one.put("finding", hop.finding());
      ArrayNode evidence = one.putArray("evidence");
      hop.evidence().forEach(it -> write(it, evidence.addObject()));
    }
  }

  private static void write(Evidence evidence, ObjectNode to) {
    NodeId node = evidence.node();
    if (node == null) {
      to.putNull("node");
    } else {
      to.put("node", node.name());
    }
    to.put("command", evidence.command());
    to.put("line", evidence.line());
    to.put("at", evidence.at().toString());
  }
}

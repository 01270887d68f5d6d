package org.flannelboard.app;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flannelboard.app.history.Event;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.Direction;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.diagnosis.MatrixShape;
import org.flannelboard.diagnosis.Remedy;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.node.KernelChange;

/** What a diagnosis says, in sentences of one language. */
public final class DiagnosisWords {

  private final Messages messages;

  public DiagnosisWords(Messages messages) {
    this.messages = messages;
  }

  /** What was found, in one sentence. */
  public String sentence(Finding finding) {
    return messages.text("finding." + finding.code().code(), finding.arguments());
  }

  /** What was found at some time, in one sentence. */
  public String sentence(Event.Found found) {
    return messages.text("finding." + found.finding().code(), found.arguments());
  }

  /** What to do about it, in one sentence. */
  public String advice(Finding finding) {
    return messages.text("finding." + finding.code().code() + ".remedy", finding.arguments());
  }

  /** What the matrix shows, before any reason is given. */
  public String sentence(MatrixShape shape) {
    return messages.text("shape." + shape.code(), shape.arguments());
  }

  /** A remedy as the lines of work it consists of. */
  public List<String> lines(Remedy remedy) {
    return switch (remedy) {
      case Remedy.ChangeKernel(NodeId node, List<KernelChange> changes) -> kernel(node, changes);
      case Remedy.RestartUnit(
              NodeId node,
              String unit,
              List<KernelChange> before,
              List<String> containers) ->
          Stream.concat(kernel(node, before).stream(), Stream.of(restart(node, unit, containers)))
              .toList();
      case Remedy.PushNode(NodeId node) ->
          List.of(messages.text("diagnosis.do.push", Map.of("node", node.name())));
      case Remedy.RemoveLease(String subnet, List<Remedy> then) ->
          Stream.concat(
                  Stream.of(messages.text("diagnosis.do.remove-lease", Map.of("subnet", subnet))),
                  then.stream().flatMap(next -> lines(next).stream()))
              .toList();
      case Remedy.Instruct(String code, Map<String, String> arguments) ->
          List.of(messages.text("instruct." + code, arguments));
      case Remedy.InTurn(List<Remedy> remedies) ->
          remedies.stream().flatMap(next -> lines(next).stream()).toList();
    };
  }

  /** Whom a remedy disturbs, the least first; each once. */
  public List<String> disturbances(Remedy remedy) {
    return switch (remedy) {
      case Remedy.ChangeKernel _ -> List.of(messages.text("diagnosis.disturbs.none"));
      case Remedy.RestartUnit(NodeId node, String unit, var _, List<String> containers) ->
          List.of(
              containers.isEmpty()
                  ? messages.text(
                      "diagnosis.disturbs.daemon", Map.of("node", node.name(), "unit", unit))
                  : messages.text(
                      "diagnosis.disturbs.containers",
                      Map.of("node", node.name(), "containers", String.join(", ", containers))));
      case Remedy.PushNode(NodeId node) ->
          List.of(messages.text("diagnosis.disturbs.push", Map.of("node", node.name())));
      case Remedy.RemoveLease(String _, List<Remedy> then) ->
          then.isEmpty() ? List.of(messages.text("diagnosis.disturbs.none")) : disturbances(then);
      case Remedy.Instruct _ -> List.of(messages.text("diagnosis.disturbs.by-hand"));
      case Remedy.InTurn(List<Remedy> remedies) -> disturbances(remedies);
    };
  }

  private List<String> disturbances(List<Remedy> remedies) {
    return remedies.stream().flatMap(each -> disturbances(each).stream()).distinct().toList();
  }

  /** How many red cells a finding explains, in a few words. */
  public String explains(Finding finding) {
    return messages.text(
        "diagnosis.explains", Map.of("count", Integer.toString(finding.pairs().size())));
  }

  /** How much a finding matters, in a word. */
  public String severity(Severity severity) {
    return messages.text("diagnosis.severity." + severity.code());
  }

  /** Which way packets are lost, in a few words. */
  public String direction(Direction direction) {
    return messages.text("diagnosis.direction." + direction.code());
  }

  /** What is known of a hop, in a word. */
  public String state(Hop.State state) {
    return messages.text("diagnosis.state." + state.code());
  }

  /** The same as a sign, for where there is no colour. */
  public String glyph(Hop.State state) {
    return switch (state) {
      case OK -> "✓";
      case BROKEN -> "✗";
      case SUSPICIOUS -> "!";
      case NOT_CHECKED -> "?";
    };
  }

  /** A hop by what it does. */
  public String hop(Hop.Kind kind) {
    return messages.text("diagnosis.hop." + kind.code());
  }

  /** Whom a finding is about. */
  public String subject(Subject subject) {
    return switch (subject) {
      case Subject.OnNode(NodeId node) -> node.name();
      case Subject.OnPair pair -> arrow(pair);
      case Subject.OnCluster _ -> messages.text("diagnosis.subject.cluster");
    };
  }

  /**
   * Some pairs, by one of them.
   *
   * @param total how many they are
   */
  public String pairs(Subject.OnPair first, int total) {
    return total <= 1
        ? arrow(first)
        : messages.text(
            "history.pairs", Map.of("first", arrow(first), "others", Integer.toString(total - 1)));
  }

  /** Packets that are about to be sent on purpose. */
  public String sentence(Diagnostics.Probe probe) {
    return messages.text(
        "diagnosis.probe." + probe.kind().code(),
        Map.of(
            "from", probe.from().name(),
            "to", probe.to().name(),
            "count", Integer.toString(probe.packets())));
  }

  private List<String> kernel(NodeId node, List<KernelChange> changes) {
    return changes.stream()
        .map(
            change ->
                messages.text(
                    "diagnosis.do.run", Map.of("node", node.name(), "command", change.command())))
        .toList();
  }

  private String restart(NodeId node, String unit, List<String> containers) {
    return containers.isEmpty()
        ? messages.text("diagnosis.do.restart", Map.of("node", node.name(), "unit", unit))
        : messages.text(
            "diagnosis.do.restart-containers",
            Map.of(
                "node", node.name(),
                "unit", unit,
                "count", Integer.toString(containers.size()),
                "containers", String.join(", ", containers)));
  }

  private static String arrow(Subject.OnPair pair) {
    return pair.from().name() + " → " + pair.to().name();
  }
}

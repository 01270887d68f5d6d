package org.flannelboard.ui.topology;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.ContainerPlane;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Severity;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.ui.kit.FindingLight;
import org.flannelboard.ui.kit.Inquiry;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/** What was found, laid onto the map: causes onto links, and marks onto nodes. */
final class MapFindings {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final Words words;
  private final DiagnosisWords said;
  private final List<Finding> standing;
  private final @Nullable Report report;
  private final MapScale scale;
  private final Map<Subject.OnPair, Finding> causes = new HashMap<>();
  private final Map<Subject.OnPair, Optional<Finding>> cut = new HashMap<>();

  /** What stands of a report. */
  MapFindings(Inquiry.Standing standing, MapScale scale, Words words) {
    this.standing = standing.causes();
    this.report = standing.report();
    this.scale = scale;
    this.words = words;
    this.said = FindingLight.words(words);
    roots().forEach(finding -> finding.pairs().forEach(pair -> causes.putIfAbsent(pair, finding)));
  }

  /** The link with its cause: of a broken one why, of one that answers what containers meet. */
  MeshLink explain(MeshLink link, NodeId a, NodeId b) {
    return switch (link.light().status()) {
      case FAILED -> first(a, b).map(it -> broken(link, it)).orElse(link);
      case OK -> containers(a, b).map(it -> cut(link, it)).orElse(link);
      case WARNING, UNKNOWN, BUSY -> link;
    };
  }

  /** How many findings there are about a node, in the colour of the gravest; null for none. */
  @Nullable Light mark(NodeId node) {
    List<Finding> about = about(node);
    return about.isEmpty()
        ? null
        : new Light(
            FindingLight.status(about.getFirst().severity()),
            words.text("map.findings", "count", about.size()));
  }

  /** What was found about a node, the gravest first; notes are none of the map's business. */
  List<Finding> about(NodeId node) {
    return roots()
        .filter(it -> it.severity() != Severity.INFO)
        .filter(it -> sits(it, node))
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .toList();
  }

  /** When it was looked at; null while nothing was. */
  @Nullable Instant at() {
    return report == null ? null : report.facts().at();
  }

  String sentence(Finding finding) {
    return said.sentence(finding);
  }

  /** A finding of a pair sits where the cause is: at the one who sends, or who does not take. */
  private static boolean sits(Finding finding, NodeId node) {
    return switch (finding.subject()) {
      case Subject.OnNode(NodeId it) -> it.equals(node);
      case Subject.OnPair(NodeId from, NodeId _) -> from.equals(node);
      case Subject.OnCluster _ -> false;
    };
  }

  private Stream<Finding> roots() {
    return standing.stream();
  }

  private Optional<Finding> first(NodeId a, NodeId b) {
    return Optional.ofNullable(causes.get(new Subject.OnPair(a, b)))
        .or(() -> Optional.ofNullable(causes.get(new Subject.OnPair(b, a))));
  }

  /** What keeps containers apart, either way. Worked out for the few links that are labelled. */
  private Optional<Finding> containers(NodeId a, NodeId b) {
    return scale == MapScale.FULL ? oneWay(a, b).or(() -> oneWay(b, a)) : Optional.empty();
  }

  private Optional<Finding> oneWay(NodeId from, NodeId to) {
    return report == null || !reached(report, from, to)
        ? Optional.empty()
        : cut.computeIfAbsent(new Subject.OnPair(from, to), _ -> blocking(report, from, to));
  }

  private static Optional<Finding> blocking(Report report, NodeId from, NodeId to) {
    ContainerPlane plane = report.containers(from, to);
    return plane.state() == ContainerPlane.State.BROKEN
        ? plane.findings().stream()
            .flatMap(id -> report.diagnosis().finding(id).stream())
            .findFirst()
        : Optional.empty();
  }

  /** What was found while a ping was lost says nothing of a link that answers again. */
  private static boolean reached(Report report, NodeId from, NodeId to) {
    List<NodeId> nodes = report.facts().matrix().nodes();
    return report.facts().matrix().cell(nodes.indexOf(from), nodes.indexOf(to))
        instanceof Cell.Reached;
  }

  private MeshLink broken(MeshLink link, Finding cause) {
    return new MeshLink(
        link.a(), link.b(), link.light(), detail(link, cause), MeshLink.Cause.KNOWN);
  }

  private MeshLink cut(MeshLink link, Finding cause) {
    Light light =
        new Light(Status.WARNING, words.text("link.containers", "state", link.light().text()));
    return new MeshLink(link.a(), link.b(), light, detail(link, cause), MeshLink.Cause.CONTAINERS);
  }

  private String detail(MeshLink link, Finding cause) {
    Instant at = at();
    String seen = at == null ? "" : TIME.format(at.atZone(ZoneId.systemDefault()));
    return words.text("link.found", "sentence", said.sentence(cause), "time", seen)
        + "\n"
        + link.detail();
  }
}

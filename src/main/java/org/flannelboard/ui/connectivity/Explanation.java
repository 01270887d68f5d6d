package org.flannelboard.ui.connectivity;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.flannelboard.app.DiagnosisWords;
import org.flannelboard.app.Diagnostics.Report;
import org.flannelboard.base.Known;
import org.flannelboard.cluster.NodeId;
import org.flannelboard.diagnosis.ContainerPlane;
import org.flannelboard.diagnosis.Evidence;
import org.flannelboard.diagnosis.Finding;
import org.flannelboard.diagnosis.Hop;
import org.flannelboard.diagnosis.PacketWay;
import org.flannelboard.diagnosis.Subject;
import org.flannelboard.node.facts.Link;
import org.flannelboard.probe.matrix.Cell;
import org.flannelboard.probe.matrix.MatrixSnapshot;
import org.flannelboard.ui.kit.FindingLight;
import org.flannelboard.ui.kit.Light;
import org.flannelboard.ui.kit.Status;
import org.flannelboard.ui.kit.Words;
import org.jspecify.annotations.Nullable;

/**
 * A pair explained: what the person is shown of a report.
 *
 * @param pair who pings whom
 * @param at when it was looked at
 * @param ping what became of the ping, and why
 * @param containers the same of containers, which a ping does not tell
 * @param there the request's way
 * @param back the reply's way
 * @param causes what nothing else explains; those that explain this pair first
 * @param consequences what follows from these, in sentences
 * @param probes what was sent to find out, in sentences
 * @param silent why nodes did not answer, in sentences
 */
record Explanation(
    Subject.OnPair pair,
    Instant at,
    Light ping,
    Light containers,
    Way there,
    Way back,
    List<Finding> causes,
    List<String> consequences,
    List<String> probes,
    List<String> silent) {

  /**
   * One direction.
   *
   * @param light where packets vanish, or that nothing was found to stop them
   * @param steps in the packet's order
   * @param vanish the place of the step where packets vanish; negative if none is known
   */
  record Way(NodeId from, NodeId to, Light light, List<Step> steps, int vanish) {}

  /**
   * A hop.
   *
   * @param name what it is called, briefly
   * @param meaning what it does
   * @param state how it stands, in a word
   * @param evidence what shows that
   */
  record Step(
      Hop.Kind kind,
      NodeId node,
      String name,
      String meaning,
      Light state,
      List<Evidence> evidence) {}

  /** A pair of a report in the window's words. */
  static Explanation of(Report report, Subject.OnPair pair, Words words) {
    return new Reader(report, pair, words).read();
  }

  /** The step to begin with: where packets vanish, else the first that is odd. */
  Optional<Step> first() {
    return Stream.of(there, back)
        .filter(way -> way.vanish() >= 0)
        .map(way -> way.steps().get(way.vanish()))
        .findFirst()
        .or(
            () ->
                Stream.of(there, back)
                    .flatMap(way -> way.steps().stream())
                    .filter(step -> step.state().status() == Status.WARNING)
                    .findFirst());
  }

  /** Reads a report for one pair. */
  private static final class Reader {

    private final Report report;
    private final Subject.OnPair pair;
    private final Words words;
    private final DiagnosisWords said;

    Reader(Report report, Subject.OnPair pair, Words words) {
      this.report = report;
      this.pair = pair;
      this.words = words;
      this.said = FindingLight.words(words);
    }

    Explanation read() {
      List<Finding> about = report.diagnosis().about(pair);
      List<Finding> causes =
          about.stream()
              .filter(Finding::root)
              .sorted(Comparator.comparing(it -> !it.pairs().contains(pair)))
              .toList();
      PacketWay way = report.way(pair.from(), pair.to());
      return new Explanation(
          pair,
          report.facts().at(),
          ping(causes),
          containers(causes),
          way(pair.from(), pair.to(), way.there()),
          way(pair.to(), pair.from(), way.back()),
          causes,
          about.stream().filter(it -> !it.root()).map(said::sentence).toList(),
          report.probes().stream().map(said::sentence).toList(),
          new TreeMap<>(report.facts().silent()).values().stream().map(words::message).toList());
    }

    private Light ping(List<Finding> causes) {
      String why = cause(causes).map(said::sentence).orElse("");
      String from = pair.from().name();
      String to = pair.to().name();
      return switch (cell()) {
        case Cell.Reached _ ->
            new Light(Status.OK, words.text("explain.reached", "from", from, "to", to));
        case Cell.Lost _ ->
            new Light(
                Status.FAILED,
                words.text("explain.lost", "from", from, "to", to)
                    + " "
                    + (why.isEmpty() ? words.text("explain.no-cause") : why));
        case Cell.SourceUnreachable gone -> new Light(Status.UNKNOWN, words.message(gone.cause()));
        case Cell.NotMeasured unmeasured ->
            new Light(
                Status.UNKNOWN,
                (words.text("cell.reason." + unmeasured.why().code()) + " " + why).strip());
      };
    }

    private Cell cell() {
      MatrixSnapshot matrix = report.facts().matrix();
      return matrix.cell(matrix.nodes().indexOf(pair.from()), matrix.nodes().indexOf(pair.to()));
    }

    private Optional<Finding> cause(List<Finding> causes) {
      return causes.stream().filter(it -> it.pairs().contains(pair)).findFirst();
    }

    private Light containers(List<Finding> causes) {
      ContainerPlane plane = report.containers(pair.from(), pair.to());
      Optional<Finding> broken =
          plane.findings().stream()
              .flatMap(id -> report.diagnosis().finding(id).stream())
              .findFirst();
      String why =
          broken.equals(cause(causes))
              ? words.text("explain.containers.same")
              : broken.map(said::sentence).orElse("");
      return switch (plane.state()) {
        case OK -> new Light(Status.OK, words.text("explain.containers.ok"));
        case BROKEN ->
            new Light(Status.FAILED, (words.text("explain.containers.broken") + " " + why).strip());
        case NOT_CHECKED -> new Light(Status.UNKNOWN, words.text("explain.containers.not-checked"));
      };
    }

    private Way way(NodeId from, NodeId to, List<Hop> hops) {
      List<Step> steps = hops.stream().map(this::step).toList();
      int vanish =
          IntStream.range(0, hops.size())
              .filter(i -> hops.get(i).state() == Hop.State.BROKEN)
              .findFirst()
              .orElse(-1);
      return new Way(from, to, light(hops, steps, vanish), steps, vanish);
    }

    private Light light(List<Hop> hops, List<Step> steps, int vanish) {
      if (vanish >= 0) {
        Step step = steps.get(vanish);
        return new Light(
            Status.FAILED,
            step.kind() == Hop.Kind.UNDERLAY
                ? words.text("explain.vanish-between")
                : words.text("explain.vanish", "hop", step.name(), "node", step.node()));
      }
      if (hops.stream().anyMatch(hop -> hop.state() == Hop.State.NOT_CHECKED)) {
        return new Light(Status.UNKNOWN, words.text("explain.way-unknown"));
      }
      return hops.stream().allMatch(hop -> hop.state() == Hop.State.OK)
          ? new Light(Status.OK, words.text("explain.way-open"))
          : new Light(Status.WARNING, words.text("explain.way-odd"));
    }

    private Step step(Hop hop) {
      return new Step(
          hop.kind(),
          hop.node(),
          name(hop),
          said.hop(hop.kind()),
          new Light(status(hop.state()), said.state(hop.state())),
          decidingFirst(hop));
    }

    /** What the finding stands on decides; what else was seen there comes after it. */
    private List<Evidence> decidingFirst(Hop hop) {
      List<Evidence> deciding =
          Optional.ofNullable(hop.finding()).stream()
              .flatMap(id -> report.diagnosis().finding(id).stream())
              .flatMap(finding -> finding.evidence().stream())
              .filter(hop.evidence()::contains)
              .toList();
      return Stream.concat(deciding.stream(), hop.evidence().stream()).distinct().toList();
    }

    /** What administrators call it on the command line, as far as the node told its name. */
    private String name(Hop hop) {
      return switch (hop.kind()) {
        case SOURCE_DOCKER0, TARGET_DOCKER0 -> "docker0";
        case ROUTE -> words.text("hop.route");
        case SOURCE_VTEP, TARGET_VTEP -> device(hop.node()).map(Link::name).orElse("vxlan");
        case NEIGHBOUR -> words.text("hop.neighbour");
        case FORWARD -> "FDB";
        case UNDERLAY_ROUTE -> words.text("hop.underlay-route");
        case UNDERLAY -> words.text("hop.underlay");
        case PORT -> port(hop.node());
      };
    }

    private String port(NodeId node) {
      return device(node)
          .map(Link::vxlan)
          .map(Link.Vxlan::port)
          .flatMap(Known::toOptional)
          .map(port -> "UDP " + port)
          .orElse("UDP");
    }

    private Optional<Link> device(NodeId node) {
      return report
          .facts()
          .sighting(node)
          .flatMap(seen -> seen.facts().network().links().toOptional())
          .flatMap(links -> links.stream().filter(Reader::tunnels).findFirst());
    }

    private static boolean tunnels(Link link) {
      Link.@Nullable Vxlan vxlan = link.vxlan();
      return vxlan != null;
    }

    private static Status status(Hop.State state) {
      return switch (state) {
        case OK -> Status.OK;
        case BROKEN -> Status.FAILED;
        case SUSPICIOUS -> Status.WARNING;
        case NOT_CHECKED -> Status.UNKNOWN;
      };
    }
  }
}

package org.flannelboard.diagnosis;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.flannelboard.node.facts.DaemonFacts;
import org.flannelboard.node.facts.Link;
import org.flannelboard.node.facts.Source;

/**
 * Whether flanneld runs, and if not, why. The kernel carries packets without it until the lease
 * ends or something has to be written anew, so that it is no error while flannel's device is there.
 */
final class FlanneldRules {

  private FlanneldRules() {}

  static List<Finding> look(Case it) {
    List<Finding> causes = ConfigRules.look(it);
    return it.seen().stream()
        .flatMap(
            node ->
                Stream.of(
                        notRunning(it, node).map(found -> behind(causes, node, found)),
                        withoutRestart(it, node))
                    .flatMap(Optional::stream))
        .toList();
  }

  /** What is wrong in etcd keeps every node from starting; it is found there as well. */
  private static Finding behind(List<Finding> causes, SeenNode node, Finding found) {
    Set<FindingCode> explain = failure(found).map(StartFailure::foundInEtcd).orElse(Set.of());
    return found.after(
        causes.stream()
            .filter(cause -> explain.contains(cause.code()) && cause.subject().touches(node.id()))
            .map(Finding::id)
            .collect(Collectors.toSet()));
  }

  private static Optional<StartFailure> failure(Finding found) {
    return found.code() == FindingCode.FLANNELD_START_FAILS
        ? StartFailure.of(found.evidence().getFirst().line())
        : Optional.empty();
  }

  /** That flanneld does not run, whatever the reason. */
  static Optional<Finding> notRunning(Case it, SeenNode node) {
    return Units.flanneld(node)
        .filter(unit -> !unit.active())
        .filter(unit -> unit.activeState().equals("activating") || !runsOutside(node))
        .map(
            unit ->
                failure(node, unit)
                    .map(line -> startFails(it, node, unit, line))
                    .orElseGet(() -> stopped(it, node, unit)));
  }

  /** Somebody may have started it by hand. */
  private static boolean runsOutside(SeenNode node) {
    return node.daemons().process("flanneld").isPresent();
  }

  private static Finding stopped(Case it, SeenNode node, DaemonFacts.Unit unit) {
    return Finding.of(
        FindingCode.FLANNELD_NOT_RUNNING,
        severity(node),
        node.subject(),
        Direction.NONE,
        Map.of(
            "node", node.id().name(),
            "unit", unit.name(),
            "state", unit.exists() ? unit.activeState() : unit.loadState()),
        List.of(node.evidence(Source.UNITS, Units.line(unit))),
        // A push enables the unit as well, for the next boot.
        unit.exists()
            ? List.of(Repairs.startFlanneld(node), new Remedy.PushNode(node.id()))
            : List.of(new Remedy.PushNode(node.id())));
  }

  private static Finding startFails(
      Case it, SeenNode node, DaemonFacts.Unit unit, DaemonFacts.JournalLine line) {
    StartFailure cause = StartFailure.of(line.text()).orElseThrow();
    return Finding.of(
        FindingCode.FLANNELD_START_FAILS,
        severity(node),
        node.subject(),
        Direction.NONE,
        Map.of(
            "node", node.id().name(),
            "unit", unit.name(),
            "cause", cause.code(),
            "line", line.text()),
        List.of(
            node.evidence(Source.JOURNAL, line.text()),
            node.evidence(Source.UNITS, Units.line(unit))),
        remedies(it, node, unit, cause));
  }

  /** Where etcd is as it should be, what keeps flanneld from it are its own options and files. */
  private static List<Remedy> remedies(
      Case it, SeenNode node, DaemonFacts.Unit unit, StartFailure cause) {
    Remedy byHand =
        Repairs.startFlanneld(
            node,
            new Remedy.Instruct(
                "start-" + cause.code(),
                Map.of(
                    "node", node.id().name(),
                    "unit", unit.name(),
                    "prefix", it.profile().etcd().prefix())));
    return cause.ownFiles() && it.config().isPresent()
        ? List.of(new Remedy.PushNode(node.id()), byHand)
        : List.of(byHand);
  }

  /** The last line since its last start that tells why: an older one is of a start that is past. */
  private static Optional<DaemonFacts.JournalLine> failure(SeenNode node, DaemonFacts.Unit unit) {
    Instant started = unit.started();
    if (unit.result().equals("success") && unit.activeState().equals("inactive")) {
      return Optional.empty(); // it ended by itself or was stopped
    }
    return node.daemons().journal().toOptional().orElse(List.of()).stream()
        .filter(line -> StartFailure.of(line.text()).isPresent())
        .filter(
            line -> {
              Instant at = line.at();
              return started == null || at != null && !at.isBefore(started);
            })
        .reduce((_, later) -> later);
  }

  private static Severity severity(SeenNode node) {
    boolean carries = node.vtep().toOptional().flatMap(link -> link).map(Link::up).orElse(false);
    return carries ? Severity.WARNING : Severity.ERROR;
  }

  /** It ends with status 0 when its lease is gone, which {@code on-failure} takes for success. */
  private static Optional<Finding> withoutRestart(Case it, SeenNode node) {
    return Units.flanneld(node)
        .filter(DaemonFacts.Unit::exists)
        .filter(unit -> !unit.restart().equals("always") && !unit.restart().isEmpty())
        .map(
            unit ->
                Finding.of(
                    FindingCode.FLANNELD_WITHOUT_RESTART,
                    Severity.WARNING,
                    node.subject(),
                    Direction.NONE,
                    Map.of(
                        "node", node.id().name(), "unit", unit.name(), "restart", unit.restart()),
                    List.of(
                        node.evidence(Source.UNITS, unit.name() + ": Restart=" + unit.restart())),
                    List.of(new Remedy.PushNode(node.id()))));
  }
}

package org.flannelboard.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.flannelboard.node.facts.Counters;

/**
 * The reading of counters along a packet's way, there and back: the first point that did not count
 * the packets names the hop and the direction, and what was counted beside it names the cause.
 *
 * <p>It is for red cells that nothing static explains. Where nothing that was counted names a
 * cause, the answer is the hop, the direction and what was ruled out.
 */
public final class Ladder {

  private Ladder() {}

  /** Why the pings were lost; empty if they were not. */
  public static Optional<Finding> read(ClusterFacts facts, LadderReadings readings) {
    Case it = new Case(facts);
    int count = readings.echoes().sent();
    if (readings.echoes().answered() >= 0.8 * count && count > 0) {
      return Optional.empty();
    }
    Optional<Leg> there = leg(it, readings, true);
    if (there.isEmpty() || !counts(readings)) {
      return Optional.of(notEnough(it, readings, List.of()));
    }
    Leg request = there.get();
    Leg reply = leg(it, readings, false).orElseThrow();
    Finding found =
        new Rungs(it, request)
            .climb()
            .or(() -> answered(it, request))
            .or(() -> new Rungs(it, reply).climb())
            .orElseGet(
                () ->
                    notEnough(
                        it,
                        readings,
                        Stream.concat(request.way().stream(), reply.way().stream()).toList()));
    return Optional.of(found);
  }

  /** The way on which datagrams would tell a block of the underlay from all else; if they would. */
  public static Optional<Subject.OnPair> wantsDatagrams(
      ClusterFacts facts, LadderReadings readings) {
    return read(facts, readings)
        .filter(found -> found.code() == FindingCode.UNKNOWN_AT_HOP)
        .filter(found -> Hop.Kind.UNDERLAY.code().equals(found.arguments().get("hop")))
        .map(Finding::subject)
        .filter(Subject.OnPair.class::isInstance)
        .map(Subject.OnPair.class::cast)
        .filter(
            way ->
                way.equals(readings.pair()) ? readings.there() == null : readings.back() == null);
  }

  /** Whether the target replied to what reached it. */
  private static Optional<Finding> answered(Case it, Leg request) {
    long replies = request.atReceiver("Icmp/OutEchoReps");
    return request.enough(replies)
        ? Optional.empty()
        : Optional.of(new Silence(it, request).explain());
  }

  private static Optional<Leg> leg(Case it, LadderReadings readings, boolean request) {
    Optional<SeenNode> from = it.seen(readings.pair().from());
    Optional<SeenNode> to = it.seen(readings.pair().to());
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    Counters asking = readings.echoes().after().since(readings.echoes().before());
    Counters asked = readings.after().since(readings.before());
    int count = readings.echoes().sent();
    return Optional.of(
        request
            ? new Leg(from.get(), to.get(), true, count, asking, asked, readings.there(), readings)
            : new Leg(
                to.get(), from.get(), false, count, asked, asking, readings.back(), readings));
  }

  /** Both ends count what the reading hangs on. */
  private static boolean counts(LadderReadings readings) {
    return readings.echoes().sent() > 0
        && Stream.of(readings.echoes().before(), readings.before())
            .allMatch(it -> it.counts("Udp/InDatagrams") && it.counts("Icmp/InEchos"));
  }

  /** Too little was counted, or so much that ours cannot be told from the rest. */
  private static Finding notEnough(Case it, LadderReadings readings, List<Evidence> seen) {
    Subject.OnPair pair = readings.pair();
    List<Evidence> evidence =
        seen.isEmpty()
            ? List.of(
                new Evidence(
                    pair.from(),
                    "ping",
                    readings.echoes().answered() + " / " + readings.echoes().sent(),
                    readings.at()))
            : seen;
    return Finding.of(
        FindingCode.NOT_ENOUGH_SEEN,
        Severity.ERROR,
        pair,
        Direction.BOTH,
        Map.of("node", pair.text(), "unseen", "counters"),
        evidence,
        List.of(new Remedy.Instruct("show-counters", Map.of("pair", pair.text()))));
  }
}
